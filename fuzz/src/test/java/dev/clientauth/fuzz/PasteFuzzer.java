// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fuzz;

import dev.clientauth.diagnosis.PastedRequest;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Parses a pasted text. */
public final class PasteFuzzer {
    private PasteFuzzer() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        PastedRequest request = read(input);
        Probe.of(input).run(() -> request.input() + " " + request.request());
    }

    static PastedRequest read(byte[] input) {
        return PastedRequest.parse(text(input));
    }

    /** Returns the text with a request after it, whose secrets must not be displayed, whatever is before them. */
    static String text(byte[] input) {
        return new String(input, UTF_8) + "\n\nPOST /token HTTP/1.1\nHost: id.example.com\nAuthorization: Basic "
                + Probe.SECRET + "\n\ngrant_type=authorization_code&code=" + Probe.SECRET + "&client_secret="
                + Probe.SECRET + "&refresh_token=" + Probe.SECRET;
    }
}
