package dev.clientauth.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The text that a command is given to read: a file's, or that of standard input. */
final class InputText {
    private static final int LARGEST = 1 << 26;

    private InputText() {}

    /**
     * Reads it, as UTF-8.
     *
     * @param name a file's name, or {@code -} for standard input
     * @throws UsageException if there is no such file, it cannot be read, or it is larger than 64 MiB
     */
    static String read(String name, Shell shell) {
        if (name.equals("-")) {
            if (shell.canAsk()) {
                shell.err().println("Paste the JWT, the request or the curl command; end with Ctrl-D.");
                shell.err().flush();
            }
            return read(shell.in(), "standard input");
        }
        try (InputStream in = Files.newInputStream(Path.of(Discreet.fileName(name)))) {
            return read(in, name);
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new UsageException("There is no file " + name + "; with - standard input is read.", e);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static String read(InputStream in, String name) {
        try {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new UsageException(name + " is larger than 64 MiB; pass the one request that is meant.");
            }
            return new String(bytes, UTF_8);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static UsageException unreadable(String name, IOException e) {
        return new UsageException(name + " cannot be read (" + e.getClass().getSimpleName() + ").", e);
    }
}
