package dev.clientauth.token;

/**
 * Is notified of events in the lifetime of a client's tokens, for logs, metrics and alerts.
 *
 * <p>Each client calls it on a separate thread, one event at a time and in order, possibly after the call that caused the
 * event has returned. A slow listener does not delay callers. While it does not return, up to 256 events are queued; later
 * ones are dropped, which is logged as a warning. Anything it throws, an {@code Error} included, is logged and ignored.
 */
@FunctionalInterface
public interface TokenListener {

    /** Handles an event. */
    void on(TokenEvent event);
}
