// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.format;

import dev.clientauth.key.crypto.KeyLimits;
import dev.clientauth.key.crypto.UnusableKeyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a key file up to a limit, and the key id that Apple puts into its name. */
public final class KeyFile {

    /** {@code AuthKey_ABC123DEFG.p8}, also as a browser renames a second download. */
    private static final Pattern APPLE_NAME =
            Pattern.compile("(?:AuthKey|ApiKey|SubscriptionKey)_([A-Za-z0-9]+)(?: ?\\(\\d+\\)| copy.*)?\\.p8");

    private static final Logger LOG = LoggerFactory.getLogger("dev.clientauth.key.SigningKey");
    private static final int MAX_REPORTED = 1000;
    private static final Set<Path> REPORTED = ConcurrentHashMap.newKeySet();

    private KeyFile() {}

    /**
     * Reads the file of a private key, and logs a warning, once for each file, if users other than its owner can read or
     * replace it.
     */
    public static byte[] readPrivate(Path file) throws IOException {
        byte[] content = read(file);
        if (PrivateKeyFile.isExposed(file) && REPORTED.size() < MAX_REPORTED && REPORTED.add(file.toAbsolutePath())) {
            LOG.warn(
                    "The private key file {} can be read or replaced by other users. Set its mode to 0600; if others"
                            + " use this machine, the key is compromised: revoke it and generate a new one.",
                    file);
        }
        return content;
    }

    public static byte[] read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(KeyLimits.MAX_INPUT + 1);
            if (content.length > KeyLimits.MAX_INPUT) {
                throw tooLarge();
            }
            return content;
        }
    }

    static UnusableKeyException tooLarge() {
        return new UnusableKeyException("more than 1 MiB", "Pass the key itself; a key is a few kilobytes long.");
    }

    public static Optional<String> keyId(Path file) {
        return keyId(String.valueOf(file.getFileName()));
    }

    /** Returns the key id in a file name of Apple. */
    public static Optional<String> keyId(String fileName) {
        Matcher name = APPLE_NAME.matcher(fileName);
        return name.matches() ? Optional.of(name.group(1)) : Optional.empty();
    }
}
