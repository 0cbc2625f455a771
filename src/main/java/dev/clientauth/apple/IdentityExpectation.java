package dev.clientauth.apple;

import dev.clientauth.arguments.Arguments;
import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * The expected values of an identity token. Immutable: each {@code with} method returns a changed copy. {@link #toString()}
 * hides all values.
 */
public final class IdentityExpectation {
    /** How the {@code nonce} is checked. */
    enum NonceRule {
        SAME,
        NONE,
        ANY
    }

    private final NonceRule nonceRule;
    private final @Nullable String nonce;
    private final @Nullable String code;
    private final @Nullable String accessToken;
    private final @Nullable String subject;
    private final @Nullable String audience;

    private IdentityExpectation(
            NonceRule nonceRule,
            @Nullable String nonce,
            @Nullable String code,
            @Nullable String accessToken,
            @Nullable String subject,
            @Nullable String audience) {
        this.nonceRule = nonceRule;
        this.nonce = nonce;
        this.code = code;
        this.accessToken = accessToken;
        this.subject = subject;
        this.audience = audience;
    }

    /**
     * Expects this nonce, exactly as it was sent to Apple: if an app sends the SHA-256 of its nonce, the token contains that
     * hash.
     *
     * <p>A token without a nonce is accepted only if it says that the platform does not support one ({@code nonce_supported}
     * is false).
     */
    public static IdentityExpectation nonce(String nonce) {
        if (Arguments.required(nonce, "nonce").isBlank()) {
            throw new IllegalArgumentException("nonce must not be blank; use the one that was sent to Apple. If none"
                    + " was sent, use withoutNonce().");
        }
        return new IdentityExpectation(NonceRule.SAME, nonce, null, null, null, null);
    }

    /** Expects no nonce, because the request had none: a token with a nonce belongs to another request. */
    public static IdentityExpectation withoutNonce() {
        return new IdentityExpectation(NonceRule.NONE, null, null, null, null, null);
    }

    /**
     * Expects a token from Apple's response to a refresh token, with any nonce (OpenID Connect Core section 12.2). Not for
     * tokens from a browser or an app, which could be replayed.
     *
     * @param subject the user whose refresh token was sent
     */
    public static IdentityExpectation afterRefresh(String subject) {
        return new IdentityExpectation(NonceRule.ANY, null, null, null, Arguments.notBlank(subject, "subject"), null);
    }

    /** Expects a {@code c_hash}, if present, of this authorization code. */
    public IdentityExpectation withCode(String authorizationCode) {
        return new IdentityExpectation(
                nonceRule,
                nonce,
                Arguments.notBlank(authorizationCode, "authorizationCode"),
                accessToken,
                subject,
                audience);
    }

    /** Expects an {@code at_hash}, if present, of this access token. */
    public IdentityExpectation withAccessToken(String value) {
        return new IdentityExpectation(nonceRule, nonce, code, Arguments.notBlank(value, "value"), subject, audience);
    }

    /** Expects this {@code sub}. */
    public IdentityExpectation withSubject(String person) {
        return new IdentityExpectation(
                nonceRule, nonce, code, accessToken, Arguments.notBlank(person, "person"), audience);
    }

    /** Expects this audience, which must be one of the verifier's. */
    public IdentityExpectation withAudience(String clientId) {
        return new IdentityExpectation(
                nonceRule, nonce, code, accessToken, subject, Arguments.notBlank(clientId, "clientId"));
    }

    NonceRule nonceRule() {
        return nonceRule;
    }

    Optional<String> nonce() {
        return Optional.ofNullable(nonce);
    }

    Optional<String> code() {
        return Optional.ofNullable(code);
    }

    Optional<String> accessToken() {
        return Optional.ofNullable(accessToken);
    }

    Optional<String> subject() {
        return Optional.ofNullable(subject);
    }

    Optional<String> audience() {
        return Optional.ofNullable(audience);
    }

    @Override
    public String toString() {
        return "IdentityExpectation[not shown]";
    }
}
