// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.format;

/** Lets the fuzz targets check a key store without decrypting it. */
public final class KeyStoreBridge {
    private KeyStoreBridge() {}

    /** Finds the key store in an input, and adds up the work that its password requires. */
    public static void parse(byte[] input) {
        byte[] store = KeyParser.keyStore(input);
        if (KeyParser.keyStoreType(store).isEmpty()) {
            PasswordCost.requireBounded(store);
        }
    }
}
