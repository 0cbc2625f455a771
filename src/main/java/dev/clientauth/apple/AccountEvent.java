// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.arguments.Arguments;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A verified event about a user's Apple account (Apple, "Processing changes for Sign in with Apple accounts"). {@code
 * toString()} shows no personal data.
 */
public sealed interface AccountEvent {

    /** Returns the notification that contained the event. */
    Notification notification();

    /** Returns the {@code sub}: the user. */
    String subject();

    /** Returns the time of the event ({@code event_time}), or of the notification if Apple does not send one. */
    Instant at();

    /**
     * The notification that contains an event.
     *
     * @param id the {@code jti}; ignore an event whose id you have seen, because Apple may send it again
     * @param audience the {@code aud}: the client that the event concerns
     * @param issuedAt the {@code iat}
     */
    record Notification(String id, String audience, Instant issuedAt) {
        public Notification {
            Arguments.notBlank(id, "id");
            Arguments.notBlank(audience, "audience");
            Arguments.required(issuedAt, "issuedAt");
        }
    }

    /** The user stopped using Sign in with Apple with your app ({@code consent-revoked}): end their sessions. */
    record ConsentRevoked(Notification notification, String subject, Instant at) implements AccountEvent {
        public ConsentRevoked {
            check(notification, subject, at);
        }

        @Override
        public String toString() {
            return "ConsentRevoked" + shown(this);
        }
    }

    /** The Apple Account was deleted ({@code account-deleted}, in older notifications {@code account-delete}). */
    record AccountDeleted(Notification notification, String subject, Instant at) implements AccountEvent {
        public AccountDeleted {
            check(notification, subject, at);
        }

        @Override
        public String toString() {
            return "AccountDeleted" + shown(this);
        }
    }

    /**
     * Apple forwards email to the user again ({@code email-enabled}).
     *
     * @param email the address that Apple forwards from
     * @param isPrivateEmail whether it is a private relay address
     */
    record EmailEnabled(
            Notification notification, String subject, Instant at, Optional<String> email, boolean isPrivateEmail)
            implements AccountEvent {
        public EmailEnabled {
            check(notification, subject, at);
            Arguments.required(email, "email");
        }

        @Override
        public String toString() {
            return "EmailEnabled" + shown(this);
        }
    }

    /**
     * Apple no longer forwards email to the user ({@code email-disabled}).
     *
     * @param email the address that Apple forwarded from
     * @param isPrivateEmail whether it is a private relay address
     */
    record EmailDisabled(
            Notification notification, String subject, Instant at, Optional<String> email, boolean isPrivateEmail)
            implements AccountEvent {
        public EmailDisabled {
            check(notification, subject, at);
            Arguments.required(email, "email");
        }

        @Override
        public String toString() {
            return "EmailDisabled" + shown(this);
        }
    }

    /**
     * An event of an unknown type. Respond with 200 and ignore it.
     *
     * @param type the {@code type}
     * @param members every member of the event
     */
    record Unknown(Notification notification, String subject, Instant at, String type, Map<String, Object> members)
            implements AccountEvent {
        public Unknown {
            check(notification, subject, at);
            Arguments.notBlank(type, "type");
            Arguments.required(members, "members");
        }

        @Override
        public String toString() {
            return "Unknown[" + RedactedText.text(type) + "]" + shown(this);
        }
    }

    private static void check(Notification notification, String subject, Instant at) {
        Arguments.required(notification, "notification");
        Arguments.notBlank(subject, "subject");
        Arguments.required(at, "at");
    }

    private static String shown(AccountEvent event) {
        return "[" + event.notification().audience() + ", jti="
                + RedactedText.text(event.notification().id()) + ", " + event.at() + "]";
    }
}
