// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input;

import org.jspecify.annotations.Nullable;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code pairs: {POST /token HTTP/1.1: null}{Accept: …}}, as HttpURLConnection logs headers. */
final class LoggedPairs {
    private static final Pattern PAIRS = Pattern.compile("pairs: (?=\\{)");
    private static final Pattern PAIR = Pattern.compile("\\{([^{}:]{1,2000}+): ([^{}]{0,20000}+)\\}");

    private LoggedPairs() {}

    /** Returns the start line and the headers, one per line; null for a line without pairs. */
    static @Nullable String message(String line) {
        Matcher pairs = PAIRS.matcher(line);
        if (!line.contains("pairs: ") || !pairs.find()) {
            return null;
        }
        StringBuilder message = new StringBuilder();
        Matcher pair = PAIR.matcher(line).region(pairs.end(), line.length());
        while (pair.find()) {
            String name = pair.group(1);
            String value = pair.group(2);
            String text = name.equals("null") ? value : value.equals("null") ? name : name + ": " + value;
            message.append(text).append('\n');
        }
        return message.toString();
    }
}
