// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fuzz;

import dev.clientauth.profile.DecodedAssertion;
import dev.clientauth.profile.TokenRequest;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Decodes a JWT. If the input ends in a dot, the secret is the signature. */
public final class JwtFuzzer {
    private JwtFuzzer() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        String text = new String(input, UTF_8);
        String jwt = text.endsWith(".") ? text + Probe.SECRET : text;
        Probe.of(input).run(() -> {
            DecodedAssertion decoded = DecodedAssertion.parse(jwt);
            return decoded + " " + decoded.faults() + TokenRequest.ofAssertion(jwt);
        });
    }
}
