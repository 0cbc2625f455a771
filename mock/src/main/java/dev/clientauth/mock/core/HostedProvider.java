// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.core;

import dev.clientauth.mock.MockClient;
import dev.clientauth.mock.http.RequestHandler;
import dev.clientauth.mock.token.AccessTokens;
import dev.clientauth.profile.Profile;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** A mock of one provider, with its clients, tokens and keys. Thread-safe. */
public interface HostedProvider extends RequestHandler, AccessTokens, AutoCloseable {
    /** Returns the profile by which token requests are validated. */
    Profile profile();

    /**
     * Checks that a client has what the provider requires.
     *
     * @throws IllegalArgumentException if something is missing
     */
    void check(MockClient client);

    /** Registers a client, replacing one with the same client id. */
    void register(MockClient client);

    /** Removes a client, and returns whether it was registered. */
    boolean remove(String clientId);

    /** Returns the client with this id, if it is registered. */
    Optional<MockClient> client(String clientId);

    /** Returns the registered clients, in the order of registration. */
    List<MockClient> clients();

    /** Issues an authorization code as if a person had just signed in; without a redirect URI, in a native app. */
    String code(String clientId, @Nullable URI redirectUri);

    /** Returns the path of its discovery document; empty if it has none. */
    Optional<String> discoveryPath();

    /** Returns the path of its own JWK Set; empty if it publishes none. */
    Optional<String> jwksPath();

    /** Returns whether it handles every path itself, including unknown ones. */
    boolean routesAllPaths();

    /** Returns whether people sign in at it, so that clients need a Team ID and receive codes. */
    boolean signsPeopleIn();

    /**
     * Signs with a new key from now on.
     *
     * @throws IllegalArgumentException if it publishes no keys
     */
    void rotateKeys();

    /** Removes codes, tokens and used {@code jti} values, but not the clients. */
    void forget();

    @Override
    void close();
}
