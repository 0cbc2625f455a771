// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.cli.config.NewKey;
import dev.clientauth.key.SigningKey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.KeyPair;

/** A key in a file that only its owner can read. */
public record KeyPairFile(Path file, SigningKey key) {

    public static KeyPairFile make(Path folder, String name, JWSAlgorithm algorithm, String keyId) {
        try {
            KeyPair pair = NewKey.pair(algorithm, NewKey.RSA_BITS);
            Path file = folder.resolve(name);
            NewKey.write(pair.getPrivate(), file, false);
            return new KeyPairFile(file, SigningKey.of(pair.getPrivate(), pair.getPublic(), keyId));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
