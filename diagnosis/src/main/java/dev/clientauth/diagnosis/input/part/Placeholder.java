// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.part;

import org.jspecify.annotations.Nullable;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognizes what people write instead of a value. */
public final class Placeholder {
    /** A longer text is a value, possibly truncated. */
    private static final int MAX_LENGTH = 200;

    private static final Pattern AROUND = Pattern.compile("^[\\s\"'`]++|(?<![\\s\"'`])[\\s\"'`]++$");
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:env:)?\\{?([A-Za-z_][A-Za-z0-9_]*)}?");
    private static final Pattern VARIABLE_WITHIN =
            Pattern.compile("\\$\\{[A-Za-z_][A-Za-z0-9_]*}|\\$[A-Z][A-Z0-9_]{2,}|\\$\\(");
    private static final Pattern TEMPLATE = Pattern.compile("\\{\\{[^{}]*}}");
    private static final Pattern WITHIN = Pattern.compile("<[A-Za-z][^<>=/\"]{0,60}>|\\*{3}");
    private static final Pattern WHOLE = Pattern.compile("\\{[A-Za-z_][\\w .-]*}"
            + "|%[A-Za-z_]\\w*%"
            + "|\\[[A-Za-z][^\\[\\]]*]"
            + "|(?i:your[-_ ][\\w .-]+)"
            + "|-{2,}[A-Za-z0-9_ ]+-{2,}"
            + "|(?i:[-_*<\\[(# ]*(?:redacted|removed|omitted|secret|hidden|snip|masked|private)[-_*>\\])# ]*)"
            + "|[xX]{3,}(?:[-._][xX]+)*"
            + "|(?:[A-Z]+_)+(?:ID|SECRET|JWT|TOKEN|CODE|ASSERTION)");
    /** {@code jwt}, {@code self.client_secret}, {@code makeToken()}, {@code see below}. */
    private static final Pattern STANDS_FOR_SECRET =
            Pattern.compile("(?i)(?:(?:await|this|new|\\$\\w{1,30}->) ?)?(?:[a-z_$@]\\w{0,40}(?:\\.|->|::)){0,4}"
                    + "[a-z_$@]{0,30}(?:jwt|token|secret|assertion)[a-z_]{0,30}(?:\\([^()]{0,80}\\))?"
                    + "|(?!-)[a-z]{2,20}(?: [a-z]{1,20}){1,8}");
    /** A name in capitals says nothing about the value. */
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Z][A-Z_]{0,30}");

    private Placeholder() {}

    /** Returns a description of what was written instead of the value, or null if it is a value. */
    public static @Nullable String in(String value) {
        String known = value.length() > MAX_LENGTH ? null : known(value);
        boolean isCut = value.contains("...") || value.indexOf('…') >= 0;
        return known == null && isCut ? "cut" : known;
    }

    /**
     * The same for a parameter that contains a signed JWT, for which variable names and descriptions are also recognized.
     */
    public static @Nullable String inSecret(String value) {
        String placeholder = in(value);
        String bare = AROUND.matcher(value).replaceAll("");
        return placeholder != null
                        || value.length() > MAX_LENGTH
                        || !STANDS_FOR_SECRET.matcher(bare).matches()
                ? placeholder
                : "a placeholder";
    }

    private static @Nullable String known(String value) {
        String bare = AROUND.matcher(value).replaceAll("");
        Matcher variable = VARIABLE.matcher(bare);
        if (variable.matches()) {
            String name = variable.group(1);
            return PLAIN_NAME.matcher(name).matches() ? "the shell variable $" + name : "a shell variable";
        }
        if (bare.startsWith("$(")) {
            return "the output of a command";
        }
        if (VARIABLE_WITHIN.matcher(bare).find()) {
            return "built with a shell variable";
        }
        if (TEMPLATE.matcher(bare).find()) {
            return "a template";
        }
        boolean isLeftOut =
                WITHIN.matcher(bare).find() || (WHOLE.matcher(bare).matches() && !bare.startsWith("-----BEGIN"));
        return isLeftOut ? "a placeholder" : null;
    }

    /** Returns the note for the person who pasted it. */
    public static String note(String what, String placeholder) {
        return switch (placeholder) {
            case "cut" -> what + " is truncated: paste all of it.";
            case "a placeholder" -> what + " was left out: paste it to have it checked.";
            default -> what + " is " + placeholder + ": paste what it expands to.";
        };
    }
}
