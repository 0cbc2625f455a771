package dev.clientauth.key;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.clientauth.key.format.PublishedJwks;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static dev.clientauth.arguments.Arguments.notBlank;
import static dev.clientauth.arguments.Arguments.required;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The JWK Set that a client publishes at the URL it registered with a provider (RFC 7517 section 5).
 *
 * <p>SMART requires that each key have {@code kty}, {@code kid} and its public values; {@code use} is always {@code sig}, and
 * {@code alg} is present for keys that have only one: EC and Ed25519 keys, and RSA keys after {@link SigningKey#withAlgorithm}. It
 * never has a private member. {@link PublicKeySetHandler} serves it; {@code jwks.json} in the directory of a
 * {@linkplain dev.clientauth.key.ring.KeyRing key ring} is the same as a static file.
 */
public final class PublicKeySet {

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
     * @throws KeyFormatException if it is not a JWK Set, contains a private or symmetric key, or an EC, Ed25519 or RSA key of an
     *     unsupported size or a weak one, or violates the rules of {@link #of(Collection)}
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
