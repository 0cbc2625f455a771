// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.apple.IdentityRejectedException.Check;
import dev.clientauth.arguments.Arguments;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Verifies identity tokens (Apple, "Verifying a user"; OpenID Connect Core section 3.1.3.7): RS256 with one of Apple's keys,
 * issuer, audience, times, nonce, and the hashes of code and access token if present.
 *
 * <p>By default, the only accepted issuer is {@code https://appleid.apple.com}, whatever the discovery document says.
 * Clocks may differ by 60 seconds. Thread-safe.
 */
public final class IdentityTokenVerifier {
    private final AppleKeys keys;
    private final TrustedClaims trusted;

    private IdentityTokenVerifier(AppleKeys keys, TrustedClaims trusted) {
        this.keys = keys;
        this.trusted = trusted;
    }

    /**
     * Creates a verifier of tokens for these clients.
     *
     * @param keys Apple's keys
     * @param audiences your bundle ids and Services IDs
     * @throws IllegalArgumentException if the audiences are empty
     */
    public static IdentityTokenVerifier of(AppleKeys keys, Set<String> audiences) {
        return new IdentityTokenVerifier(Arguments.required(keys, "keys"), TrustedClaims.of(audiences));
    }

    /** Returns a copy that accepts these issuers instead. */
    public IdentityTokenVerifier withIssuers(Set<String> issuers) {
        return new IdentityTokenVerifier(keys, trusted.withIssuers(issuers));
    }

    /** Returns a copy that uses another clock. */
    public IdentityTokenVerifier withClock(Clock clock) {
        return new IdentityTokenVerifier(keys, trusted.withClock(clock));
    }

    /**
     * Returns a copy that tolerates this difference between Apple's clock and this machine's.
     *
     * @throws IllegalArgumentException if the tolerance is negative or more than five minutes
     */
    public IdentityTokenVerifier withTolerance(Duration tolerance) {
        return new IdentityTokenVerifier(keys, trusted.withTolerance(tolerance));
    }

    /**
     * Verifies a token.
     *
     * @param identityToken the token as received
     * @param expected the expected values
     * @throws IdentityRejectedException if the token is invalid
     * @throws dev.clientauth.token.TokenTransportException if Apple's keys are not available
     */
    public IdentityToken verify(String identityToken, Expectation expected) {
        Arguments.required(expected, "expected");
        Map<String, Object> claims = new AppleJws(keys).claims(Arguments.required(identityToken, "identityToken"));
        String audience = trusted.audience(claims);
        if (!expected.audience().orElse(audience).equals(audience)) {
            throw new IdentityRejectedException(
                    Check.AUDIENCE,
                    RedactedText.value(audience),
                    RedactedText.value(expected.audience().orElseThrow()),
                    "It was issued to another of your clients.");
        }
        Instant expiresAt = TrustedClaims.instant(claims, "exp")
                .orElseThrow(() -> new IdentityRejectedException(
                        Check.EXPIRY,
                        RedactedText.value(claims.get("exp")),
                        "whole seconds since 1970",
                        "Apple sends it in every identity token."));
        trusted.checkExpiry(expiresAt);
        trusted.checkNotBefore(claims);
        Instant issuedAt = trusted.issuedAt(claims);
        if (claims.containsKey("events")) {
            throw new IdentityRejectedException(
                    Check.KIND, "an account event", "an identity token", "Pass it to AccountEventVerifier.");
        }
        String subject = subject(claims, expected);
        checkNonce(claims, expected);
        checkHash(claims.get("c_hash"), expected.code(), Check.CODE_HASH, "the authorization code");
        checkHash(claims.get("at_hash"), expected.accessToken(), Check.ACCESS_TOKEN_HASH, "the access token");
        return new IdentityToken(audience, subject, issuedAt, expiresAt, claims);
    }

    private static String subject(Map<String, Object> claims, Expectation expected) {
        if (!(claims.get("sub") instanceof String subject) || subject.isEmpty()) {
            throw new IdentityRejectedException(Check.SUBJECT, "no sub", "the user", "Apple sends it in every token.");
        }
        if (!expected.subject().orElse(subject).equals(subject)) {
            throw new IdentityRejectedException(
                    Check.SUBJECT,
                    "another user",
                    "the user who is signing in",
                    "The tokens of two users were mixed up.");
        }
        return subject;
    }

    private static void checkNonce(Map<String, Object> claims, Expectation expected) {
        Object nonce = claims.get("nonce");
        String problem = switch (expected.nonceRule()) {
            case ANY -> null;
            case NONE -> nonce == null ? null : "a nonce, although none was sent";
            case SAME ->
                nonce == null
                        ? isNonceImpossible(claims) ? null : "no nonce, although the platform supports it"
                        : nonce instanceof String text
                                        && isEqual(text, expected.nonce().orElse(""))
                                ? null
                                : "another nonce";
        };
        if (problem != null) {
            throw new IdentityRejectedException(
                    Check.NONCE,
                    problem,
                    expected.nonce().isPresent() ? "the nonce of this sign-in" : "no nonce",
                    "The token belongs to another sign-in. If an app sends the SHA-256 of its nonce, the"
                            + " token contains that hash.");
        }
    }

    private static boolean isNonceImpossible(Map<String, Object> claims) {
        Object supported = claims.get("nonce_supported");
        return Boolean.FALSE.equals(supported) || "false".equals(supported);
    }

    private static void checkHash(@Nullable Object claim, Optional<String> value, Check check, String what) {
        if (claim == null || value.isEmpty()) {
            return;
        }
        if (!(claim instanceof String hash) || !isEqual(hash, halfHash(value.get()))) {
            throw new IdentityRejectedException(
                    check,
                    "another hash",
                    "the hash of " + what + " returned with it",
                    "The two do not belong together; one of them was replaced.");
        }
    }

    /** Returns the left half of the SHA-256 in base64url (OpenID Connect Core section 3.1.3.6). */
    private static String halfHash(String value) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(value.getBytes(US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, hash.length / 2));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime.", e);
        }
    }

    private static boolean isEqual(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "IdentityTokenVerifier" + trusted.audiences();
    }

    /**
     * The expected values of an identity token. Immutable: each {@code with} method returns a changed copy. {@link #toString()}
     * hides all values.
     */
    public static final class Expectation {
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

        private Expectation(
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
        public static Expectation nonce(String nonce) {
            if (Arguments.required(nonce, "nonce").isBlank()) {
                throw new IllegalArgumentException(
                        "nonce must not be blank; use the one that was sent to Apple. If none"
                                + " was sent, use withoutNonce().");
            }
            return new Expectation(NonceRule.SAME, nonce, null, null, null, null);
        }

        /** Expects no nonce, because the request had none: a token with a nonce belongs to another request. */
        public static Expectation withoutNonce() {
            return new Expectation(NonceRule.NONE, null, null, null, null, null);
        }

        /**
         * Expects a token from Apple's response to a refresh token, with any nonce (OpenID Connect Core section 12.2).
         * Do not use it for tokens from a browser or an app, which could be replayed.
         *
         * @param subject the user whose refresh token was sent
         */
        public static Expectation afterRefresh(String subject) {
            return new Expectation(NonceRule.ANY, null, null, null, Arguments.notBlank(subject, "subject"), null);
        }

        /** Expects {@code c_hash}, if present, to be the hash of this authorization code. */
        public Expectation withCode(String authorizationCode) {
            return new Expectation(
                    nonceRule,
                    nonce,
                    Arguments.notBlank(authorizationCode, "authorizationCode"),
                    accessToken,
                    subject,
                    audience);
        }

        /** Expects {@code at_hash}, if present, to be the hash of this access token. */
        public Expectation withAccessToken(String value) {
            return new Expectation(nonceRule, nonce, code, Arguments.notBlank(value, "value"), subject, audience);
        }

        /** Expects this {@code sub}. */
        public Expectation withSubject(String person) {
            return new Expectation(nonceRule, nonce, code, accessToken, Arguments.notBlank(person, "person"), audience);
        }

        /** Expects this audience, which must also be one of the verifier's. */
        public Expectation withAudience(String clientId) {
            return new Expectation(
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
            return "Expectation[not shown]";
        }
    }
}
