package dev.clientauth.mock.keys;

import dev.clientauth.profile.EndpointRules;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

import javax.net.ssl.SSLException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.Supplier;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Fetches JWK Sets as a provider does: over TLS but for loopback, without a login, without following redirects, in two
 * seconds, and not more than 128 KiB. Thread-safe.
 */
final class JwkSetFetch {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MOST_BYTES = 1 << 17;
    private static final int OK = 200;

    private final Supplier<OkHttpClient> like;
    private @Nullable OkHttpClient http;

    /** A fetch that trusts whom Java trusts. */
    JwkSetFetch() {
        this(OkHttpClient::new);
    }

    /** A fetch that trusts, and finds its way, as this client does; it is not made before it is needed. */
    JwkSetFetch(Supplier<OkHttpClient> like) {
        this.like = like;
    }

    /** What the URL has at this moment. Waits for it. */
    JwkSetResponse get(URI url) {
        String scheme = url.getScheme();
        if (!"https".equalsIgnoreCase(scheme) && !("http".equalsIgnoreCase(scheme) && EndpointRules.isLoopback(url))) {
            return JwkSetResponse.failed("The JWK Set URL has to be https; only on loopback it may be http.");
        }
        try {
            Request request = new Request.Builder()
                    .url(url.toString())
                    .header("Accept", "application/json")
                    // Fetches are rare, and no connection is to outlive the mock.
                    .header("Connection", "close")
                    .build();
            try (Response response = http().newCall(request).execute()) {
                return read(response);
            }
        } catch (IOException e) {
            return JwkSetResponse.failed("The JWK Set URL could not be fetched: " + reason(e) + ".");
        } catch (IllegalArgumentException e) {
            // OkHttp quotes the URL, which the registration shows anyway.
            return JwkSetResponse.failed("The JWK Set URL is no URL that can be fetched.");
        }
    }

    /** Made late, since it reads the certificates that Java trusts: a mock has to start fast. */
    private synchronized OkHttpClient http() {
        if (http == null) {
            http = like.get()
                    .newBuilder()
                    .callTimeout(PATIENCE)
                    .followRedirects(false)
                    .followSslRedirects(false)
                    .retryOnConnectionFailure(false)
                    .build();
        }
        return http;
    }

    private static JwkSetResponse read(Response response) throws IOException {
        if (response.code() != OK) {
            return JwkSetResponse.failed("The JWK Set URL answered HTTP " + response.code()
                    + (response.isRedirect()
                            ? ", a redirect, which is not followed."
                            : "; it has to answer 200 to anybody."));
        }
        byte[] body = response.body().byteStream().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            return JwkSetResponse.failed("The JWK Set URL answered more than " + MOST_BYTES + " bytes.");
        }
        return JwkSetReader.read(new String(body, UTF_8), CacheControl.freshFor(response.headers("Cache-Control")));
    }

    private static String reason(IOException e) {
        if (e instanceof UnknownHostException) {
            return "there is no such host";
        }
        if (e instanceof SSLException) {
            return "the TLS certificate is not trusted, or TLS failed otherwise";
        }
        if (e instanceof InterruptedIOException) {
            return "there was no answer within " + PATIENCE.toSeconds() + " seconds";
        }
        return "no connection, or one that broke off";
    }

    @Override
    public String toString() {
        return "JwkSetFetch";
    }
}
