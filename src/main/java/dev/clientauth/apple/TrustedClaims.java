// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.apple.IdentityRejectedException.Check;
import dev.clientauth.arguments.Arguments;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the claims of identity tokens and account events, after their signature (RFC 7519 section 4.1).
 *
 * @param issuers the accepted issuers
 * @param audiences the accepted audiences
 * @param clock this machine's clock
 * @param tolerance the maximum difference between the clocks
 */
record TrustedClaims(Set<String> issuers, Set<String> audiences, Clock clock, Duration tolerance) {
    static final String APPLE = "https://appleid.apple.com";
    private static final Duration USUAL_TOLERANCE = Duration.ofSeconds(60);
    private static final Duration MAX_TOLERANCE = Duration.ofMinutes(5);

    TrustedClaims {
        issuers = Set.copyOf(issuers);
        audiences = Set.copyOf(audiences);
        if (audiences.isEmpty() || audiences.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("There is " + (audiences.isEmpty() ? "no audience" : "an empty audience")
                    + "; expected your bundle ids and Services IDs. Without them, a token for any other app"
                    + " would be accepted.");
        }
        if (issuers.isEmpty()) {
            throw new IllegalArgumentException("There is no issuer; expected " + APPLE + ". Do not set issuers(…).");
        }
        if (tolerance.isNegative() || tolerance.compareTo(MAX_TOLERANCE) > 0) {
            throw new IllegalArgumentException("The tolerance is " + tolerance + "; expected 0 to " + MAX_TOLERANCE
                    + ". Correct this machine's clock instead.");
        }
    }

    /** Apple's claims for these clients. */
    static TrustedClaims of(Set<String> audiences) {
        return new TrustedClaims(
                Set.of(APPLE), Arguments.withoutNulls(audiences, "audiences"), Clock.systemUTC(), USUAL_TOLERANCE);
    }

    TrustedClaims withIssuers(Set<String> others) {
        return new TrustedClaims(Arguments.withoutNulls(others, "issuers"), audiences, clock, tolerance);
    }

    TrustedClaims withClock(Clock other) {
        return new TrustedClaims(issuers, audiences, Arguments.required(other, "clock"), tolerance);
    }

    TrustedClaims withTolerance(Duration other) {
        return new TrustedClaims(issuers, audiences, clock, Arguments.notNegative(other, "tolerance"));
    }

    /** Checks issuer and audience, and returns the audience. */
    String audience(Map<String, Object> claims) {
        if (!(claims.get("iss") instanceof String issuer) || !issuers.contains(issuer)) {
            throw new IdentityRejectedException(
                    Check.ISSUER,
                    RedactedText.value(claims.get("iss")),
                    list(issuers),
                    "If Apple has announced another issuer, add it with issuers(…).");
        }
        Object found = claims.get("aud");
        Object only = found instanceof List<?> several && several.size() == 1 ? several.get(0) : found;
        if (!(only instanceof String audience) || !audiences.contains(audience)) {
            throw new IdentityRejectedException(
                    Check.AUDIENCE,
                    RedactedText.value(found),
                    list(audiences),
                    "A token from a native app contains its bundle id, one from the web the Services ID. If"
                            + " it is yours, add it to the audiences.");
        }
        return audience;
    }

    /** Checks and returns {@code iat}. */
    Instant issuedAt(Map<String, Object> claims) {
        Instant issuedAt = instant(claims, "iat")
                .orElseThrow(() -> new IdentityRejectedException(
                        Check.ISSUED_AT,
                        RedactedText.value(claims.get("iat")),
                        "whole seconds since 1970",
                        "Apple sends it in every token."));
        Instant now = clock.instant();
        if (issuedAt.isAfter(now.plus(tolerance))) {
            throw new IdentityRejectedException(
                    Check.ISSUED_AT,
                    issuedAt.toString(),
                    "no later than " + now + " and " + tolerance.toSeconds() + " s",
                    "Correct this machine's clock.");
        }
        return issuedAt;
    }

    /** Checks that an expiry is in the future. */
    void checkExpiry(Instant expiresAt) {
        Instant now = clock.instant();
        if (!expiresAt.plus(tolerance).isAfter(now)) {
            throw new IdentityRejectedException(
                    Check.EXPIRY,
                    expiresAt.toString(),
                    "later than " + now + " minus " + tolerance.toSeconds() + " s",
                    "It is too old. Let the user sign in again, or correct this machine's clock.");
        }
    }

    /**
     * Returns the {@code exp} claim, if present.
     *
     * @throws IdentityRejectedException if it is present but not a time; the token must not be treated like one without it
     */
    static Optional<Instant> expiry(Map<String, Object> claims) {
        return time(claims, "exp", Check.EXPIRY);
    }

    /**
     * Checks {@code nbf}, if present (RFC 7519 section 4.1.5). Apple's tokens do not contain it at present.
     *
     * @throws IdentityRejectedException if it is in the future, or not a time
     */
    void checkNotBefore(Map<String, Object> claims) {
        Instant now = clock.instant();
        time(claims, "nbf", Check.NOT_BEFORE)
                .filter(notBefore -> notBefore.isAfter(now.plus(tolerance)))
                .ifPresent(notBefore -> {
                    throw new IdentityRejectedException(
                            Check.NOT_BEFORE,
                            notBefore.toString(),
                            "no later than " + now + " and " + tolerance.toSeconds() + " s",
                            "It is not valid yet. Check this machine's clock.");
                });
    }

    private static Optional<Instant> time(Map<String, Object> claims, String name, Check check) {
        Optional<Instant> time = instant(claims, name);
        if (time.isEmpty() && claims.containsKey(name)) {
            throw new IdentityRejectedException(
                    check,
                    RedactedText.value(claims.get(name)),
                    "whole seconds since 1970",
                    "Apple sends times as integers.");
        }
        return time;
    }

    /** Returns a time in whole seconds; empty if absent. */
    static Optional<Instant> instant(Map<String, Object> claims, String name) {
        Object value = claims.get(name);
        return (value instanceof Integer || value instanceof Long) && isTime(((Number) value).longValue())
                ? Optional.of(Instant.ofEpochSecond(((Number) value).longValue()))
                : Optional.empty();
    }

    /** Up to the year 5138: a larger value is in milliseconds or invalid. */
    private static boolean isTime(long seconds) {
        return seconds >= 0 && seconds < 100_000_000_000L;
    }

    /**
     * Returns a boolean as Apple sends it: true, or "true" in tokens from before February 2024. Anything else is false.
     */
    static boolean isTrue(@Nullable Object value) {
        return Boolean.TRUE.equals(value) || (value instanceof String text && text.equalsIgnoreCase("true"));
    }

    private static String list(Set<String> values) {
        return values.size() == 1
                ? RedactedText.value(values.iterator().next())
                : "one of " + values.stream().sorted().toList();
    }
}
