package dev.clientauth.mock.http;

import dev.clientauth.profile.Shown;

/**
 * Why a request was rejected, for whoever looks at the mock: more than the client is told.
 *
 * @param reason what was wrong, in a sentence
 * @param remedy what to do
 */
public record Rejection(String reason, String remedy) {
    private static final int MAX_LENGTH = 160;

    /** Returns what a client wrote, fit to be kept and shown. */
    public static String shown(String text) {
        return cut(Shown.text(text));
    }

    /** Cuts a long text. */
    public static String cut(String text) {
        return text.codePointCount(0, text.length()) > MAX_LENGTH
                ? text.substring(0, text.offsetByCodePoints(0, MAX_LENGTH)) + "…"
                : text;
    }
}
