// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.clean;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Reassembles a message from a dump of its bytes: the wiretap of Netty, {@code curl --trace}, Wireshark, {@code tcpdump -X}.
 */
final class HexDump {
    private static final Pattern ROW = Pattern.compile(
            "\\s{0,20}+(?:\\|(?:0x)?[0-9a-fA-F]{4,8}\\||(?:0x)?[0-9a-fA-F]{4,8}(?::|(?= [ \\t])))[ \\t]{1,9}"
                    + "((?:[0-9a-fA-F]{2}(?:[0-9a-fA-F]{2})?[ \\t]{1,3}){1,16}).{0,40}+");
    private static final Pattern FRAME = Pattern.compile(
            "\\s{0,20}+\\+?-{4,20}[-+]{4,80}\\s{0,9}+|\\s{1,20}+\\+-{20,80}\\+|\\s{0,20}+\\|\\s{1,9}0  1  2  3 .{0,60}");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Adds a line of the dump; returns false if the line is not part of a dump. */
    boolean take(String line) {
        if (line.length() > 120 || line.length() < 8 || !mayBeRow(line)) {
            return false;
        }
        if (FRAME.matcher(line).matches()) {
            return true;
        }
        Matcher row = ROW.matcher(line);
        if (!row.matches()) {
            return false;
        }
        String digits = row.group(1).replaceAll("[ \\t]", "");
        bytes.writeBytes(HexFormat.of().parseHex(digits.length() % 2 == 0 ? digits : digits.substring(1)));
        return true;
    }

    private static boolean mayBeRow(String line) {
        int at = 0;
        while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
            at++;
        }
        return at < line.length() && (Character.digit(line.charAt(at), 16) >= 0 || "|+-".indexOf(line.charAt(at)) >= 0);
    }

    /** Returns the text dumped so far, and clears it; null if there is none. */
    @Nullable
    String text() {
        if (bytes.size() == 0) {
            return null;
        }
        String text = bytes.toString(UTF_8).replace("\r\n", "\n");
        bytes.reset();
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
