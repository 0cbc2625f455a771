package dev.clientauth.key.ring;

import dev.clientauth.key.PublicKeySet;
import dev.clientauth.net.BoundedHttpClient;
import dev.clientauth.net.BoundedResponse;
import dev.clientauth.net.HttpFailure;
import okhttp3.OkHttpClient;
import okhttp3.Request;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A JWK Set as its public URL returns it.
 *
 * @param keys the public keys
 * @param maxAge how long it may be cached according to {@code Cache-Control}; empty without a valid one
 */
record PublishedSet(PublicKeySet keys, Optional<Duration> maxAge) {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_BYTES = 1 << 17;
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\.[0-9.]+|\\[::1]");
    private static final Pattern MAX_AGE = Pattern.compile("(?i)(?:^|[,\\s])max-age\\s*=\\s*\"?(\\d{1,9})\"?");
    private static final Pattern NOT_CACHED = Pattern.compile("(?i)(?:^|[,\\s])(?:no-store|no-cache)\\b");

    /** Returns the URL if the set can be fetched from it safely. */
    static URI checked(URI url) {
        boolean isLoopback =
                url.getHost() != null && LOOPBACK.matcher(url.getHost()).matches();
        if (!"https".equalsIgnoreCase(url.getScheme()) && !("http".equalsIgnoreCase(url.getScheme()) && isLoopback)) {
            throw new IllegalArgumentException("url must be https, or http on loopback.");
        }
        return url;
    }

    /**
     * Fetches the set without any credentials, as a provider does.
     *
     * @throws IOException if there is no response, or it is not a JWK Set of public keys
     */
    static PublishedSet fetch(BoundedHttpClient http, URI url) throws IOException {
        Request request = new Request.Builder()
                .url(url.toString())
                .header("Accept", "application/json")
                .build();
        BoundedResponse response;
        try {
            response = BoundedHttpClient.execute(http.newCall(request, MAX_BYTES, TIMEOUT));
        } catch (HttpFailure e) {
            throw new IOException("The JWK Set URL could not be fetched: " + e.fault() + ".", e);
        }
        if (response.status() != 200) {
            throw new IOException("The JWK Set URL returned HTTP " + response.status() + ".");
        }
        try {
            return new PublishedSet(
                    PublicKeySet.parse(new String(response.body(), UTF_8)),
                    maxAge(response.headers().values("Cache-Control")));
        } catch (IllegalArgumentException e) {
            throw new IOException("The JWK Set URL returned no valid JWK Set. " + e.getMessage(), e);
        }
    }

    static Optional<Duration> maxAge(List<String> headers) {
        String joined = String.join(",", headers);
        if (NOT_CACHED.matcher(joined).find()) {
            return Optional.of(Duration.ZERO);
        }
        Matcher age = MAX_AGE.matcher(joined);
        return age.find() ? Optional.of(Duration.ofSeconds(Long.parseLong(age.group(1)))) : Optional.empty();
    }

    static BoundedHttpClient client() {
        return new BoundedHttpClient(new OkHttpClient());
    }
}
