// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.inspect;

import com.nimbusds.jose.jwk.JWK;
import dev.clientauth.key.KeyFormatException;
import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * One key of an input: usable, or rejected with the reason.
 *
 * <p>A rejected key in a JWK Set does not affect the others (RFC 7517 section 5), but its publisher
 * should know about it.
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

    /** Returns the key, if it is usable. */
    public Optional<VerificationKey> key() {
        return Optional.ofNullable(key);
    }

    /** Returns why it is not usable, if it is not. */
    public Optional<KeyFormatException> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** Returns the key id, if there is one. */
    public Optional<String> keyId() {
        return key != null ? key.keyId() : Optional.ofNullable(keyId);
    }

    /**
     * Returns the public half as a JWK with its {@code kid}; also that of a key which cannot verify assertions but may be in
     * the same JWK Set, such as one for encryption. Empty if it has no readable public half.
     */
    public Optional<JWK> publicJwk() {
        return key != null ? Optional.of(key.jwk()) : Optional.ofNullable(publicJwk);
    }

    /** Returns the key, or why there is none. */
    @Override
    public String toString() {
        return "InspectedKey[" + (key != null ? key : refusal == null ? "" : refusal.found()) + "]";
    }
}
