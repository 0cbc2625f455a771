// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.shell;

import dev.clientauth.diagnosis.input.RequestParser;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Reads the input of a command from a file or from standard input. */
public final class InputText {
    /** No text has more characters than bytes. */
    private static final int MAX_BYTES = RequestParser.MAX_LENGTH;

    private InputText() {}

    /**
     * Reads the input as UTF-8.
     *
     * @param name a file name, or {@code -} for standard input
     * @throws UsageException if the file does not exist, cannot be read, or is larger than 16 MiB
     */
    public static String read(String name, Shell shell) {
        if (name.equals("-")) {
            if (shell.canAsk()) {
                shell.err().println("Paste the JWT, the request or the curl command, then press Ctrl-D.");
                shell.err().flush();
            }
            return read(shell.in(), "standard input");
        }
        try (InputStream in = Files.newInputStream(Path.of(FileArguments.fileName(name)))) {
            return read(in, name);
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new UsageException("File not found: " + name + ". Use - to read standard input.", e);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static String read(InputStream in, String name) {
        try {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new UsageException(
                        name + " is larger than the maximum of 16 MiB. Pass only the request and its response.");
            }
            return new String(bytes, UTF_8);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static UsageException unreadable(String name, IOException e) {
        return new UsageException(
                "Could not read " + name + " (" + e.getClass().getSimpleName() + "). Check its permissions.", e);
    }
}
