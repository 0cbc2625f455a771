// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fakes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Test vectors from standards, read from the test resources. */
public final class Vectors {
    private Vectors() {}

    /** Returns the text of a vector without surrounding white space. */
    public static String read(String path) {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + path)) {
            if (in == null) {
                throw new IllegalArgumentException("There is no vector " + path + ".");
            }
            return new String(in.readAllBytes(), UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the bytes of one of the three parts of a JWS, counted from 0. */
    public static byte[] part(String jws, int index) {
        return Base64.getUrlDecoder().decode(jws.split("\\.")[index]);
    }
}
