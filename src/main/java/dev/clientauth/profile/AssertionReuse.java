package dev.clientauth.profile;

/** How often a provider accepts the same assertion. */
public enum AssertionReuse {
    /** Each request carries an assertion of its own with a {@code jti} never used before. */
    ONCE,
    /** One assertion serves any number of requests until its {@code exp}. */
    UNTIL_EXPIRY
}
