// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.ring;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.util.Base64URL;
import dev.clientauth.key.KeyFormatException;
import dev.clientauth.key.SigningKey;
import dev.clientauth.key.crypto.UnusableKeyException;
import dev.clientauth.key.format.KeyFile;
import dev.clientauth.key.format.KeyStoreFile;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Where the application holds the private keys of a ring. Reads a file again only if its contents changed. */
abstract class ProvidedKeys {
    /** Returns the keys, in the order in which they sign. */
    abstract List<SigningKey> read() throws IOException;

    static ProvidedKeys of(Supplier<? extends Collection<SigningKey>> keys) {
        return new ProvidedKeys() {
            @Override
            List<SigningKey> read() throws IOException {
                try {
                    return List.copyOf(keys.get());
                } catch (Throwable e) {
                    // Whatever the application throws, the ring keeps the keys that it has.
                    throw new IOException(
                            "the application failed to provide the keys of the ring: "
                                    + e.getClass().getName(),
                            e);
                }
            }
        };
    }

    static ProvidedKeys jwkSet(Path file) {
        return new OfFile(file) {
            @Override
            List<SigningKey> parse(byte[] content) throws IOException {
                List<SigningKey> keys = new ArrayList<>();
                try {
                    for (JWK jwk : JWKSet.parse(new String(content, UTF_8)).getKeys()) {
                        if (jwk.isPrivate() && !KeyUse.ENCRYPTION.equals(jwk.getKeyUse())) {
                            keys.add(SigningKey.of(jwk));
                        }
                    }
                } catch (ParseException e) {
                    // Not passed on as the cause: its message may quote the text.
                    throw new IOException(file + " is not a JWK Set");
                }
                return keys;
            }
        };
    }

    static ProvidedKeys keyStore(Path file, char[] password) {
        return new OfFile(file) {
            @Override
            List<SigningKey> parse(byte[] content) throws IOException {
                List<SigningKey> keys = new ArrayList<>();
                for (String alias : KeyStoreFile.aliases(content, password)) {
                    keys.add(SigningKey.fromKeyStore(file, password, alias));
                }
                return keys;
            }
        };
    }

    private abstract static class OfFile extends ProvidedKeys {
        private final Path file;
        private String lastHash = "";
        private List<SigningKey> keys = List.of();

        OfFile(Path file) {
            this.file = file;
        }

        abstract List<SigningKey> parse(byte[] content) throws IOException;

        @Override
        synchronized List<SigningKey> read() throws IOException {
            byte[] content = KeyFile.read(file);
            String hash = Base64URL.encode(sha256().digest(content)).toString();
            if (!hash.equals(lastHash)) {
                try {
                    List<SigningKey> parsed = parse(content);
                    if (parsed.isEmpty()) {
                        throw new IOException(file + " has no private key for signing");
                    }
                    keys = parsed;
                    lastHash = hash;
                } catch (KeyFormatException e) {
                    throw new IOException(file + " has " + e.found(), e);
                } catch (UnusableKeyException e) {
                    throw new IOException(file + " has " + e.found(), e);
                }
            }
            return keys;
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("SHA-256 is missing from this Java runtime.", e);
            }
        }
    }
}
