package dev.clientauth.transport;

/** The transport of everything that was given none, created on first use. */
final class SharedTransport {
    static final HttpTransport INSTANCE =
            OkHttpTransport.isPresent() ? OkHttpTransport.standard() : JdkHttpTransport.standard();

    private SharedTransport() {}
}
