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
 * <p>The issuer is {@code https://appleid.apple.com}, whatever the discovery document says. Clocks may differ by 60 seconds.
 * Thread-safe.
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

    /** Returns a copy that accepts these issuers instead. */
    public IdentityTokenVerifier withIssuers(Set<String> issuers) {
        return new IdentityTokenVerifier(
                keys,
                new TrustedClaims(
                        Set.copyOf(Arguments.withoutNulls(issuers, "issuers")),
                        trusted.audiences(),
                        trusted.clock(),
                        trusted.tolerance()));
    }

    /** Returns a copy that uses another clock. */
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
     * Returns a copy that tolerates this difference between the clocks.
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
     * @param identityToken the token as received
     * @param expected the expected values
     * @throws IdentityRejectedException if the token is invalid
     * @throws dev.clientauth.token.TokenTransportException if Apple's keys are not available
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

    private static String subject(Map<String, Object> claims, IdentityExpectation expected) {
        if (!(claims.get("sub") instanceof String subject) || subject.isEmpty()) {
            throw new IdentityRejectedException(Check.SUBJECT, "no sub", "the user", "Apple sends it in every token.");
        }
        if (!expected.subject().orElse(subject).equals(subject)) {
            throw new IdentityRejectedException(
                    Check.SUBJECT,
                    "another person",
                    "the user who is signing in",
                    "The tokens of two users were mixed up.");
        }
        return subject;
    }

    private static void checkNonce(Map<String, Object> claims, IdentityExpectation expected) {
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
