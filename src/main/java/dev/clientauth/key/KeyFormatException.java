package dev.clientauth.key;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/**
 * Says that a text, file or key object is not a usable signing key, what it is instead, and what to do about it.
 *
 * <p>Neither the message nor any cause ever holds key material, a password or a piece of the text that was read.
 */
public final class KeyFormatException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    static final String SIGNING_KEY = "a private key, EC P-256, P-384 or P-521, or RSA of at least 2048 bits,";

    private final String found;
    private final String expected;
    private final String remedy;

    KeyFormatException(String found, String remedy) {
        this(found, SIGNING_KEY, remedy);
    }

    KeyFormatException(String found, String expected, String remedy) {
        this("Found ", found, expected, remedy, null);
    }

    KeyFormatException(String found, String expected, String remedy, @Nullable Throwable cause) {
        this("Found ", found, expected, remedy, cause);
    }

    private KeyFormatException(
            String opening, String found, String expected, String remedy, @Nullable Throwable cause) {
        super(opening + found + " where " + expected + " is expected. " + remedy, cause);
        this.found = found;
        this.expected = expected;
        this.remedy = remedy;
    }

    /** The same finding, its message opened by the file it is about. */
    KeyFormatException in(Path file) {
        KeyFormatException located = new KeyFormatException(file + ": found ", found, expected, remedy, getCause());
        located.setStackTrace(getStackTrace());
        return located;
    }

    /** The same finding, where more would be accepted. */
    KeyFormatException expecting(String accepted) {
        KeyFormatException other = new KeyFormatException("Found ", found, accepted, remedy, getCause());
        other.setStackTrace(getStackTrace());
        return other;
    }

    /** What was found, as a noun phrase: {@code a certificate}, {@code an EC key on secp256k1}. */
    public String found() {
        return found;
    }

    /** What was expected in its place, as a noun phrase. */
    public String expected() {
        return expected;
    }

    /** What to do about it, as one or more sentences. */
    public String remedy() {
        return remedy;
    }
}
