package dev.clientauth.token;

/**
 * Hears of what happens in the life of a client's tokens, for logs, metrics and alarms.
 *
 * <p>It is called on a thread of its own for each client, one event after the other in their order, perhaps after the call
 * that caused the event has returned. So it delays no caller, however slow it is. While it does not return, up to 256 events are
 * kept; later ones are dropped, which is logged as a warning. What it throws, an {@code Error} included, is logged and goes no
 * further.
 */
@FunctionalInterface
public interface TokenListener {

    /** Something happened. */
    void on(TokenEvent event);
}
