// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import java.io.PrintWriter;
import java.io.StringWriter;

import static org.assertj.core.api.Assertions.assertThat;

/** Searches an error for parts of a secret: messages, causes, suppressed errors and stack trace. */
final class Secrecy {

    private static final int RUN = 16;

    private Secrecy() {}

    static void assertShowsNothingOf(Throwable error, String secret) {
        assertShowsNothingOf(shown(error), secret);
    }

    static void assertShowsNothingOf(String shown, String secret) {
        String body = secret.replaceAll("-----[A-Z0-9 ]+-----", "").replaceAll("\\s|\\\\n", "");
        for (int i = 0; i + RUN <= body.length(); i++) {
            assertThat(shown).doesNotContain(body.substring(i, i + RUN));
        }
    }

    static String shown(Throwable error) {
        StringWriter shown = new StringWriter();
        error.printStackTrace(new PrintWriter(shown, true));
        return shown + error.toString() + error.getMessage();
    }
}
