// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import dev.clientauth.key.crypto.UnusableKeyException;
import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.function.Supplier;

import static dev.clientauth.arguments.Arguments.notBlank;

/**
 * Thrown if a text, file or key object is not a usable signing key. Says what it is instead and what to do about it.
 *
 * <p>Neither the message nor any cause contains key material, a password or any part of the input.
 */
public final class KeyFormatException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String found;
    private final String expected;
    private final String remedy;

    /**
     * Creates the exception.
     *
     * @param file the file that was read, or null; the message begins with it
     * @param found what was found, as a noun phrase
     * @param expected what was expected instead, as a noun phrase
     * @param remedy what to do about it, as one or more sentences
     */
    public KeyFormatException(
            @Nullable Path file, String found, String expected, String remedy, @Nullable Throwable cause) {
        super(
                (file == null ? "Found " : file + ": found ") + notBlank(found, "found") + " where "
                        + notBlank(expected, "expected") + " is expected. " + notBlank(remedy, "remedy"),
                cause);
        this.found = found;
        this.expected = expected;
        this.remedy = remedy;
    }

    KeyFormatException(String found, String expected, String remedy) {
        this(null, found, expected, remedy, null);
    }

    /** Returns the exception for callers, with the file that was read. */
    static KeyFormatException of(UnusableKeyException e, @Nullable Path file) {
        KeyFormatException error = new KeyFormatException(file, e.found(), e.expected(), e.remedy(), e.getCause());
        error.setStackTrace(e.getStackTrace());
        return error;
    }

    /** Returns the result, or throws the exception for callers. */
    static <T> T checked(Supplier<T> work) {
        try {
            return work.get();
        } catch (UnusableKeyException e) {
            throw of(e, null);
        }
    }

    /** Returns what was found, as a noun phrase: {@code a certificate}, {@code an EC key on secp256k1}. */
    public String found() {
        return found;
    }

    /** Returns what was expected instead, as a noun phrase. */
    public String expected() {
        return expected;
    }

    /** Returns what to do about it, as one or more sentences. */
    public String remedy() {
        return remedy;
    }
}
