// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

/** Lets the fuzz targets read Apple's JWK Set without a server. */
public final class KeySetBridge {
    private KeySetBridge() {}

    /** Returns the usable keys of a response as text. */
    public static String read(byte[] body) {
        return KeySetDocument.read(body).toString();
    }
}
