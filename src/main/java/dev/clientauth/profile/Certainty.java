package dev.clientauth.profile;

import java.util.Locale;

/** How sure it is that a provider behaves as a {@link Rule} or a {@link KnownCause} says. */
public enum Certainty {
    /** The provider, or the standard it follows, says so in its own text. */
    DOCUMENTED,
    /** Clients and bug reports agree that it is so. */
    OBSERVED,
    /**
     * The text says so, but the provider's own examples or working clients do otherwise. Such a rule is never
     * {@link Verdict.Broken}: a request that departs from it is {@link Verdict.Disputed}.
     */
    DISPUTED;

    /** The name in small letters. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
