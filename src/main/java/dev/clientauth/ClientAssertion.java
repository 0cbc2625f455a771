// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.arguments.Arguments;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;

/**
 * A signed JWT that authenticates a client (RFC 7523 section 2.2): a {@code client_assertion}, or the {@code
 * client_secret} of Sign in with Apple.
 *
 * <p>Anyone who has {@link #value()} can act as the client until {@link #expiresAt()}. {@link #toString()} hides it. Two
 * assertions are equal if their values are.
 */
public final class ClientAssertion {
    private final String value;
    private final JWSAlgorithm algorithm;
    private final @Nullable String keyId;
    private final @Nullable String jwtId;
    private final Instant issuedAt;
    private final Instant expiresAt;

    /**
     * Creates an assertion from a signed JWT.
     *
     * @param value the JWT in compact form
     * @param algorithm the {@code alg} of its header
     * @param keyId the {@code kid} of its header, or null
     * @param jwtId its {@code jti}, or null
     * @param issuedAt its {@code iat}
     * @param expiresAt its {@code exp}
     */
    public ClientAssertion(
            String value,
            JWSAlgorithm algorithm,
            @Nullable String keyId,
            @Nullable String jwtId,
            Instant issuedAt,
            Instant expiresAt) {
        this.value = Arguments.notBlank(value, "value");
        this.algorithm = Arguments.required(algorithm, "algorithm");
        this.keyId = keyId;
        this.jwtId = jwtId;
        this.issuedAt = Arguments.required(issuedAt, "issuedAt");
        this.expiresAt = Arguments.required(expiresAt, "expiresAt");
    }

    /** Returns the JWT in compact form: a secret. */
    public String value() {
        return value;
    }

    /** Returns the algorithm it was signed with. */
    public JWSAlgorithm algorithm() {
        return algorithm;
    }

    /** Returns the {@code kid} of its header. */
    public Optional<String> keyId() {
        return Optional.ofNullable(keyId);
    }

    /** Returns its {@code jti}, if the provider requires one. */
    public Optional<String> jwtId() {
        return Optional.ofNullable(jwtId);
    }

    /**
     * Returns its {@code iat}, backdated by the profile's {@link dev.clientauth.profile.Profile#issuedAtBackdate()}.
     */
    public Instant issuedAt() {
        return issuedAt;
    }

    /** Returns its {@code exp}, from which on the provider refuses it. */
    public Instant expiresAt() {
        return expiresAt;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ClientAssertion assertion && value.equals(assertion.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** Returns everything but the JWT. */
    @Override
    public String toString() {
        return "ClientAssertion[" + algorithm.getName() + ", kid=" + keyId + ", expires " + expiresAt + "]";
    }
}
