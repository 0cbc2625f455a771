// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.config;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import dev.clientauth.cli.shell.UsageException;
import dev.clientauth.key.format.PrivateKeyFile;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;

/** Generates key pairs and writes private keys to files. */
public final class NewKey {
    public static final int RSA_BITS = 2048;

    private static final Set<Integer> SIZES = Set.of(RSA_BITS, 3072, 4096);

    private NewKey() {}

    /**
     * Generates a key pair for an algorithm.
     *
     * @throws UsageException if the algorithm or the size is not supported
     */
    public static KeyPair pair(JWSAlgorithm algorithm, int bits) {
        try {
            if (JWSAlgorithm.Family.RSA.contains(algorithm)) {
                if (!SIZES.contains(bits)) {
                    throw new UsageException("Unsupported RSA key size " + bits + "; use 2048, 3072 or 4096.");
                }
                KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
                rsa.initialize(bits);
                return rsa.generateKeyPair();
            }
            if (algorithm.equals(JWSAlgorithm.EdDSA)) {
                return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            }
            Curve curve = Set.of(JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.ES512)
                            .contains(algorithm)
                    ? Curve.forJWSAlgorithm(algorithm).iterator().next()
                    : null;
            if (curve == null) {
                throw new UsageException("Unsupported algorithm " + algorithm
                        + "; use ES256, ES384, ES512, RS256, RS384, RS512, PS256, PS384, PS512 or EdDSA.");
            }
            KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
            ec.initialize(curve.toECParameterSpec());
            return ec.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Could not generate a key for " + algorithm + ".", e);
        }
    }

    /**
     * Writes a private key as PKCS #8 PEM to a new file that only its owner can read.
     *
     * @throws FileAlreadyExistsException if the file exists and must not be replaced
     */
    public static void write(PrivateKey key, Path file, boolean mayReplace) throws IOException {
        if (Files.isDirectory(file)) {
            throw new UsageException(file + " is a folder. Expected a file name.");
        }
        if (!mayReplace) {
            create(file, key);
            return;
        }
        // Replace the old key only after the new one is on disk.
        Path beside = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
        try {
            create(beside, key);
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static void create(Path file, PrivateKey key) throws IOException {
        byte[] pem = PrivateKeyFile.pem(key);
        try {
            PrivateKeyFile.create(file, pem);
        } catch (NoSuchFileException e) {
            throw new UsageException("The folder of " + file + " does not exist. Create it first.", e);
        } finally {
            Arrays.fill(pem, (byte) 0);
        }
    }
}
