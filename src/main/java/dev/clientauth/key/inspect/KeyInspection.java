// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.inspect;

import dev.clientauth.key.KeyFormatException;
import dev.clientauth.key.SigningKey;
import dev.clientauth.key.crypto.KeyMaterial;
import dev.clientauth.key.crypto.UnusableKeyException;
import dev.clientauth.key.format.KeyFile;
import dev.clientauth.key.format.KeyParser;
import dev.clientauth.key.format.KeyRequest;
import dev.clientauth.key.format.KeyStoreFile;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import static dev.clientauth.arguments.Arguments.required;

/**
 * The keys of a file or text: each with its {@linkplain VerificationKey#notes() notes}, or rejected with the reason.
 *
 * <p>It reads what {@link VerificationKey} reads, within the same limits. It contains nothing private.
 */
public final class KeyInspection {
    private final List<InspectedKey> keys;

    private KeyInspection(List<InspectedKey> keys) {
        this.keys = keys;
    }

    /**
     * Inspects a file that is not encrypted.
     *
     * @throws IOException if the file cannot be read
     * @throws KeyFormatException if it contains no usable key
     */
    public static KeyInspection load(Path file) throws IOException {
        return load(required(file, "file"), new KeyRequest(null));
    }

    /**
     * Inspects a file with an encrypted private key.
     *
     * @throws IOException if the file cannot be read
     * @throws KeyFormatException if it contains no usable key, or the password is wrong
     */
    public static KeyInspection loadEncrypted(Path file, char[] password) throws IOException {
        return load(required(file, "file"), new KeyRequest(required(password, "password")));
    }

    private static KeyInspection load(Path file, KeyRequest request) throws IOException {
        try {
            List<InspectedKey> keys = PublicKeyReader.read(KeyParser.parse(KeyFile.read(file)), request);
            String name = KeyFile.keyId(file).orElse(null);
            return new KeyInspection(keys.stream().map(key -> named(key, name)).toList());
        } catch (UnusableKeyException e) {
            throw error(e, file);
        }
    }

    /**
     * Inspects the only private key of a PKCS#12 or JKS key store, and its certificate.
     *
     * @throws IOException if the file cannot be read
     * @throws KeyFormatException as {@link SigningKey#fromKeyStore(Path, char[])}
     */
    public static KeyInspection loadKeyStore(Path file, char[] password) throws IOException {
        required(password, "password");
        required(file, "file");
        try {
            KeyMaterial material = KeyStoreFile.read(KeyFile.read(file), password, null, password);
            return new KeyInspection(List.of(InspectedKey.of(VerificationKey.of(material))));
        } catch (UnusableKeyException e) {
            throw error(e, file);
        }
    }

    private static InspectedKey named(InspectedKey key, @Nullable String keyId) {
        return keyId == null
                ? key
                : key.key().map(each -> InspectedKey.of(each.named(keyId))).orElse(key);
    }

    /**
     * Inspects a text.
     *
     * @throws KeyFormatException if it contains no usable key, or is longer than 1 MiB
     */
    public static KeyInspection parse(String text) {
        try {
            return new KeyInspection(
                    PublicKeyReader.read(KeyParser.parse(required(text, "text")), new KeyRequest(null)));
        } catch (UnusableKeyException e) {
            throw error(e, null);
        }
    }

    /** Returns the error, phrased for a caller that also accepts a public key. */
    static KeyFormatException error(UnusableKeyException e, @Nullable Path file) {
        String expected =
                e.expected().equals(UnusableKeyException.SIGNING_KEY) ? PublicKeyReader.EXPECTED : e.expected();
        KeyFormatException error = new KeyFormatException(file, e.found(), expected, e.remedy(), e.getCause());
        error.setStackTrace(e.getStackTrace());
        return error;
    }

    /** Returns the keys in order, at least one of them usable. */
    public List<InspectedKey> keys() {
        return keys;
    }

    /** Returns the usable keys in order. */
    public List<VerificationKey> usableKeys() {
        return keys.stream().flatMap(key -> key.key().stream()).toList();
    }

    /** Returns the keys, none of them private. */
    @Override
    public String toString() {
        return "KeyInspection" + keys;
    }
}
