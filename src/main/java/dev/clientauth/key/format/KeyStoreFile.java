// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.format;

import dev.clientauth.key.crypto.DerReader;
import dev.clientauth.key.crypto.KeyMaterial;
import dev.clientauth.key.crypto.KeyPairs;
import dev.clientauth.key.crypto.UnusableKeyException;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads a private key from a PKCS#12 or JKS key store; the first bytes show which of them it is. */
public final class KeyStoreFile {

    private static final String EXPECTED = "a PKCS#12 or JKS key store with a private key";

    private KeyStoreFile() {}

    public static KeyMaterial read(byte[] file, char[] password, @Nullable String alias, char[] keyPassword) {
        byte[] content = KeyParser.keyStore(file);
        try {
            KeyStore store = open(content, password);
            return entry(store, alias == null ? onlyAlias(store) : alias, keyPassword);
        } catch (GeneralSecurityException e) {
            throw unreadable(e);
        }
    }

    /** Returns the aliases of the private keys, in order. */
    public static List<String> aliases(byte[] file, char[] password) {
        try {
            return keyAliases(open(KeyParser.keyStore(file), password));
        } catch (GeneralSecurityException e) {
            throw unreadable(e);
        }
    }

    private static UnusableKeyException unreadable(GeneralSecurityException e) {
        return new UnusableKeyException(
                "a key store that this Java runtime cannot read",
                EXPECTED,
                "Create it again with: openssl pkcs12 -export -inkey FILE -in CERTIFICATE -out key.p12",
                e);
    }

    private static KeyStore open(byte[] content, char[] password) throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyParser.keyStoreType(content).orElse("PKCS12"));
        if (store.getType().equals("PKCS12") && !isPkcs12(content)) {
            throw new UnusableKeyException(
                    content.length == 0 ? "an empty file" : "a file that is not a key store",
                    EXPECTED,
                    "Read a PEM, DER or JWK file with SigningKey.load(file).");
        }
        if (store.getType().equals("PKCS12")) {
            PasswordCost.requireBounded(content);
        }
        try {
            store.load(new ByteArrayInputStream(content), password);
            return store;
        } catch (IOException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) {
                throw wrongPassword("a key store that cannot be decrypted with this password", e);
            }
            throw new UnusableKeyException(
                    "a damaged key store", EXPECTED, "Copy the file again, as binary and not as text.", e);
        }
    }

    private static boolean isPkcs12(byte[] content) {
        return DerReader.spansExactly(content) && DerType.of(content) == DerType.PKCS12;
    }

    private static String onlyAlias(KeyStore store) throws GeneralSecurityException {
        List<String> aliases = keyAliases(store);
        if (aliases.size() == 1) {
            return aliases.get(0);
        }
        if (aliases.isEmpty()) {
            throw withoutKey();
        }
        throw new UnusableKeyException(
                "a key store with " + aliases.size() + " private keys, aliases " + String.join(", ", aliases),
                "one private key, or an alias that selects one,",
                "Give the alias of the key to sign with.");
    }

    private static List<String> keyAliases(KeyStore store) throws GeneralSecurityException {
        List<String> aliases = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (isPrivateKey(store, alias)) {
                aliases.add(alias);
            }
        }
        Collections.sort(aliases);
        return aliases;
    }

    /** Includes private keys without a certificate: openssl pkcs12 -export -nocerts. */
    private static boolean isPrivateKey(KeyStore store, String alias) throws GeneralSecurityException {
        return store.isKeyEntry(alias) && !store.entryInstanceOf(alias, KeyStore.SecretKeyEntry.class);
    }

    private static KeyMaterial entry(KeyStore store, String alias, char[] keyPassword) throws GeneralSecurityException {
        Certificate certificate = store.getCertificate(alias);
        if (!isPrivateKey(store, alias)) {
            List<String> aliases = keyAliases(store);
            if (aliases.isEmpty()) {
                throw withoutKey();
            }
            throw new UnusableKeyException(
                    "no private key under the alias " + alias,
                    "one of the aliases " + String.join(", ", aliases),
                    "Give one of these aliases.");
        }
        try {
            PrivateKey key = (PrivateKey) store.getKey(alias, keyPassword);
            KeyMaterial material = certificate == null
                    ? KeyPairs.complete(key)
                    : KeyMaterial.of(key, certificate.getPublicKey())
                            .withCertificates(List.of(certificate.getEncoded()));
            return material.withForm("a private key in a " + store.getType() + " key store");
        } catch (UnrecoverableKeyException e) {
            throw wrongPassword(
                    "a key in a key store with the alias " + alias + ", that cannot be decrypted with this password",
                    e);
        }
    }

    private static UnusableKeyException withoutKey() {
        return new UnusableKeyException(
                "a key store without a private key",
                EXPECTED,
                "It holds certificates or secret keys only, or a private key that is not encrypted. Extract the key with:"
                        + " openssl pkcs12 -in FILE -nodes -out key.pem");
    }

    private static UnusableKeyException wrongPassword(String found, Exception cause) {
        return new UnusableKeyException(
                found,
                "the password of the key store and, in JKS, that of the key",
                "Check the password for a missing or extra character, such as a trailing line break.",
                cause);
    }
}
