// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fuzz;

import dev.clientauth.key.KeyFormatException;
import dev.clientauth.key.SigningKey;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Reads a key from a text and, if it is usable, signs with it. The secret is a private member of a JWK. */
public final class SigningKeyFuzzer {
    private SigningKeyFuzzer() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        String text = PrivateMembers.withSecret(new String(input, UTF_8));
        Probe.of(input, KeyFormatException.class).run(() -> SigningKey.parse(text));
    }
}
