// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.ring;

/** Lets the fuzz targets read the state of a key ring without its folder. */
public final class RingBridge {
    private RingBridge() {}

    /** Reads a state and returns it as it would be written. */
    public static String read(String text) {
        return RingDocument.write(RingDocument.read(text));
    }
}
