package dev.clientauth.mock;

/** What Apple tells a server that happened to one of its users. */
public enum AppleEvent {
    /** Mail through the private relay is no longer forwarded. */
    EMAIL_DISABLED("email-disabled"),
    /** Mail through the private relay is forwarded again. */
    EMAIL_ENABLED("email-enabled"),
    /** The person has stopped using their Apple Account with the client. */
    CONSENT_REVOKED("consent-revoked"),
    /** The person has had their Apple Account deleted. */
    ACCOUNT_DELETED("account-deleted"),
    /** The same in the spelling of older pages, which is still seen. */
    ACCOUNT_DELETE("account-delete");

    private final String type;

    AppleEvent(String type) {
        this.type = type;
    }

    /** The {@code type} on the wire. */
    public String type() {
        return type;
    }

    public boolean isAboutEmail() {
        return this == EMAIL_DISABLED || this == EMAIL_ENABLED;
    }
}
