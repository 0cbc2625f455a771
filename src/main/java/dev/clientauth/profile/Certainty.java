package dev.clientauth.profile;

import java.util.Locale;

/** How certain it is that a provider behaves as a {@link Rule} or a {@link KnownCause} says. */
public enum Certainty {
    /** Documented by the provider or by a standard that it implements. */
    DOCUMENTED,
    /** Observed by clients and in bug reports. */
    OBSERVED,
    /**
     * Documented, but the provider's own examples or working clients do otherwise. Such a rule is never {@link
     * Verdict.Broken}: a request that departs from it is {@link Verdict.Disputed}.
     */
    DISPUTED;

    /** Returns the name in lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
