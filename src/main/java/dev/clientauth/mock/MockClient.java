package dev.clientauth.mock;

import dev.clientauth.profile.Registration;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A client as it is registered with a provider.
 *
 * @param registration client id, keys and what else proves who it is
 * @param redirectUris where a browser may be sent back to, for Sign in with Apple
 * @param scopes what it may ask for; anything, where that is not said
 */
public record MockClient(Registration registration, List<URI> redirectUris, Optional<Set<String>> scopes) {

    /** A client with only a registration. */
    public static MockClient of(Registration registration) {
        return new MockClient(registration, List.of(), Optional.empty());
    }

    /** Copies what it is given. */
    public MockClient {
        redirectUris = List.copyOf(redirectUris);
        scopes = scopes.map(Set::copyOf);
    }

    /** The same client with these redirect URIs. */
    public MockClient withRedirectUris(List<URI> uris) {
        return new MockClient(registration, uris, scopes);
    }

    /** The same client, which may ask for these scopes and no others. */
    public MockClient withScopes(Set<String> allowed) {
        return new MockClient(registration, redirectUris, Optional.of(allowed));
    }

    /** The id by which it is known. */
    public String clientId() {
        return registration.clientId();
    }
}
