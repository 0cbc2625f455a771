package dev.clientauth;

import java.io.IOException;

/**
 * A request was not sent to an API because there is no access token for it.
 *
 * <p>Its {@linkplain #getCause() cause} says why: one of those that {@link ClientAuthenticator#accessToken()} throws. It is an
 * {@link IOException} because OkHttp takes no other from an interceptor.
 */
public final class TokenUnavailableException extends IOException {
    private static final long serialVersionUID = 1L;

    TokenUnavailableException(String host, RuntimeException cause) {
        super("There is no access token for " + host + ". " + firstLine(cause), cause);
    }

    /** The rest of a diagnosis stands in the cause, and would be printed twice. */
    private static String firstLine(RuntimeException cause) {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }
}
