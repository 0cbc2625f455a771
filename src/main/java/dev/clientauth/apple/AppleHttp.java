package dev.clientauth.apple;

import okhttp3.OkHttpClient;

import java.time.Duration;

/** The HTTP client of those who were given none. */
final class AppleHttp {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

    private AppleHttp() {}

    static OkHttpClient shared() {
        return Shared.CLIENT;
    }

    /** Made when first needed. */
    private static final class Shared {
        static final OkHttpClient CLIENT = new OkHttpClient.Builder()
                .connectTimeout(CONNECT_TIMEOUT)
                .callTimeout(CALL_TIMEOUT)
                .build();
    }
}
