// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import com.nimbusds.jose.jwk.JWK;
import dev.clientauth.mock.MockClient;
import dev.clientauth.mock.core.HostedProvider;
import dev.clientauth.mock.core.LoopbackServer;
import dev.clientauth.mock.core.ServerContext;
import dev.clientauth.mock.core.StandardProvider;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.Registration.KeyOrigin;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Mocks one provider on this machine.
 *
 * <p>It accepts and refuses what the provider does, with the same terse responses; {@link #received()} has the reasons.
 * Register the client, point it at {@link #tokenEndpoint()}, and close the mock when done.
 *
 * <pre>{@code
 * try (MockProvider epic = MockProvider.start(Epic.sandbox()).register("my-client", key)) {
 *     epic.failNext(Fault.unavailable(Duration.ofSeconds(3)));
 *     // let the client request a token at epic.tokenEndpoint() …
 *     assertThat(epic.received()).extracting(RecordedRequest::status).containsExactly(503, 200);
 * }
 * }</pre>
 *
 * <p>A request with the {@code Host} header of the real provider is checked as if it had been sent there, so that URLs can be
 * tested too. Thread-safe.
 */
public final class MockProvider extends RunningMock<MockProvider> {
    private static final String DEFAULT_PATH = "/token";

    private final HostedProvider provider;
    private final URI tokenEndpoint;
    private final Runnable stop;

    MockProvider(HostedProvider provider, ServerContext context, URI tokenEndpoint, Runnable stop) {
        super(context, Optional.of(provider.profile().id()));
        this.provider = provider;
        this.tokenEndpoint = tokenEndpoint;
        this.stop = stop;
    }

    /**
     * Starts a mock of this profile on a free port of 127.0.0.1.
     *
     * @throws IOException if no port is available
     */
    public static MockProvider start(Profile profile) throws IOException {
        return start(profile, Clock.systemUTC());
    }

    /**
     * Starts a mock of this profile that uses this clock.
     *
     * @throws IOException if no port is available
     */
    public static MockProvider start(Profile profile, Clock clock) throws IOException {
        ServerContext context = ServerContext.of(clock);
        StandardProvider provider = new StandardProvider(profile, context);
        LoopbackServer server = new LoopbackServer(provider, context.clock());
        return new MockProvider(provider, context, server.uri(tokenPath(profile)), server::stop);
    }

    /** Returns the path of a provider's token endpoint. */
    static String tokenPath(Profile profile) {
        return profile.tokenEndpoint().map(URI::getPath).orElse(DEFAULT_PATH);
    }

    @Override
    MockProvider self() {
        return this;
    }

    @Override
    List<HostedProvider> hosted() {
        return List.of(provider);
    }

    /** Returns the profile of the provider. */
    public Profile profile() {
        return provider.profile();
    }

    /** Returns the token endpoint: the provider's own path, on loopback. */
    public URI tokenEndpoint() {
        return tokenEndpoint;
    }

    /** Registers a client, replacing one with the same client id. */
    public MockProvider register(MockClient client) {
        return register(provider, client);
    }

    /** Registers a client, replacing one with the same client id. */
    public MockProvider register(Registration registration) {
        return register(MockClient.of(registration));
    }

    /** Registers a client by its client id and public key, as if the provider had fetched the key from a JWK Set URL. */
    public MockProvider register(String clientId, JWK publicKey) {
        return register(Registration.of(clientId).withKeys(List.of(publicKey)).withKeyOrigin(KeyOrigin.JWK_SET_URL));
    }

    /** Removes a client, and returns whether it was registered. */
    public boolean unregister(String clientId) {
        return context().unregister(provider, clientId);
    }

    /** Returns the registered clients, in the order of registration. */
    public List<MockClient> clients() {
        return provider.clients();
    }

    /**
     * Returns an authorization code for a native app, as if a person had just signed in. It is valid once, for five minutes.
     *
     * @throws IllegalArgumentException if the client is not registered
     */
    public String authorizationCode(String clientId) {
        return provider.code(clientId, null);
    }

    /**
     * Returns an authorization code that was sent to this redirect URI, as if a person had just signed in. It is valid once,
     * for five minutes.
     *
     * @throws IllegalArgumentException if the client is not registered
     */
    public String authorizationCode(String clientId, URI redirectUri) {
        return provider.code(clientId, redirectUri);
    }

    @Override
    public void close() {
        stop.run();
    }

    @Override
    public String toString() {
        return "MockProvider[" + profile() + " at " + tokenEndpoint() + "]";
    }
}
