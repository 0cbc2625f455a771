// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fuzz;

import dev.clientauth.mock.keys.PublicKeys;
import dev.clientauth.mock.text.JsonDocument;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Parses the seed file of the mock, in YAML or JSON, and the keys of the clients in it. The secret is a private member of a key. */
public final class SeedFileFuzzer {
    private SeedFileFuzzer() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        String text = PrivateMembers.withSecret(new String(input, UTF_8));
        for (boolean isYaml : new boolean[] {true, false}) {
            Probe probe = Probe.of(input, dev.clientauth.mock.text.InvalidMemberException.class);
            probe.run(() -> {
                JsonDocument document = JsonDocument.ofFile(text, isYaml);
                if (document.has("clients")) {
                    for (JsonDocument client : document.objects("clients")) {
                        client.raw("keys").ifPresent(keys -> read(input, keys));
                    }
                }
                return "";
            });
        }
    }

    private static void read(byte[] input, String keys) {
        try {
            PublicKeys.read(keys);
        } catch (IllegalArgumentException e) {
            if (e.getClass() != IllegalArgumentException.class
                    || Probe.textOf(e).contains(Probe.SECRET)) {
                throw new AssertionError("not declared, or it displays a secret", e);
            }
        }
    }
}
