package dev.clientauth.key.ring;

import dev.clientauth.key.PublicKeySet;
import dev.clientauth.net.HttpFailure;
import dev.clientauth.transport.HttpTransport;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
    static PublishedSet fetch(HttpTransport http, URI url) throws IOException {
        HttpTransport.Response response;
        try {
            response =
                    http.send(HttpTransport.Request.get(url, Map.of("Accept", "application/json"), MAX_BYTES, TIMEOUT));
        } catch (IOException | RuntimeException e) {
            HttpFailure failure = HttpFailure.of(e);
            throw new IOException("The JWK Set URL could not be fetched: " + failure.fault() + ".", failure);
        }
        if (response.status() != 200) {
            throw new IOException("The JWK Set URL returned HTTP " + response.status() + ".");
        }
        try {
            return new PublishedSet(
                    PublicKeySet.parse(new String(response.body(), UTF_8)), maxAge(response.headers("Cache-Control")));
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
}
