package dev.clientauth.mock.core;

import dev.clientauth.mock.MockClient;
import dev.clientauth.mock.http.RequestHandler;
import dev.clientauth.mock.token.AccessTokens;
import dev.clientauth.profile.Profile;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** One provider of a mock, with its clients. Thread-safe. */
public interface HostedProvider extends RequestHandler, AccessTokens, AutoCloseable {
    /** By which token requests are judged. */
    Profile profile();

    /**
     * Checks that a client has what the provider needs to know.
     *
     * @throws IllegalArgumentException if something is missing
     */
    void check(MockClient client);

    /** Registers a client, replacing one with the same client id. */
    void register(MockClient client);

    /** Removes a client, and returns whether it was registered. */
    boolean remove(String clientId);

    Optional<MockClient> client(String clientId);

    /** Returns the registered clients, in the order of registration. */
    List<MockClient> clients();

    /** A code as if somebody had just signed in; without a redirect URI, in a native app. */
    String code(String clientId, @Nullable URI redirectUri);

    /** The path of its discovery document; empty if it has none. */
    Optional<String> discoveryPath();

    /** The path of its own JWK Set; empty if it publishes none. */
    Optional<String> jwksPath();

    /** Whether it routes every path itself, and knows which of them it lacks. */
    boolean routesAllPaths();

    /** Whether people sign in at it, so that clients need a Team ID and receive codes. */
    boolean signsPeopleIn();

    /**
     * Signs with a new key from now on.
     *
     * @throws IllegalArgumentException if clients do not see its keys
     */
    void rotateKeys();

    /** Forgets codes, tokens and used {@code jti} values, but not the clients. */
    void forget();

    @Override
    void close();
}
