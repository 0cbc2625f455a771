// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock;

/** An event that Apple notifies a server of, about one of its users. */
public enum AppleEvent {
    /** Mail through the private relay is no longer forwarded. */
    EMAIL_DISABLED("email-disabled"),
    /** Mail through the private relay is forwarded again. */
    EMAIL_ENABLED("email-enabled"),
    /** The person has stopped using their Apple Account with the client. */
    CONSENT_REVOKED("consent-revoked"),
    /** The person has had their Apple Account deleted. */
    ACCOUNT_DELETED("account-deleted"),
    /** {@link #ACCOUNT_DELETED} in the spelling of older documentation, which is still observed. */
    ACCOUNT_DELETE("account-delete");

    private final String type;

    AppleEvent(String type) {
        this.type = type;
    }

    /** Returns the {@code type} that Apple sends. */
    public String type() {
        return type;
    }

    /** Returns whether the event is about the private relay, and not about the consent or the account. */
    public boolean isAboutEmail() {
        return this == EMAIL_DISABLED || this == EMAIL_ENABLED;
    }
}
