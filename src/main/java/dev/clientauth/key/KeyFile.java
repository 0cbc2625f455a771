package dev.clientauth.key;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A key file on disk: its bytes, up to a limit, and the key id that Apple puts into its name. */
final class KeyFile {

    /** {@code AuthKey_ABC123DEFG.p8}, also as a browser saves it the second time. */
    private static final Pattern APPLE_NAME =
            Pattern.compile("(?:AuthKey|ApiKey|SubscriptionKey)_([A-Za-z0-9]+)(?: ?\\(\\d+\\)| copy.*)?\\.p8");

    private KeyFile() {}

    static byte[] read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(KeyLimits.MAX_INPUT + 1);
            if (content.length > KeyLimits.MAX_INPUT) {
                throw tooLarge().in(file);
            }
            return content;
        }
    }

    static KeyFormatException tooLarge() {
        return new KeyFormatException("more than 1 MiB", "Point to the key itself; a key has a few kilobytes.");
    }

    static Optional<String> keyId(Path file) {
        return keyId(String.valueOf(file.getFileName()));
    }

    /** The key id in a name such as Apple gives its files. */
    static Optional<String> keyId(String fileName) {
        Matcher name = APPLE_NAME.matcher(fileName);
        return name.matches() ? Optional.of(name.group(1)) : Optional.empty();
    }
}
