// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import dev.clientauth.ClientAuthenticator;

/**
 * Changes the builder of a configured client before its authenticator is created: for example to set an HTTP client
 * with a proxy, a token store or a remote key. A bean of this type is called for every client.
 *
 * <p>A listener set here replaces those of the health indicator and the metrics; declare a {@link ClientEventListener}
 * instead.
 */
@FunctionalInterface
public interface ClientAuthenticatorCustomizer {

    /**
     * Changes a builder.
     *
     * @param client the name of the client in {@code clientauth.clients}
     * @param builder its builder, after all properties have been applied
     */
    void customize(String client, ClientAuthenticator.Builder builder);
}
