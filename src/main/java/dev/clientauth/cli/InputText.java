package dev.clientauth.cli;

import dev.clientauth.reading.RequestParser;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The text that a command is given to read: a file's, or that of standard input. */
final class InputText {
    /** No text has more characters than bytes. */
    private static final int MAX_BYTES = RequestParser.MAX_LENGTH;

    private InputText() {}

    /**
     * Reads it, as UTF-8.
     *
     * @param name a file's name, or {@code -} for standard input
     * @throws UsageException if there is no such file, it cannot be read, or it is larger than 16 MiB
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
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new UsageException(
                        name + " is larger than the maximum of 16 MiB; pass only the request and its response.");
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
