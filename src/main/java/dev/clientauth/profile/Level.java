package dev.clientauth.profile;

/**
 * How binding a {@link Rule} is.
 *
 * <p>A broken {@link #MUST} stops an assertion from being signed; a broken {@link #SHOULD} is only reported.
 */
public enum Level {
    /** The provider's own text demands it, or every known client depends on it. */
    MUST,
    /** Wise, usual or recommended, but the provider is not known to refuse what departs from it. */
    SHOULD
}
