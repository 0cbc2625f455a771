package dev.clientauth.diagnosis;

import dev.clientauth.profile.Citation;

import java.util.regex.Pattern;

/** Text that stays itself in Markdown. */
final class Markdown {
    private static final Pattern SPECIAL = Pattern.compile("[\\\\`*\\[\\]<>&~|#]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])");

    private static final Pattern BACKTICKS = Pattern.compile("`+");

    private Markdown() {}

    /** Our own words. */
    static String text(String words) {
        return SPECIAL.matcher(words).replaceAll("\\\\$0");
    }

    /** Somebody's value, as code: nothing in it is a link, a mention, an element or an end of the code. */
    static String code(String value) {
        int longest = BACKTICKS
                .matcher(value)
                .results()
                .mapToInt(run -> run.group().length())
                .max()
                .orElse(0);
        String fence = "`".repeat(longest + 1);
        // A space at both ends is taken off again; without it, a backtick there would join the fence.
        String room = longest > 0 || value.isBlank() ? " " : "";
        return fence + room + value + room + fence;
    }

    /** A link to a source, by its title. */
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
