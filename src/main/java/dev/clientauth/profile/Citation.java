package dev.clientauth.profile;

import java.net.URI;
import java.time.LocalDate;

/**
 * Where a {@link Rule} or a {@link KnownCause} comes from.
 *
 * @param title the title of the page
 * @param uri the page
 * @param read the day on which the page was last read for this library
 * @param certainty whether the provider wrote it down or others saw it happen
 */
public record Citation(String title, URI uri, LocalDate read, Certainty certainty) {
    /** How a provider's behaviour is known. */
    public enum Certainty {
        /** The provider, or the standard it follows, says so in its own text. */
        DOCUMENTED,
        /** Clients and bug reports agree that it is so. */
        OBSERVED
    }

    /** A page of the provider's, or of a standard, that says so. */
    public static Citation documented(String title, String uri, LocalDate read) {
        return new Citation(title, URI.create(uri), read, Certainty.DOCUMENTED);
    }

    /** A page that shows what others saw. */
    public static Citation observed(String title, String uri, LocalDate read) {
        return new Citation(title, URI.create(uri), read, Certainty.OBSERVED);
    }

    @Override
    public String toString() {
        return title + " <" + uri + ">, read " + read + (certainty == Certainty.OBSERVED ? ", observed" : "");
    }
}
