// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.ring;

import com.nimbusds.jose.jwk.JWK;
import dev.clientauth.key.PublicKeySet;
import dev.clientauth.net.HttpDate;
import dev.clientauth.net.HttpFailure;
import dev.clientauth.transport.HttpTransport;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A JWK Set as its public URL returns it.
 *
 * @param keys the public keys
 * @param cacheLifetime how long a cache may return this set or an older one
 * @param time the time by the clock of the publisher; empty without a {@code Date} header
 */
record PublishedSet(PublicKeySet keys, Duration cacheLifetime, Optional<Instant> time) {
    /** How long Epic caches a set without {@code Cache-Control}, which is longer than any documented time. */
    static final Duration MAX_CACHE_LIFETIME = Duration.ofHours(29);

    /** How the message of each failure begins. */
    static final String FAILED = "The JWK Set URL";

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_BYTES = 1 << 17;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String BEGINNING = "(?i)(?:^|[,\\s])";
    private static final String SECONDS = "\\s*=\\s*\"?(\\d{1,9})";
    private static final Pattern MAX_AGE = Pattern.compile(BEGINNING + "max-age" + SECONDS);
    private static final Pattern SHARED = Pattern.compile(BEGINNING + "s-maxage" + SECONDS);
    private static final Pattern STALE = Pattern.compile(BEGINNING + "stale-while-revalidate" + SECONDS);
    private static final Pattern NOT_CACHED = Pattern.compile(BEGINNING + "(?:no-store|no-cache)\\s*(?:,|$)");

    /** Returns the URL if the set can be fetched from it safely. */
    static URI checked(URI url) {
        String host = url.getHost();
        boolean isLoopback = host != null && LOOPBACK.contains(host.toLowerCase(Locale.ROOT));
        boolean isSafe =
                "https".equalsIgnoreCase(url.getScheme()) || ("http".equalsIgnoreCase(url.getScheme()) && isLoopback);
        if (host == null || url.getRawUserInfo() != null || !isSafe) {
            throw new IllegalArgumentException(
                    "url must be https, or http on loopback, with a host and without user information.");
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
            throw new IOException(FAILED + " could not be fetched: " + failure.getMessage() + ".", failure);
        }
        if (response.status() != 200) {
            throw new IOException(FAILED + " returned HTTP " + response.status() + ".");
        }
        try {
            return new PublishedSet(
                    PublicKeySet.parse(new String(response.body(), UTF_8)), cacheLifetime(response), time(response));
        } catch (IllegalArgumentException e) {
            throw new IOException(FAILED + " returned no valid JWK Set. " + e.getMessage(), e);
        }
    }

    /**
     * Returns how long this set or an older one may be returned: by the provider's cache, and by a shared cache before it, of
     * which the provider may reach a different node.
     */
    static Duration cacheLifetime(HttpTransport.Response response) {
        String directives = String.join(",", response.headers("Cache-Control"));
        if (NOT_CACHED.matcher(directives).find()) {
            return Duration.ZERO;
        }
        Optional<Duration> own = longest(MAX_AGE, directives);
        Optional<Duration> shared = longest(SHARED, directives)
                .or(() -> response.header("Age").isPresent()
                        ? own.or(() -> Optional.of(MAX_CACHE_LIFETIME))
                        : Optional.empty());
        return own.orElse(MAX_CACHE_LIFETIME)
                .plus(shared.orElse(Duration.ZERO))
                .plus(longest(STALE, directives).orElse(Duration.ZERO));
    }

    private static Optional<Duration> longest(Pattern directive, String directives) {
        Matcher found = directive.matcher(directives);
        return found.results()
                .map(match -> Duration.ofSeconds(Long.parseLong(match.group(1))))
                .max(Duration::compareTo);
    }

    private static Optional<Instant> time(HttpTransport.Response response) {
        Optional<Duration> age = response.header("Age")
                .filter(text -> text.matches("\\d{1,9}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
        return response.header("Date").flatMap(HttpDate::read).map(date -> date.plus(age.orElse(Duration.ZERO)));
    }

    /** Returns whether the set contains this key, so that a provider would verify its signatures. */
    boolean contains(JWK key) {
        return keys.find(key.getKeyID())
                .filter(jwk -> jwk.getRequiredParams().equals(key.getRequiredParams()))
                .filter(jwk -> jwk.getAlgorithm() == null
                        || key.getAlgorithm() == null
                        || jwk.getAlgorithm().equals(key.getAlgorithm()))
                .isPresent();
    }
}
