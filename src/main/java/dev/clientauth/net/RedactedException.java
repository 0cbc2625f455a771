package dev.clientauth.net;

import org.jspecify.annotations.Nullable;

/**
 * Stands in for an exception of a layer below: its class name, stack trace and causes, without its message.
 *
 * <p>Messages of the layers below quote what was received, such as a header's name or a certificate's subject, and may hold
 * a credential that the server repeats, or control characters.
 */
public final class RedactedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** A longer chain of causes says nothing more, and it may be a ring. */
    private static final int MAX_DEPTH = 10;

    private RedactedException(String message, @Nullable Throwable cause) {
        super(message, cause, false, true);
    }

    /** Returns a stand-in for an exception and its causes. */
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
