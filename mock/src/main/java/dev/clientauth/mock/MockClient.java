// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock;

import dev.clientauth.profile.Registration;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A client that is registered with a mock provider.
 *
 * @param registration the client id, the keys and what else the provider requires
 * @param redirectUris the redirect URIs, for Sign in with Apple
 * @param scopes the scopes it may request; any scope if empty
 */
public record MockClient(Registration registration, List<URI> redirectUris, Optional<Set<String>> scopes) {

    /** Returns a client with only a registration. */
    public static MockClient of(Registration registration) {
        return new MockClient(registration, List.of(), Optional.empty());
    }

    /** Copies the collections. */
    public MockClient {
        redirectUris = List.copyOf(redirectUris);
        scopes = scopes.map(Set::copyOf);
    }

    /** Returns the same client with these redirect URIs. */
    public MockClient withRedirectUris(List<URI> uris) {
        return new MockClient(registration, uris, scopes);
    }

    /** Returns the same client, limited to these scopes. */
    public MockClient withScopes(Set<String> allowed) {
        return new MockClient(registration, redirectUris, Optional.of(allowed));
    }

    /** Returns the client id. */
    public String clientId() {
        return registration.clientId();
    }
}
