package dev.clientauth.mock.keys;

import dev.clientauth.net.BoundedHttpClient;
import dev.clientauth.net.BoundedResponse;
import dev.clientauth.net.HttpFailure;
import dev.clientauth.net.TransportFault;
import dev.clientauth.profile.EndpointRules;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

import java.net.URI;
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
    private @Nullable BoundedHttpClient http;

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
            BoundedHttpClient client = http();
            return read(BoundedHttpClient.execute(client.newCall(request, MOST_BYTES, PATIENCE)));
        } catch (HttpFailure e) {
            return JwkSetResponse.failed(reason(e));
        } catch (IllegalArgumentException e) {
            // OkHttp quotes the URL, which the registration shows anyway.
            return JwkSetResponse.failed("The JWK Set URL is no URL that can be fetched.");
        }
    }

    /** Made late, since it reads the certificates that Java trusts: a mock has to start fast. */
    private synchronized BoundedHttpClient http() {
        if (http == null) {
            http = new BoundedHttpClient(like.get());
        }
        return http;
    }

    private static JwkSetResponse read(BoundedResponse response) {
        if (response.status() != OK) {
            boolean isRedirect = response.status() >= 300 && response.status() < 400;
            return JwkSetResponse.failed("The JWK Set URL answered HTTP " + response.status()
                    + (isRedirect ? ", a redirect, which is not followed." : "; it has to answer 200 to anybody."));
        }
        return JwkSetReader.read(
                new String(response.body(), UTF_8),
                CacheControl.freshFor(response.headers().values("Cache-Control")));
    }

    private static String reason(HttpFailure e) {
        if (e.fault() == TransportFault.TOO_LARGE) {
            return "The JWK Set URL answered more than " + MOST_BYTES + " bytes.";
        }
        String reason = switch (e.fault()) {
            case HOST_UNKNOWN -> "there is no such host";
            case TIMED_OUT -> "there was no answer within " + PATIENCE.toSeconds() + " seconds";
            case ENCODED, MALFORMED -> e.getMessage();
            default ->
                e.fault().isTls()
                        ? "the TLS certificate is not trusted, or TLS failed otherwise"
                        : "no connection, or one that broke off";
        };
        return "The JWK Set URL could not be fetched: " + reason + ".";
    }

    @Override
    public String toString() {
        return "JwkSetFetch";
    }
}
