// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.clientauth.key.format.PublishedJwks;
import org.jspecify.annotations.Nullable;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static dev.clientauth.arguments.Arguments.notBlank;
import static dev.clientauth.arguments.Arguments.notNegative;
import static dev.clientauth.arguments.Arguments.positive;
import static dev.clientauth.arguments.Arguments.required;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The JWK Set that a client publishes at the URL it registered with a provider (RFC 7517 section 5).
 *
 * <p>Each key has {@code kty}, {@code kid} and its public values, as SMART requires; {@code use} is always {@code sig}, and
 * {@code alg} is present if the key supports only one algorithm: EC and Ed25519 keys, and RSA keys after {@link
 * SigningKey#withAlgorithm}. The set never contains a private member. Serve it with {@link #respond} or {@link
 * PublicKeySetHandler}, or as a static file: {@code jwks.json} in the directory of a {@linkplain
 * dev.clientauth.key.ring.KeyRing key ring}.
 */
public final class PublicKeySet {
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final int METHOD_NOT_ALLOWED = 405;

    private final Map<String, JWK> keys;

    private PublicKeySet(Collection<JWK> jwks) {
        Map<String, JWK> byKeyId = new LinkedHashMap<>();
        for (JWK jwk : jwks) {
            String keyId = jwk.getKeyID();
            if (keyId == null) {
                throw new KeyFormatException(
                        "a key without a key id",
                        PublishedJwks.EXPECTED,
                        "Give each key a key id: the provider selects the key by the kid header.");
            }
            if (byKeyId.put(keyId, jwk) != null) {
                throw new KeyFormatException(
                        "two keys with the key id " + keyId, PublishedJwks.EXPECTED, "Give each key its own id.");
            }
        }
        this.keys = byKeyId;
    }

    /**
     * Returns the set of the public halves of the keys, in the given order.
     *
     * @throws KeyFormatException if a key has no key id, or two have the same
     */
    public static PublicKeySet of(SigningKey... keys) {
        return of(Arrays.asList(required(keys, "keys")));
    }

    /**
     * Returns the set of the public halves of the keys, in the given order.
     *
     * @throws KeyFormatException if a key has no key id, or two have the same
     */
    public static PublicKeySet of(Collection<SigningKey> keys) {
        return new PublicKeySet(required(keys, "keys").stream()
                .map(key -> required(key, "keys").publicJwk())
                .toList());
    }

    /**
     * Reads a published set; keys of another type or for another use are left out (RFC 7517 section 5).
     *
     * @throws KeyFormatException if the text is not a JWK Set, contains a private or symmetric key, an EC, Ed25519 or RSA key
     *     that is weak or of an unsupported size, or violates the rules of {@link #of(Collection)}
     */
    public static PublicKeySet parse(String json) {
        required(json, "json");
        return new PublicKeySet(KeyFormatException.checked(() -> PublishedJwks.read(json)));
    }

    /** Returns the set as JSON, ready to be served. */
    public String toJson() {
        return toJwkSet().toString(true);
    }

    /** Returns a strong {@code ETag} of {@link #toJson()}, in quotes (RFC 9110 section 8.8.3). */
    public String etag() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(toJson().getBytes(UTF_8));
            return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime.", e);
        }
    }

    /**
     * Returns the response of an HTTP server to a request for the set: 200 with the set, 304 if the client already has it (RFC
     * 9110 section 13.1.2), or 405. No authentication is needed. Any web framework can send the response; {@link
     * PublicKeySetHandler} does so with the JDK's server.
     *
     * @param method the method of the request
     * @param ifNoneMatch the request's {@code If-None-Match} header, its values joined by commas; null if there is none
     * @param maxAge how long providers may cache the set; let a new key sign only after that time. Zero forbids caching
     */
    public Response respond(String method, @Nullable String ifNoneMatch, Duration maxAge) {
        notBlank(method, "method");
        boolean isCacheable = !notNegative(maxAge, "maxAge").isZero();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return new Response(METHOD_NOT_ALLOWED, Map.of("Allow", "GET, HEAD"), "");
        }
        String etag = etag();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ETag", etag);
        headers.put("Cache-Control", isCacheable ? "public, max-age=" + maxAge.toSeconds() : "no-store");
        if (ifNoneMatch != null && isMatch(ifNoneMatch, etag)) {
            return new Response(NOT_MODIFIED, headers, "");
        }
        String body = toJson();
        headers.put("Content-Type", "application/json");
        headers.put("Content-Length", String.valueOf(body.getBytes(UTF_8).length));
        return new Response(OK, headers, method.equals("HEAD") ? "" : body);
    }

    private static boolean isMatch(String ifNoneMatch, String etag) {
        return Arrays.stream(ifNoneMatch.split(","))
                .map(value -> value.strip().replaceFirst("^W/", ""))
                .anyMatch(value -> value.equals(etag) || value.equals("*"));
    }

    /**
     * An HTTP response.
     *
     * @param status the status
     * @param headers the headers, each with one value
     * @param body the body in UTF-8; empty if there is none
     */
    public record Response(int status, Map<String, String> headers, String body) {
        public Response {
            positive(status, "status");
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(required(headers, "headers")));
            required(body, "body");
        }
    }

    /** Returns the set as a Nimbus object, with public keys only. */
    public JWKSet toJwkSet() {
        return new JWKSet(List.copyOf(keys.values()));
    }

    /** Returns the key with this key id, if the set has one. */
    public Optional<JWK> find(String keyId) {
        return Optional.ofNullable(keys.get(notBlank(keyId, "keyId")));
    }

    /** Returns the set as JSON: all of it is public. */
    @Override
    public String toString() {
        return toJson();
    }
}
