package dev.clientauth.key.format;

import dev.clientauth.key.crypto.KeyLimits;
import dev.clientauth.key.crypto.UnusableKeyException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a key file up to a limit, and the key id that Apple puts into its name. */
public final class KeyFile {

    /** {@code AuthKey_ABC123DEFG.p8}, also as a browser renames a second download. */
    private static final Pattern APPLE_NAME =
            Pattern.compile("(?:AuthKey|ApiKey|SubscriptionKey)_([A-Za-z0-9]+)(?: ?\\(\\d+\\)| copy.*)?\\.p8");

    private KeyFile() {}

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
        return new UnusableKeyException("more than 1 MiB", "Pass the key itself; a key has a few kilobytes.");
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
