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
 * Verifies identity tokens (Apple, "Verifying a user"; OpenID Connect Core section 3.1.3.7): RS256 by one of Apple's keys,
 * issuer, audience, times, nonce, and the hashes of code and access token where they are there.
 *
 * <p>The issuer is {@code https://appleid.apple.com}, whatever discovery says. Clocks may be 60 seconds apart. Thread-safe.
 */
public final class IdentityTokenVerifier {
    private final AppleKeys keys;
    private final TrustedClaims trusted;

    private IdentityTokenVerifier(AppleKeys keys, TrustedClaims trusted) {
        this.keys = keys;
        this.trusted = trusted;
    }

    /**
     * A verifier of tokens for these clients.
     *
     * @param keys Apple's keys
     * @param audiences your bundle ids and Services IDs
     * @throws IllegalArgumentException if there is no audience
     */
    public static IdentityTokenVerifier of(AppleKeys keys, Set<String> audiences) {
        return new IdentityTokenVerifier(
                Arguments.required(keys, "keys"),
                new TrustedClaims(
                        Set.of(TrustedClaims.APPLE),
                        Set.copyOf(Arguments.withoutNulls(audiences, "audiences")),
                        Clock.systemUTC(),
                        TrustedClaims.USUAL_TOLERANCE));
    }

    /** The same, believing these issuers instead. */
    public IdentityTokenVerifier withIssuers(Set<String> issuers) {
        return new IdentityTokenVerifier(
                keys,
                new TrustedClaims(
                        Set.copyOf(Arguments.withoutNulls(issuers, "issuers")),
                        trusted.audiences(),
                        trusted.clock(),
                        trusted.tolerance()));
    }

    /** The same, by another clock. */
    public IdentityTokenVerifier withClock(Clock clock) {
        return new IdentityTokenVerifier(
                keys,
                new TrustedClaims(
                        trusted.issuers(),
                        trusted.audiences(),
                        Arguments.required(clock, "clock"),
                        trusted.tolerance()));
    }

    /**
     * The same, for clocks that may be this far apart.
     *
     * @throws IllegalArgumentException if it is negative or more than five minutes
     */
    public IdentityTokenVerifier withTolerance(Duration tolerance) {
        return new IdentityTokenVerifier(
                keys,
                new TrustedClaims(
                        trusted.issuers(),
                        trusted.audiences(),
                        trusted.clock(),
                        Arguments.notNegative(tolerance, "tolerance")));
    }

    /**
     * Verifies a token.
     *
     * @param identityToken the token as it came
     * @param expected what belongs to the sign-in
     * @throws IdentityRejectedException if it is not to be believed
     * @throws dev.clientauth.token.TokenTransportException if Apple's keys are not to be had, so that nobody can tell
     */
    public IdentityToken verify(String identityToken, IdentityExpectation expected) {
        Arguments.required(expected, "expected");
        Map<String, Object> claims = new AppleJws(keys).claims(Arguments.required(identityToken, "identityToken"));
        String audience = trusted.audience(claims);
        if (!expected.audience().orElse(audience).equals(audience)) {
            throw new IdentityRejectedException(
                    Check.AUDIENCE,
                    RedactedText.value(audience),
                    RedactedText.value(expected.audience().orElseThrow()),
                    "It is for another of your clients than the one that signs in.");
        }
        Instant expiresAt = TrustedClaims.instant(claims, "exp")
                .orElseThrow(() -> new IdentityRejectedException(
                        Check.EXPIRY,
                        RedactedText.value(claims.get("exp")),
                        "whole seconds since 1970",
                        "Apple states it in every identity token."));
        trusted.checkExpiry(expiresAt);
        trusted.checkNotBefore(claims);
        Instant issuedAt = trusted.issuedAt(claims);
        if (claims.containsKey("events")) {
            throw new IdentityRejectedException(
                    Check.KIND, "an account event", "an identity token", "Hand it to AccountEventVerifier.");
        }
        String subject = subject(claims, expected);
        checkNonce(claims, expected);
        checkHash(claims.get("c_hash"), expected.code(), Check.CODE_HASH, "the authorization code");
        checkHash(claims.get("at_hash"), expected.accessToken(), Check.ACCESS_TOKEN_HASH, "the access token");
        return new IdentityToken(audience, subject, issuedAt, expiresAt, claims);
    }

    private static String subject(Map<String, Object> claims, IdentityExpectation expected) {
        if (!(claims.get("sub") instanceof String subject) || subject.isEmpty()) {
            throw new IdentityRejectedException(
                    Check.SUBJECT, "no sub", "the person it is about", "Apple states it in every token.");
        }
        if (!expected.subject().orElse(subject).equals(subject)) {
            throw new IdentityRejectedException(
                    Check.SUBJECT,
                    "another person",
                    "the person who is signing in",
                    "Two people's tokens were mixed up.");
        }
        return subject;
    }

    private static void checkNonce(Map<String, Object> claims, IdentityExpectation expected) {
        Object nonce = claims.get("nonce");
        String problem = switch (expected.nonceRule()) {
            case ANY -> null;
            case NONE -> nonce == null ? null : "a nonce, though none was sent";
            case SAME ->
                nonce == null
                        ? isNonceImpossible(claims) ? null : "no nonce, though the platform carries one"
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
                    "The token belongs to another sign-in. An app that sends the SHA-256 of its nonce has that hash in"
                            + " the token.");
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
                    "the hash of something else",
                    "the hash of " + what + " that came with it",
                    "The two do not belong together; one of them was put in place of another.");
        }
    }

    /** The left half of the SHA-256, base64url (OpenID Connect Core section 3.1.3.6). */
    private static String halfHash(String value) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(value.getBytes(US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, hash.length / 2));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }

    private static boolean isEqual(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "IdentityTokenVerifier" + trusted.audiences();
    }
}
