package dev.clientauth.assertion;

import com.nimbusds.jose.JWSAlgorithm;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;

/**
 * A signed JWT that proves who a client is (RFC 7523 section 2.2): a {@code client_assertion}, or the {@code
 * client_secret} of Sign in with Apple.
 *
 * <p>Whoever holds {@link #value()} can act as the client until {@link #expiresAt()}. {@link #toString()} hides it.
 */
public final class ClientAssertion {
    private final String value;
    private final JWSAlgorithm algorithm;
    private final @Nullable String keyId;
    private final @Nullable String jwtId;
    private final Instant issuedAt;
    private final Instant expiresAt;

    /**
     * An assertion that has been signed.
     *
     * @param value the JWT in compact form
     * @param algorithm the {@code alg} of its header
     * @param keyId the {@code kid} of its header
     * @param jwtId its {@code jti}
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
        this.value = value;
        this.algorithm = algorithm;
        this.keyId = keyId;
        this.jwtId = jwtId;
        this.issuedAt = issuedAt;
        this.expiresAt = expiresAt;
    }

    /** The JWT in compact form: a secret. */
    public String value() {
        return value;
    }

    /** The algorithm that signed it. */
    public JWSAlgorithm algorithm() {
        return algorithm;
    }

    /** The {@code kid} of its header. */
    public Optional<String> keyId() {
        return Optional.ofNullable(keyId);
    }

    /** Its {@code jti}, where the provider wants one. */
    public Optional<String> jwtId() {
        return Optional.ofNullable(jwtId);
    }

    /** Its {@code iat}, put back a few seconds as the profile says. */
    public Instant issuedAt() {
        return issuedAt;
    }

    /** Its {@code exp}: from then on the provider refuses it. */
    public Instant expiresAt() {
        return expiresAt;
    }

    /** All but the JWT. */
    @Override
    public String toString() {
        return "ClientAssertion[" + algorithm.getName() + ", kid=" + keyId + ", expires " + expiresAt + "]";
    }
}
