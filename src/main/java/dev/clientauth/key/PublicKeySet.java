package dev.clientauth.key;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import org.jspecify.annotations.Nullable;

import java.text.ParseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import static dev.clientauth.key.KeyArguments.required;
import static dev.clientauth.key.KeyArguments.text;

/**
 * The JWK Set that a client publishes at the URL it registered with a provider (RFC 7517 section 5).
 *
 * <p>SMART asks that each key have {@code kty}, {@code kid} and its bare values; {@code use} is always {@code sig}, and
 * {@code alg} is there for keys that have just one: EC keys, and RSA keys after {@link SigningKey#withAlgorithm}. No
 * private member can be in it. Serve it as {@code application/json} with a {@code Cache-Control} header.
 */
public final class PublicKeySet {

    private static final String EXPECTED = "a JWK Set, {\"keys\":[...]}, of public keys with a key id each,";
    private static final List<String> PRIVATE_MEMBERS = List.of("d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv");

    private final Map<String, JWK> keys;

    private PublicKeySet(Collection<JWK> jwks) {
        Map<String, JWK> byKeyId = new LinkedHashMap<>();
        for (JWK jwk : jwks) {
            String keyId = jwk.getKeyID();
            if (keyId == null) {
                throw new KeyFormatException(
                        "a key without a key id", EXPECTED, "Name each key: the provider picks it by the kid header.");
            }
            if (byKeyId.put(keyId, jwk) != null) {
                throw new KeyFormatException(
                        "two keys with the key id " + keyId, EXPECTED, "Give each key an id of its own.");
            }
        }
        this.keys = byKeyId;
    }

    /**
     * The public halves of the keys, in their order.
     *
     * @throws KeyFormatException if a key has no key id, or two have the same
     */
    public static PublicKeySet of(SigningKey... keys) {
        return of(Arrays.asList(required(keys, "keys")));
    }

    /**
     * The public halves of the keys, in their order.
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
     * @throws KeyFormatException if it is not a JWK Set, holds a private or symmetric key, or an EC or RSA key that is out of
     *     bounds or weak, or breaks the rules of {@link #of(Collection)}
     */
    public static PublicKeySet parse(String json) {
        if (required(json, "json").length() > KeyLimits.MAX_INPUT) {
            throw KeyFile.tooLarge();
        }
        Map<String, Object> document;
        try {
            document = JSONObjectUtils.parse(json);
        } catch (ParseException e) {
            // Not passed on as the cause: a parser's message may quote the text, and the text may hold a key.
            throw unreadable();
        }
        if (document == null) {
            throw unreadable(); // JSON's null
        }
        if (!(document.get("keys") instanceof List<?> members)) {
            refusePrivate(document);
            throw unreadable();
        }
        members.forEach(PublicKeySet::refusePrivate);
        return new PublicKeySet(members.stream()
                .map(member -> JwkMembers.of((Map<?, ?>) Objects.requireNonNull(member)))
                .filter(JwkForm::isForSigning)
                .map(member -> JwkForm.publicHalf(member).jwk())
                .toList());
    }

    private static void refusePrivate(@Nullable Object key) {
        if (!(key instanceof Map<?, ?> jwk)) {
            throw unreadable();
        }
        for (String member : PRIVATE_MEMBERS) {
            if (jwk.containsKey(member)) {
                throw new KeyFormatException(
                        "a private key (member \"" + member + "\") in a set meant to be published",
                        EXPECTED,
                        "If it was published, treat the key as stolen: replace it now. Publish PublicKeySet.of(key).");
            }
        }
    }

    private static KeyFormatException unreadable() {
        return new KeyFormatException(
                "a text that is not a JWK Set", EXPECTED, "Publish exactly what toJson() returns, and pass that.");
    }

    /** The set as JSON, ready to be served. */
    public String toJson() {
        return toJwkSet().toString(true);
    }

    /** The set as Nimbus has it, public keys only. */
    public JWKSet toJwkSet() {
        return new JWKSet(List.copyOf(keys.values()));
    }

    /** The key with this key id, if the set has it. */
    public Optional<JWK> find(String keyId) {
        return Optional.ofNullable(keys.get(text(keyId, "keyId")));
    }

    /** The set as JSON: all of it is public. */
    @Override
    public String toString() {
        return toJson();
    }
}
