// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import dev.clientauth.token.TokenEvent;

/**
 * Receives the events of all configured clients. Each bean of this type is notified on a separate thread, in order for
 * each client, as a {@link dev.clientauth.token.TokenListener} is.
 */
@FunctionalInterface
public interface ClientEventListener {

    /**
     * Handles an event.
     *
     * @param client the name of the client in {@code clientauth.clients}
     */
    void on(String client, TokenEvent event);
}
