// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.apple.AccountEvent.Notification;
import dev.clientauth.apple.IdentityRejectedException.Check;
import dev.clientauth.arguments.Arguments;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Verifies Apple's server-to-server notifications: {@code {"payload": "<JWS>"}}, signed like identity tokens.
 *
 * <p>Respond with 200 as soon as the event is stored. Apple may send one twice: recognize a duplicate by its {@code
 * jti}, never by its text, because different texts can be the same JWS (the last base64url character of a signature has
 * up to 16 variants that decode to the same bytes). A notification without {@code exp} is valid for a day after its
 * {@code iat}; a notification whose {@code exp} is not a time, or whose {@code nbf} is in the future, is rejected.
 * Thread-safe.
 */
public final class AccountEventVerifier {
    /** The validity of a notification without {@code exp}, as observed. */
    private static final Duration DEFAULT_LIFETIME = Duration.ofDays(1);

    private static final int MAX_BODY = AppleJws.MAX_LENGTH + 1024;

    private final AppleKeys keys;
    private final TrustedClaims trusted;

    private AccountEventVerifier(AppleKeys keys, TrustedClaims trusted) {
        this.keys = keys;
        this.trusted = trusted;
    }

    /**
     * Creates a verifier of events of these clients.
     *
     * @param keys Apple's keys
     * @param audiences your bundle ids and Services IDs; Apple sends the App ID
     * @throws IllegalArgumentException if the audiences are empty
     */
    public static AccountEventVerifier of(AppleKeys keys, Set<String> audiences) {
        return new AccountEventVerifier(Arguments.required(keys, "keys"), TrustedClaims.of(audiences));
    }

    /** Returns a copy that accepts these issuers instead. */
    public AccountEventVerifier withIssuers(Set<String> issuers) {
        return new AccountEventVerifier(keys, trusted.withIssuers(issuers));
    }

    /** Returns a copy that uses another clock. */
    public AccountEventVerifier withClock(Clock clock) {
        return new AccountEventVerifier(keys, trusted.withClock(clock));
    }

    /**
     * Returns a copy that tolerates this difference between Apple's clock and this machine's.
     *
     * @throws IllegalArgumentException if the tolerance is negative or more than five minutes
     */
    public AccountEventVerifier withTolerance(Duration tolerance) {
        return new AccountEventVerifier(keys, trusted.withTolerance(tolerance));
    }

    /**
     * Verifies a notification.
     *
     * @param body the complete body of the request
     * @throws IdentityRejectedException if it is not a valid notification from Apple; respond with 400
     * @throws dev.clientauth.token.TokenTransportException if Apple's keys are not available; respond with 503, so that
     *     Apple sends it again
     */
    public AccountEvent verify(String body) {
        Map<String, Object> claims = new AppleJws(keys).claims(payload(Arguments.required(body, "body")));
        String audience = trusted.audience(claims);
        Instant issuedAt = trusted.issuedAt(claims);
        trusted.checkNotBefore(claims);
        trusted.checkExpiry(TrustedClaims.expiry(claims).orElse(issuedAt.plus(DEFAULT_LIFETIME)));
        Map<String, Object> event = event(claims.get("events"));
        String id = text(claims, "jti", "a token");
        String type = text(event, "type", "an event");
        String subject = text(event, "sub", "an event");
        Notification notification = new Notification(id, audience, issuedAt);
        Instant at = milliseconds(event.get("event_time")).orElse(issuedAt);
        boolean isPrivate = TrustedClaims.isTrue(event.get("is_private_email"));
        return switch (type) {
            case "consent-revoked" -> new AccountEvent.ConsentRevoked(notification, subject, at);
            case "account-deleted", "account-delete" -> new AccountEvent.AccountDeleted(notification, subject, at);
            case "email-enabled" -> new AccountEvent.EmailEnabled(notification, subject, at, email(event), isPrivate);
            case "email-disabled" -> new AccountEvent.EmailDisabled(notification, subject, at, email(event), isPrivate);
            default -> new AccountEvent.Unknown(notification, subject, at, type, event);
        };
    }

    private static String payload(String body) {
        if (body.length() > MAX_BODY) {
            throw new IdentityRejectedException(
                    Check.SIZE,
                    body.length() + " characters",
                    "at most " + MAX_BODY,
                    "Apple's notifications are about 1000 characters long.");
        }
        return AppleJson.object(body.getBytes(UTF_8))
                .map(members -> members.get("payload"))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .orElseThrow(() -> new IdentityRejectedException(
                        Check.FORM,
                        "a body without payload",
                        "the JSON object {\"payload\": …} that contains a JWS",
                        "Pass the complete body of Apple's request."));
    }

    /** Documented as an object, observed as a string that contains JSON. */
    private static Map<String, Object> event(@Nullable Object events) {
        if (events instanceof String json) {
            return AppleJson.object(json.getBytes(UTF_8))
                    .orElseThrow(() -> kind("events that are not a JSON object", "an account event"));
        }
        if (events instanceof Map<?, ?> members) {
            Map<String, Object> event = new LinkedHashMap<>();
            members.forEach((name, value) -> {
                if (value != null) {
                    event.put(String.valueOf(name), value);
                }
            });
            return event;
        }
        throw kind(events == null ? "a token without events" : "events that are not an object", "an account event");
    }

    private static String text(Map<String, Object> members, String name, String of) {
        if (members.get(name) instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw kind(of + " without " + name, "an account event with jti, type and sub");
    }

    private static Optional<String> email(Map<String, Object> event) {
        return event.get("email") instanceof String email && !email.isEmpty() ? Optional.of(email) : Optional.empty();
    }

    private static Optional<Instant> milliseconds(@Nullable Object value) {
        return value instanceof Integer || value instanceof Long
                ? Optional.of(Instant.ofEpochMilli(((Number) value).longValue()))
                : Optional.empty();
    }

    private static IdentityRejectedException kind(String found, String expected) {
        return new IdentityRejectedException(
                Check.KIND, found, expected, "Pass only Apple's server-to-server notifications.");
    }

    @Override
    public String toString() {
        return "AccountEventVerifier" + trusted.audiences();
    }
}
