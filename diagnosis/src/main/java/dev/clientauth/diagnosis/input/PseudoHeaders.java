// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input;

import dev.clientauth.diagnosis.input.clean.CleanText;
import dev.clientauth.diagnosis.input.part.StartLine;
import org.jspecify.annotations.Nullable;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the pseudo-headers of HTTP/2 (RFC 9113 section 8.3.1), which logs show in place of a request line. */
final class PseudoHeaders {
    private static final int MAX_LINES = 6;
    private static final Pattern PSEUDO =
            Pattern.compile(":method:? {1,9}(POST|GET|PUT|PATCH|DELETE)\\s*+|:path:? {1,9}(/\\S*+)\\s*+");

    private PseudoHeaders() {}

    /** Returns the request line that the pseudo-headers from this line on stand for, or null. */
    static StartLine.@Nullable Request requestAt(CleanText text, int line) {
        if (!text.line(line).startsWith(":")) {
            return null;
        }
        String method = null;
        String path = null;
        for (int at = line; at < Math.min(line + MAX_LINES, text.size()); at++) {
            Matcher pseudo = PSEUDO.matcher(text.line(at));
            if (pseudo.matches()) {
                method = pseudo.group(1) == null ? method : pseudo.group(1);
                path = pseudo.group(2) == null ? path : pseudo.group(2);
            }
        }
        return method == null || path == null ? null : new StartLine.Request(method, path, true);
    }
}
