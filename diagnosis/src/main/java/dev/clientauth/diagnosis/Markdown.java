// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

import dev.clientauth.profile.Citation;

import java.util.regex.Pattern;

/** Escapes text for Markdown. */
final class Markdown {
    private static final Pattern SPECIAL = Pattern.compile("[\\\\`*\\[\\]<>&~|#]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])");

    private static final Pattern BACKTICKS = Pattern.compile("`+");

    private Markdown() {}

    /** Returns text of this library. */
    static String text(String words) {
        return SPECIAL.matcher(words).replaceAll("\\\\$0");
    }

    /**
     * Returns an untrusted value as code, so that nothing in it is a link, a mention, an HTML element or the end of the
     * code.
     */
    static String code(String value) {
        int longest = BACKTICKS
                .matcher(value)
                .results()
                .mapToInt(run -> run.group().length())
                .max()
                .orElse(0);
        String fence = "`".repeat(longest + 1);
        // Markdown strips one space at both ends; without it, a backtick there would become part of the fence.
        String room = longest > 0 || value.isBlank() ? " " : "";
        return fence + room + value + room + fence;
    }

    /** Returns a link to a source, with its title. */
    static String link(Citation citation) {
        return "[" + text(citation.title()) + "](" + target(citation) + ")";
    }

    private static String target(Citation citation) {
        return citation.uri()
                .toASCIIString()
                .replace("(", "%28")
                .replace(")", "%29")
                .replace("|", "%7C");
    }
}
