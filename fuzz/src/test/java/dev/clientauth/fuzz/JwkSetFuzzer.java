// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fuzz;

import dev.clientauth.apple.KeySetBridge;
import dev.clientauth.key.KeyFormatException;
import dev.clientauth.key.inspect.KeyInspection;
import dev.clientauth.mock.keys.JwkSetBridge;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Parses a JWK Set as the verifiers, the mock and the command line do. The secret is a private member of a key. */
public final class JwkSetFuzzer {
    private JwkSetFuzzer() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        String text = PrivateMembers.withSecret(new String(input, UTF_8));
        Probe.of(input).run(() -> KeySetBridge.read(text.getBytes(UTF_8)));
        Probe.of(input).run(() -> JwkSetBridge.read(text));
        Probe.of(input, KeyFormatException.class).run(() -> {
            KeyInspection inspection = KeyInspection.parse(text);
            StringBuilder displayed = new StringBuilder(inspection.toString());
            inspection.usableKeys().forEach(key -> displayed.append(key).append(key.notes()));
            return displayed;
        });
    }
}
