// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.net;

import org.jspecify.annotations.Nullable;

/**
 * Replaces an exception of a layer below: keeps its class name, stack trace and causes, but not its message.
 *
 * <p>Messages of the layers below quote received data, such as the name of a header or the subject of a certificate, and may
 * contain control characters or a credential that the server echoes.
 */
public final class RedactedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** The maximum depth of the chain of causes, which may be cyclic. */
    private static final int MAX_DEPTH = 10;

    private RedactedException(String message, @Nullable Throwable cause) {
        super(message, cause, false, true);
    }

    /** Returns a replacement for an exception and its causes. */
    public static RedactedException of(Throwable original) {
        return of(original, MAX_DEPTH);
    }

    private static RedactedException of(Throwable original, int depth) {
        Throwable cause = original.getCause();
        RedactedException redacted = new RedactedException(
                original.getClass().getName() + " (message not shown)",
                cause == null || depth == 0 ? null : of(cause, depth - 1));
        redacted.setStackTrace(original.getStackTrace());
        return redacted;
    }
}
