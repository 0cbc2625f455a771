// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.config;

import dev.clientauth.cli.shell.FileArguments;
import dev.clientauth.cli.shell.UsageException;
import dev.clientauth.key.KeyFormatException;
import dev.clientauth.key.SigningKey;
import dev.clientauth.key.ring.KeyRing;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the private key of a configuration from a file, a key store or the environment. */
public final class KeySource {
    private KeySource() {}

    /**
     * Reads the key.
     *
     * @throws UsageException if none is configured, or it cannot be read
     */
    public static SigningKey read(Settings settings) {
        String key = settings.need(Setting.KEY, "the private key");
        char @Nullable [] password =
                settings.get(Setting.KEY_PASSWORD).map(String::toCharArray).orElse(null);
        if (!isKeyItself(settings, key) && ring(key).isPresent()) {
            return current(ring(key).get());
        }
        SigningKey read = isKeyItself(settings, key)
                ? parsed(key, password)
                : loaded(key, password, settings.get(Setting.KEY_ALIAS).orElse(null));
        return settings.get(Setting.KEY_ID).map(id -> named(read, id)).orElse(read);
    }

    private static SigningKey current(KeyRing ring) {
        try {
            return ring.current();
        } catch (IllegalStateException e) {
            throw new UsageException("" + e.getMessage(), e);
        }
    }

    /**
     * Returns the key ring in this folder; empty if it is not the folder of one.
     *
     * @throws UsageException if it cannot be read
     */
    public static Optional<KeyRing> ring(String folder) {
        try {
            Path path = Path.of(FileArguments.fileName(folder));
            return Files.exists(path.resolve("ring.json")) ? Optional.of(KeyRing.read(path)) : Optional.empty();
        } catch (InvalidPathException e) {
            // Not a folder: it may be the key itself.
            return Optional.empty();
        } catch (IllegalStateException e) {
            throw new UsageException("" + e.getMessage(), e);
        }
    }

    /** Reads the private key of a file of any format. */
    public static SigningKey loaded(String file, char @Nullable [] password, @Nullable String alias) {
        try {
            Path path = Path.of(FileArguments.fileName(file));
            try {
                return password == null ? SigningKey.load(path) : SigningKey.loadEncrypted(path, password);
            } catch (KeyFormatException e) {
                if (KeyFiles.isKeyStore(e)) {
                    char[] storePassword = KeyFiles.orEmpty(password);
                    return SigningKey.fromKeyStore(path, storePassword, alias, storePassword);
                }
                throw e;
            }
        } catch (KeyFormatException e) {
            throw new UsageException(withVariable(e), e);
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new UsageException("File not found: " + file + ". Expected the private key file.", e);
        } catch (IOException e) {
            throw new UsageException(
                    "Could not read " + file + " (" + e.getClass().getSimpleName() + "). Check its permissions.", e);
        }
    }

    /** A variable can hold the key itself; a flag cannot. */
    private static boolean isKeyItself(Settings settings, String key) {
        return settings.origin(Setting.KEY).orElse("").equals(Setting.KEY.variable())
                && (key.contains("-----BEGIN") || key.strip().startsWith("{"));
    }

    private static SigningKey parsed(String text, char @Nullable [] password) {
        try {
            return password == null ? SigningKey.parse(text) : SigningKey.parseEncrypted(text, password);
        } catch (KeyFormatException e) {
            throw new UsageException(Setting.KEY.variable() + ": " + withVariable(e), e);
        }
    }

    private static SigningKey named(SigningKey key, String id) {
        try {
            return key.withKeyId(id);
        } catch (IllegalArgumentException e) {
            throw new UsageException("" + e.getMessage(), e);
        }
    }

    private static String withVariable(KeyFormatException e) {
        return ("" + e.getMessage()).replace(e.remedy(), KeyFiles.remedy(e));
    }
}
