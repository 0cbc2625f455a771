package dev.clientauth.key;

import com.nimbusds.jose.jwk.JWK;
import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * One key of an input: usable, or refused with the reason.
 *
 * <p>In a JWK Set one refused key does not keep a reader from the others (RFC 7517 section 5), but whoever publishes the
 * set wants to know of it.
 */
public final class InspectedKey {
    private final @Nullable VerificationKey key;
    private final @Nullable KeyFormatException refusal;
    private final @Nullable String keyId;
    private final @Nullable JWK publicJwk;

    private InspectedKey(
            @Nullable VerificationKey key,
            @Nullable KeyFormatException refusal,
            @Nullable String keyId,
            @Nullable JWK publicJwk) {
        this.key = key;
        this.refusal = refusal;
        this.keyId = keyId;
        this.publicJwk = publicJwk;
    }

    static InspectedKey of(VerificationKey key) {
        return new InspectedKey(key, null, null, null);
    }

    static InspectedKey refused(KeyFormatException refusal, @Nullable String keyId, @Nullable JWK publicJwk) {
        return new InspectedKey(null, refusal, keyId, publicJwk);
    }

    /** The key, if it is usable. */
    public Optional<VerificationKey> key() {
        return Optional.ofNullable(key);
    }

    /** Why it is not usable, if it is not. */
    public Optional<KeyFormatException> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** The key id, if there is one. */
    public Optional<String> keyId() {
        return key != null ? key.keyId() : Optional.ofNullable(keyId);
    }

    /**
     * The public half as a JWK with its {@code kid}; also of a key that cannot verify assertions but may stand in a JWK Set
     * beside those that can, such as one for encryption. Empty if no public half can be told apart.
     */
    public Optional<JWK> publicJwk() {
        return key != null ? Optional.of(key.jwk()) : Optional.ofNullable(publicJwk);
    }

    /** The key, or why there is none. */
    @Override
    public String toString() {
        return "InspectedKey[" + (key != null ? key : refusal == null ? "" : refusal.found()) + "]";
    }
}
