// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import dev.clientauth.arguments.Arguments;

import java.net.URI;
import java.time.LocalDate;
import java.util.Locale;

/**
 * The source of a {@link Rule} or a {@link KnownCause}.
 *
 * @param title the title of the page
 * @param uri the URL of the page
 * @param read the day on which the page was last read
 * @param access how it was read
 * @param certainty whether the page is documentation or reports observations; never {@link Certainty#DISPUTED}, which
 *     applies to rules, not to pages
 */
public record Citation(String title, URI uri, LocalDate read, Access access, Certainty certainty) {
    /** How a page was read. */
    public enum Access {
        /** The page itself. */
        PRIMARY,
        /** Excerpts of the page itself. */
        EXCERPT,
        /** A copy of the page. */
        MIRROR,
        /** A quotation of it on another page. */
        SECONDARY;

        /** Returns the name in lower case. */
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
            throw new IllegalArgumentException(
                    "A source is documented or observed; mark the rule as disputed instead.");
        }
    }

    /** Returns a citation of documentation of the provider or of a standard, read directly. */
    public static Citation documented(String title, String uri, LocalDate read) {
        Arguments.notBlank(uri, "uri");
        return new Citation(title, URI.create(uri), read, Access.PRIMARY, Certainty.DOCUMENTED);
    }

    /** Returns a citation of a page that reports observations, read directly. */
    public static Citation observed(String title, String uri, LocalDate read) {
        Arguments.notBlank(uri, "uri");
        return new Citation(title, URI.create(uri), read, Access.PRIMARY, Certainty.OBSERVED);
    }

    /** Returns a copy with another way of access. */
    public Citation readAs(Access access) {
        return new Citation(title, uri, read, access, certainty);
    }

    /** Returns the day and, unless the page was read directly, the way of access: {@code read 2026-11-26 (mirror)}. */
    public String reading() {
        return "read " + read + (access == Access.PRIMARY ? "" : " (" + access + ")");
    }

    @Override
    public String toString() {
        return title + " <" + uri + ">, " + reading() + (certainty == Certainty.OBSERVED ? ", observed" : "");
    }

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
}
