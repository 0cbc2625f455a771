// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.shell;

import dev.clientauth.profile.text.Redactor;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Checks arguments that name files. */
public final class FileArguments {
    private static final String REDACTED = "(not shown)";

    private FileArguments() {}

    /**
     * Returns the argument if it can be a file name.
     *
     * @throws UsageException if it is itself a key, a token or a request, which the message does not repeat
     */
    public static String fileName(String argument) {
        String found = found(argument.strip());
        if (!found.isEmpty()) {
            throw new UsageException("Expected a file name, but found " + found
                    + ". Other users can see a command line, and the shell history keeps it. Write it to a file and pass"
                    + " the file name, or pass it on standard input with \"-\" if the command reads standard input.");
        }
        return argument;
    }

    /**
     * Returns the path that an argument names.
     *
     * @throws UsageException if it is a key, a token or a request, or has a character that no file name can have
     */
    public static Path path(String argument) {
        String name = fileName(argument);
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new UsageException(
                    "Expected a file name, but found a text with a character that file names cannot have here.", e);
        }
    }

    private static String found(String argument) {
        if (argument.contains("-----BEGIN")) {
            return "a key";
        }
        if (argument.startsWith("{")) {
            return "JSON";
        }
        if (argument.startsWith("curl ")) {
            return "a curl command";
        }
        if (!Redactor.text(argument).equals(REDACTED)) {
            return "";
        }
        return argument.startsWith("M") ? "a key" : "a JWT";
    }
}
