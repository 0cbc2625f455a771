// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fuzz;

import dev.clientauth.apple.IdentityRejectedException;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Parses an identity token that Apple did not sign. If the input ends in a dot, the secret is the signature, too. */
public final class IdentityTokenFuzzer {
    private IdentityTokenFuzzer() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        String text = new String(input, UTF_8);
        String token = text.endsWith(".") ? text + Probe.SECRET : text;
        Probe.of(input, IdentityRejectedException.class)
                .run(() -> AppleFixture.IDENTITY.verify(token, AppleFixture.EXPECTATION));
    }
}
