package dev.clientauth.apple;

import dev.clientauth.arguments.Arguments;
import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * What belongs to the sign-in that an identity token is handed in for. Immutable: each {@code with} method returns a changed
 * copy. {@link #toString()} hides all of it.
 */
public final class IdentityExpectation {
    /** How the {@code nonce} is judged. */
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
     * A token of a request with this nonce, exactly as it went to Apple: an app that sends the SHA-256 of its nonce has that
     * hash in the token.
     *
     * <p>A token without a nonce is taken only if Apple says in it that the platform could not carry one ({@code
     * nonce_supported} is false).
     */
    public static IdentityExpectation nonce(String nonce) {
        if (Arguments.required(nonce, "nonce").isBlank()) {
            throw new IllegalArgumentException("nonce must not be blank; give the one that was sent to Apple."
                    + " If none was sent, use withoutNonce().");
        }
        return new IdentityExpectation(NonceRule.SAME, nonce, null, null, null, null);
    }

    /** A token of a request that had no nonce: a token with one belongs to another request. */
    public static IdentityExpectation withoutNonce() {
        return new IdentityExpectation(NonceRule.NONE, null, null, null, null, null);
    }

    /**
     * A token that came straight from Apple in answer to a refresh token, whatever its nonce (OpenID Connect Core section
     * 12.2). Not for tokens that came through a browser or an app: anybody could replay one.
     *
     * @param subject the person whose refresh token it was
     */
    public static IdentityExpectation afterRefresh(String subject) {
        return new IdentityExpectation(NonceRule.ANY, null, null, null, Arguments.notBlank(subject, "subject"), null);
    }

    /** With the authorization code that came with the token, to which its {@code c_hash} must belong if it has one. */
    public IdentityExpectation withCode(String authorizationCode) {
        return new IdentityExpectation(
                nonceRule,
                nonce,
                Arguments.notBlank(authorizationCode, "authorizationCode"),
                accessToken,
                subject,
                audience);
    }

    /** With the access token that came with the token, to which its {@code at_hash} must belong if it has one. */
    public IdentityExpectation withAccessToken(String value) {
        return new IdentityExpectation(nonceRule, nonce, code, Arguments.notBlank(value, "value"), subject, audience);
    }

    /** With the {@code sub} that it must have. */
    public IdentityExpectation withSubject(String person) {
        return new IdentityExpectation(
                nonceRule, nonce, code, accessToken, Arguments.notBlank(person, "person"), audience);
    }

    /** With the one of the verifier's audiences that it must be for. */
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
