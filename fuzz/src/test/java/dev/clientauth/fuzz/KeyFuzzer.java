// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fuzz;

import dev.clientauth.key.crypto.UnusableKeyException;
import dev.clientauth.key.format.KeyInput;
import dev.clientauth.key.format.KeyParser;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Finds a key in an input: PEM, DER, base64, JSON, or one of these in something else. No part of the input is displayed
 * but the name of a JSON member, if it has too few digits to be a key.
 */
public final class KeyFuzzer {
    private static final Pattern RUN = Pattern.compile("[A-Za-z0-9+/_=-]{24,}");

    private static final Pattern NAME_OF_A_MEMBER = Pattern.compile("member \"(?:[^0-9\"]*[0-9]){0,3}[^0-9\"]*\"");

    private KeyFuzzer() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        String displayed = Probe.of(input, UnusableKeyException.class)
                .run(() -> KeyParser.parse(input) instanceof KeyInput.Pem ? "PEM" : "other");
        checkDisplaysNothingOf(input, displayed);
    }

    /** Checks that a text has no long word of the input. */
    static void checkDisplaysNothingOf(byte[] input, String displayed) {
        Matcher words = RUN.matcher(NAME_OF_A_MEMBER.matcher(displayed).replaceAll("member"));
        while (words.find()) {
            if (new String(input, ISO_8859_1).contains(words.group())) {
                throw new AssertionError("a part of the input is displayed: " + displayed);
            }
        }
    }
}
