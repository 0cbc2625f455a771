// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fuzz;

import dev.clientauth.key.ring.RingBridge;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Parses ring.json, the state of a key ring. The secret is a private member of a key. */
public final class KeyRingFuzzer {
    private KeyRingFuzzer() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        String text = PrivateMembers.withSecret(new String(input, UTF_8));
        Probe.of(input, IllegalArgumentException.class).run(() -> RingBridge.read(text));
    }
}
