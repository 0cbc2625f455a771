// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.keys;

import java.util.Optional;

/** Lets the fuzz targets read the JWK Set of a client without a server. */
public final class JwkSetBridge {
    private JwkSetBridge() {}

    /** Returns the notes on a JWK Set. */
    public static String read(String text) {
        return JwkSetReader.read(text, Optional.empty()).notes().toString();
    }
}
