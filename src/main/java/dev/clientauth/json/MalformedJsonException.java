package dev.clientauth.json;

/**
 * A text is not valid JSON. The message gives the position and none of the text, which may hold a secret.
 */
public final class MalformedJsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedJsonException(String message) {
        super(message);
    }
}
