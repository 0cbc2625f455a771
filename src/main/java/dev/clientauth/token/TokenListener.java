package dev.clientauth.token;

/**
 * Hears of what happens in the life of a client's tokens, for logs, metrics and alarms.
 *
 * <p>It is called on the thread on which the event happens, so it should be quick. What it throws is logged and goes no
 * further.
 */
@FunctionalInterface
public interface TokenListener {

    /** Something happened. */
    void on(TokenEvent event);
}
