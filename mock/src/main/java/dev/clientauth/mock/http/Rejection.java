// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.http;

import dev.clientauth.profile.text.Redactor;

/**
 * Explains why a request was rejected, in more detail than the client receives.
 *
 * @param reason what was wrong, in one sentence
 * @param remedy how to fix it
 */
public record Rejection(String reason, String remedy) {
    private static final int MAX_LENGTH = 160;

    /** Returns a client's text, redacted and cut. */
    public static String shown(String text) {
        return cut(Redactor.text(text));
    }

    /** Cuts a long text. */
    public static String cut(String text) {
        return text.codePointCount(0, text.length()) > MAX_LENGTH
                ? text.substring(0, text.offsetByCodePoints(0, MAX_LENGTH)) + "…"
                : text;
    }
}
