package dev.clientauth.profile;

import dev.clientauth.arguments.Arguments;

import java.net.URI;
import java.time.LocalDate;
import java.util.Locale;

/**
 * The page on which a {@link Rule} or a {@link KnownCause} rests.
 *
 * @param title the title of the page
 * @param uri the address of the page
 * @param read the day on which this page was last read for this library
 * @param access how it was read
 * @param certainty whether it is the provider's own text or a report of what was seen; never {@link Certainty#DISPUTED},
 *     which is said of a rule and not of a page
 */
public record Citation(String title, URI uri, LocalDate read, Access access, Certainty certainty) {
    /** How a page was read. */
    public enum Access {
        /** The page itself. */
        PRIMARY,
        /** A copy of the page. */
        MIRROR,
        /** What another page reports of it. */
        SECONDARY;

        /** The name in small letters. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Rejects null, a blank title and a disputed page. */
    public Citation {
        Arguments.notBlank(title, "title");
        Arguments.required(uri, "uri");
        Arguments.required(read, "read");
        Arguments.required(access, "access");
        Arguments.required(certainty, "certainty");
        if (certainty == Certainty.DISPUTED) {
            throw new IllegalArgumentException("A page is documented or observed; mark the rule as disputed instead.");
        }
    }

    /** A page of the provider, or of a standard, that says so. It was read itself. */
    public static Citation documented(String title, String uri, LocalDate read) {
        Arguments.notBlank(uri, "uri");
        return new Citation(title, URI.create(uri), read, Access.PRIMARY, Certainty.DOCUMENTED);
    }

    /** A page that reports what was seen. It was read itself. */
    public static Citation observed(String title, String uri, LocalDate read) {
        Arguments.notBlank(uri, "uri");
        return new Citation(title, URI.create(uri), read, Access.PRIMARY, Certainty.OBSERVED);
    }

    /** The same page, read in this way. */
    public Citation readAs(Access access) {
        return new Citation(title, uri, read, access, certainty);
    }

    /** The day and, unless the page itself was read, the way of reading: {@code read 2026-11-26 (mirror)}. */
    public String reading() {
        return "read " + read + (access == Access.PRIMARY ? "" : " (" + access + ")");
    }

    @Override
    public String toString() {
        return title + " <" + uri + ">, " + reading() + (certainty == Certainty.OBSERVED ? ", observed" : "");
    }
}
