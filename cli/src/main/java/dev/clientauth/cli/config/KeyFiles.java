// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.config;

import com.nimbusds.jose.jwk.JWK;
import dev.clientauth.cli.shell.FileArguments;
import dev.clientauth.cli.shell.UsageException;
import dev.clientauth.key.KeyFormatException;
import dev.clientauth.key.inspect.KeyInspection;
import dev.clientauth.key.inspect.VerificationKey;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/** Reads public keys from key files of any format. */
public final class KeyFiles {
    private KeyFiles() {}

    /** Returns what to do about a file, naming the variable of the command where the library names a method. */
    public static String remedy(KeyFormatException e) {
        boolean wantsPassword =
                e.expected().startsWith("a password") || e.expected().startsWith("the password of") || isKeyStore(e);
        return wantsPassword ? "Set " + Setting.KEY_PASSWORD.variable() + " to its password." : e.remedy();
    }

    /** Returns the password of encrypted keys and key stores, which only the environment can provide. */
    public static char @Nullable [] password(Map<String, String> environment) {
        String password = environment.get(Setting.KEY_PASSWORD.variable());
        return password == null || password.isEmpty() ? null : password.toCharArray();
    }

    /**
     * Reads the public keys of a file of any format.
     *
     * @throws UsageException if the file cannot be read
     * @throws KeyFormatException if it has no usable key
     */
    public static KeyInspection read(String file, char @Nullable [] password) {
        try {
            Path path = Path.of(FileArguments.fileName(file));
            try {
                return password == null ? KeyInspection.load(path) : KeyInspection.loadEncrypted(path, password);
            } catch (KeyFormatException e) {
                if (isKeyStore(e)) {
                    return KeyInspection.loadKeyStore(path, orEmpty(password));
                }
                throw e;
            }
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new UsageException("File not found: " + file + ".", e);
        } catch (IOException e) {
            throw new UsageException(
                    "Could not read " + file + " (" + e.getClass().getSimpleName() + "). Check its permissions.", e);
        }
    }

    public static boolean isKeyStore(KeyFormatException e) {
        return e.found().endsWith(" key store");
    }

    /** Returns the password, or the empty one that key stores of Azure Key Vault have. */
    public static char[] orEmpty(char @Nullable [] password) {
        return password == null ? new char[0] : password;
    }

    /** Returns the key with this id, or by default with its own id or its thumbprint. */
    public static JWK named(VerificationKey key, @Nullable String keyId) {
        Map<String, Object> members = key.jwk().toJSONObject();
        members.put("kid", keyId != null ? keyId : key.keyId().orElse(key.thumbprint()));
        try {
            return JWK.parse(members);
        } catch (java.text.ParseException e) {
            throw new IllegalStateException("Could not parse a JWK with a key id.", e);
        }
    }
}
