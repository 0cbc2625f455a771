// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fuzz;

import dev.clientauth.key.crypto.UnusableKeyException;
import dev.clientauth.key.format.KeyStoreFile;

/** Decrypts a key store and reads the key in it. The secret is its password. */
public final class OpenKeyStoreFuzzer {
    /** The password of the key stores in the corpus. */
    private static final char[] PASSWORD = Probe.SECRET.toCharArray();

    private OpenKeyStoreFuzzer() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        Probe.of(input, UnusableKeyException.class)
                .run(() -> KeyStoreFile.read(input, PASSWORD, null, PASSWORD).form());
    }
}
