// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/** Makes an untrusted value safe to display: short, on one line, and nothing that looks like a token. */
final class RedactedText {
    private static final int MAX_LENGTH = 120;
    private static final Pattern LIKE_A_TOKEN = Pattern.compile("eyJ[A-Za-z0-9_.-]{8,}|[A-Za-z0-9_+/=-]{64,}");

    private RedactedText() {}

    static String text(String text) {
        StringBuilder clean = new StringBuilder();
        LIKE_A_TOKEN
                .matcher(text.length() > 10 * MAX_LENGTH ? text.substring(0, 10 * MAX_LENGTH) : text)
                .replaceAll("(not shown)")
                .codePoints()
                .limit(MAX_LENGTH)
                .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
                .forEach(clean::appendCodePoint);
        return text.length() > MAX_LENGTH ? clean + "…" : clean.toString();
    }

    static String value(@Nullable Object value) {
        if (value == null) {
            return "nothing";
        }
        return value instanceof String text ? '"' + text(text) + '"' : text(String.valueOf(value));
    }
}
