// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.token;

/**
 * Receives events about a client's tokens, for logs, metrics and alerts.
 *
 * <p>It is called on a separate thread, with one event at a time and in order, possibly after the call that caused the
 * event has returned. A slow listener does not delay callers. Up to 256 events are queued; further ones are dropped
 * with a warning in the log. Anything that the listener throws, including an {@code Error}, is logged and ignored.
 */
@FunctionalInterface
public interface TokenListener {

    /** Handles an event. */
    void on(TokenEvent event);
}
