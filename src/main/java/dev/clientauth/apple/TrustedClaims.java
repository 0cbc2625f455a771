package dev.clientauth.apple;

import dev.clientauth.apple.IdentityRejectedException.Check;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The checks that identity tokens and account events share, after the signature (RFC 7519 section 4.1).
 *
 * @param issuers who may have issued it
 * @param audiences whom it may be for
 * @param clock this machine's clock
 * @param tolerance how far the clocks may be apart
 */
record TrustedClaims(Set<String> issuers, Set<String> audiences, Clock clock, Duration tolerance) {
    static final String APPLE = "https://appleid.apple.com";
    static final Duration USUAL_TOLERANCE = Duration.ofSeconds(60);
    private static final Duration MAX_TOLERANCE = Duration.ofMinutes(5);

    TrustedClaims {
        issuers = Set.copyOf(issuers);
        audiences = Set.copyOf(audiences);
        if (audiences.isEmpty() || audiences.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("There is " + (audiences.isEmpty() ? "no audience" : "an empty audience")
                    + "; expected your bundle ids and Services IDs. Without them a token for any other app"
                    + " would sign its person in at yours.");
        }
        if (issuers.isEmpty()) {
            throw new IllegalArgumentException("There is no issuer; expected " + APPLE + ". Leave issuers(…) out.");
        }
        if (tolerance.isNegative() || tolerance.compareTo(MAX_TOLERANCE) > 0) {
            throw new IllegalArgumentException("The tolerance is " + tolerance + "; expected 0 to " + MAX_TOLERANCE
                    + ". Set this machine's clock right instead.");
        }
    }

    /** Checks issuer and audience, and answers with the audience. */
    String audience(Map<String, Object> claims) {
        if (!(claims.get("iss") instanceof String issuer) || !issuers.contains(issuer)) {
            throw new IdentityRejectedException(
                    Check.ISSUER,
                    RedactedText.value(claims.get("iss")),
                    list(issuers),
                    "If Apple announced another issuer, allow it with issuers(…).");
        }
        Object found = claims.get("aud");
        Object only = found instanceof List<?> several && several.size() == 1 ? several.get(0) : found;
        if (!(only instanceof String audience) || !audiences.contains(audience)) {
            throw new IdentityRejectedException(
                    Check.AUDIENCE,
                    RedactedText.value(found),
                    list(audiences),
                    "A token from a native app has its bundle id here, one from the web the Services ID. If it is one"
                            + " of yours, add it to the audiences.");
        }
        return audience;
    }

    /** Checks {@code iat}, and answers with it. */
    Instant issuedAt(Map<String, Object> claims) {
        Instant issuedAt = instant(claims, "iat")
                .orElseThrow(() -> new IdentityRejectedException(
                        Check.ISSUED_AT,
                        RedactedText.value(claims.get("iat")),
                        "whole seconds since 1970",
                        "Apple states it in every token."));
        Instant now = clock.instant();
        if (issuedAt.isAfter(now.plus(tolerance))) {
            throw new IdentityRejectedException(
                    Check.ISSUED_AT,
                    issuedAt.toString(),
                    "no later than " + now + " and " + tolerance.toSeconds() + " s",
                    "Set this machine's clock right.");
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
                    "later than " + now + " less " + tolerance.toSeconds() + " s",
                    "It is too old. Let the person sign in again, or set this machine's clock right.");
        }
    }

    /**
     * Returns the {@code exp} claim, if present.
     *
     * @throws IdentityRejectedException if it is present and not a time: then the token must not pass for one without
     */
    static Optional<Instant> expiry(Map<String, Object> claims) {
        return time(claims, "exp", Check.EXPIRY);
    }

    /**
     * Checks {@code nbf}, if present (RFC 7519 section 4.1.5). Apple's tokens have none today.
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
                    "Apple writes times as whole numbers.");
        }
        return time;
    }

    /** A time in whole seconds; empty where there is none. */
    static Optional<Instant> instant(Map<String, Object> claims, String name) {
        Object value = claims.get(name);
        return (value instanceof Integer || value instanceof Long) && isTime(((Number) value).longValue())
                ? Optional.of(Instant.ofEpochSecond(((Number) value).longValue()))
                : Optional.empty();
    }

    /** Up to the year 5138: beyond it, it is milliseconds or nonsense. */
    private static boolean isTime(long seconds) {
        return seconds >= 0 && seconds < 100_000_000_000L;
    }

    /** A boolean as Apple writes it: true, or "true" in tokens from before February 2024. All else is false. */
    static boolean isTrue(@Nullable Object value) {
        return Boolean.TRUE.equals(value) || (value instanceof String text && text.equalsIgnoreCase("true"));
    }

    private static String list(Set<String> values) {
        return values.size() == 1
                ? RedactedText.value(values.iterator().next())
                : "one of " + values.stream().sorted().toList();
    }
}
