package dev.clientauth.mock.token;

/** A code or refresh token is no good; the message is the {@code error_description}. */
public final class GrantRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    GrantRefusedException(String description) {
        super(description);
    }
}
