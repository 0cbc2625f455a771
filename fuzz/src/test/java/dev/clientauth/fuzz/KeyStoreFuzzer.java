// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fuzz;

import dev.clientauth.key.crypto.UnusableKeyException;
import dev.clientauth.key.format.KeyStoreBridge;

/** Finds a key store in an input and adds up the work that its password requires, without doing any of it. */
public final class KeyStoreFuzzer {
    private KeyStoreFuzzer() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        Probe.of(input, UnusableKeyException.class).run(() -> {
            KeyStoreBridge.parse(input);
            return "";
        });
    }
}
