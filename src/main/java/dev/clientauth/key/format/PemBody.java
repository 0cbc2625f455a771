// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.format;

import dev.clientauth.key.crypto.UnusableKeyException;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** Decodes the base64 of a PEM block, ignoring what was put between its lines: quotes, operators, line numbers, markers. */
final class PemBody {

    /** From the end of one string literal to the beginning of the next, as source code joins them. */
    private static final Pattern LITERALS = Pattern.compile(
            "[\"'`]\\s*+(?:[+.,&_\\\\]\\s*+|(?:vbCrLf|vbLf|vbNewLine|Environment\\.NewLine|System\\.lineSeparator\\(\\)|PHP_EOL"
                    + "|os\\.EOL|os\\.linesep)\\s*+)*+[bBrRfFuU@]{0,2}[\"'`]");

    private static final Pattern LINE_PREFIX =
            Pattern.compile("(?m)^[ \\t]*+(?:[>|#*]++|//(?=[ \\t])|\\d{1,4}[\\t:|.)])[ \\t]*+");
    private static final Pattern LINE_END = Pattern.compile("(?m)(?:\\^M)?[$%\\u23CE\\u21B5\\u00B6]?[ \\t]*+$");
    private static final Pattern CLUTTER = Pattern.compile("[\\s\\p{Z}\\p{C}\"'`\\\\\\u2018\\u2019\\u201C\\u201D]");
    private static final Pattern DIGITS = Pattern.compile("[A-Za-z0-9+/]*={0,2}");
    private static final int LINE = 64;

    private PemBody() {}

    /**
     * Decodes the body.
     *
     * @throws UnusableKeyException if it is empty, or is not base64
     */
    static byte[] decode(String body, String label) {
        String joined = LITERALS.matcher(body).replaceAll("\n");
        joined = LINE_END.matcher(LINE_PREFIX.matcher(joined).replaceAll("")).replaceAll("");
        String bare = CLUTTER.matcher(joined).replaceAll("").replace('-', '+').replace('_', '/');
        String clean = withoutLostBreaks(bare);
        if (!DIGITS.matcher(clean).matches()) {
            throw new UnusableKeyException(
                    "a PEM block " + label + " whose body is not base64",
                    "Put the real key there, unedited; a placeholder or a shortened copy has characters such as dots.");
        }
        String digits = clean.replace("=", "");
        if (digits.isEmpty() || digits.length() % 4 == 1) {
            throw new UnusableKeyException(
                    digits.isEmpty()
                            ? "an empty PEM block " + label + ", with nothing between BEGIN and END"
                            : "a PEM block " + label + " with characters missing",
                    "Copy the key again from its first line to its last.");
        }
        return Base64.getDecoder().decode(digits);
    }

    /** Some shells turn {@code \n} into {@code n}, and some people write {@code /n}. */
    private static String withoutLostBreaks(String digits) {
        return withoutSeparator(digits, "n")
                .or(() -> withoutSeparator(digits, "/n"))
                .or(() -> withoutSeparator(digits, "rn"))
                .orElse(digits);
    }

    private static Optional<String> withoutSeparator(String digits, String separator) {
        if (!digits.startsWith(separator + "M")) {
            return Optional.empty();
        }
        StringBuilder lines = new StringBuilder();
        int position = separator.length();
        while (position < digits.length()) {
            int end = Math.min(position + LINE, digits.length());
            boolean isLast = end == digits.length();
            if (isLast && digits.startsWith(separator, end - separator.length())) {
                end -= separator.length();
            }
            lines.append(digits, position, end);
            if (!isLast && !digits.startsWith(separator, end)) {
                return Optional.empty();
            }
            position = isLast ? digits.length() : end + separator.length();
        }
        return Optional.of(lines.toString());
    }
}
