// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth;

import java.io.IOException;

/**
 * Thrown if a request was not sent to an API because no access token was available.
 *
 * <p>Its {@linkplain #getCause() cause} is an exception of {@link ClientAuthenticator#accessToken()}. It is an {@link
 * IOException} because OkHttp interceptors can throw no other checked exception.
 */
public final class TokenUnavailableException extends IOException {
    private static final long serialVersionUID = 1L;

    TokenUnavailableException(String host, RuntimeException cause) {
        super("No access token is available for " + host + ". " + firstLine(cause), cause);
    }

    /** Returns the first line of the message: the rest is part of the cause and would be printed twice. */
    private static String firstLine(RuntimeException cause) {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }
}
