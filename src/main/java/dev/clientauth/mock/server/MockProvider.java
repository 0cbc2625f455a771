package dev.clientauth.mock.server;

import com.nimbusds.jose.jwk.JWK;
import dev.clientauth.mock.Fault;
import dev.clientauth.mock.MockClient;
import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.mock.core.HostedProvider;
import dev.clientauth.mock.core.LoopbackServer;
import dev.clientauth.mock.core.ServerContext;
import dev.clientauth.mock.core.StandardProvider;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A local mock of one provider.
 *
 * <p>It accepts and refuses what the provider does, and its responses are as terse; {@link
 * #received()} has them. Register the client, point it at {@link #tokenEndpoint()}, and close the mock in the end.
 *
 * <pre>{@code
 * try (MockProvider epic = MockProvider.start(Epic.sandbox()).register("my-client", key)) {
 *     epic.failNext(Fault.unavailable(Duration.ofSeconds(3)));
 *     // let the client ask epic.tokenEndpoint() for a token …
 *     assertThat(epic.received()).extracting(RecordedRequest::status).containsExactly(503, 200);
 * }
 * }</pre>
 *
 * <p>A request with the {@code Host} header of the real provider is judged as if it had been sent there, so that a URL can
 * be tried out as well. Thread-safe. The last 1000 requests are kept, fewer where they are more than about 16 MiB.
 */
public final class MockProvider implements AutoCloseable {
    private static final String DEFAULT_PATH = "/token";

    private final HostedProvider provider;
    private final ServerContext bench;
    private final URI tokenEndpoint;
    private final Runnable stop;

    MockProvider(HostedProvider provider, ServerContext bench, URI tokenEndpoint, Runnable stop) {
        this.provider = provider;
        this.bench = bench;
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
        ServerContext bench = ServerContext.of(clock);
        StandardProvider provider = new StandardProvider(profile, bench);
        LoopbackServer server = new LoopbackServer(provider, bench.clock());
        return new MockProvider(provider, bench, server.uri(tokenPath(profile)), server::stop);
    }

    /** The path at which a provider gives tokens. */
    static String tokenPath(Profile profile) {
        return profile.tokenEndpoint().map(URI::getPath).orElse(DEFAULT_PATH);
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
        provider.register(client);
        bench.changes().notifyListeners();
        return this;
    }

    /** Registers a client, replacing one with the same client id. */
    public MockProvider register(Registration registration) {
        return register(MockClient.of(registration));
    }

    /** Registers a client by its client id and public key. */
    public MockProvider register(String clientId, JWK publicKey) {
        return register(Registration.of(clientId).withKeys(List.of(publicKey)));
    }

    /** Removes a client, and returns whether it was registered. */
    public boolean unregister(String clientId) {
        boolean was = provider.remove(clientId);
        bench.changes().notifyListeners();
        return was;
    }

    /** Returns the registered clients, in the order of registration. */
    public List<MockClient> clients() {
        return provider.clients();
    }

    /**
     * An authorization code for a native app, as if a person had just signed in. Good for five minutes, once.
     *
     * @throws IllegalArgumentException if the client is not registered
     */
    public String authorizationCode(String clientId) {
        return provider.code(clientId, null);
    }

    /**
     * An authorization code that came back through this redirect URI, as if a person had just signed in. Good for five
     * minutes, once.
     *
     * @throws IllegalArgumentException if the client is not registered
     */
    public String authorizationCode(String clientId, URI redirectUri) {
        return provider.code(clientId, redirectUri);
    }

    /** Injects a fault into the next request with client authentication. FaultQueue strike in the order of their coming. */
    public MockProvider failNext(Fault fault) {
        return failNext(1, fault);
    }

    /**
     * Injects a fault into the next requests with client authentication.
     *
     * @param times how many, at least one
     */
    public MockProvider failNext(int times, Fault fault) {
        bench.faults().next(id(), times, fault);
        return this;
    }

    /** Injects a fault into all requests with client authentication, for some time by the mock's clock. */
    public MockProvider failFor(Duration time, Fault fault) {
        bench.faults().during(id(), time, fault);
        return this;
    }

    /** Injects a fault into all requests with client authentication, until {@link #clearFaults()}. */
    public MockProvider failUntilCleared(Fault fault) {
        bench.faults().untilCleared(id(), fault);
        return this;
    }

    /** Removes the pending faults. */
    public MockProvider clearFaults() {
        bench.faults().clear(id());
        return this;
    }

    /** Returns the clock that it uses, and that its responses are dated by. */
    public Clock clock() {
        return bench.clock();
    }

    /** Moves its clock, back where the time is negative. */
    public MockProvider advance(Duration time) {
        bench.clock().advance(time);
        bench.changes().notifyListeners();
        return this;
    }

    /**
     * Sets its clock so far ahead of the one it was started with, or behind where the time is negative: the provider's clock
     * against the client's.
     */
    public MockProvider setClockAhead(Duration ahead) {
        bench.clock().setOffset(ahead);
        bench.changes().notifyListeners();
        return this;
    }

    /** Returns the received requests, oldest first, each with the reason and every rule's verdict. */
    public List<RecordedRequest> received() {
        return bench.inbox().attempts(profile().id());
    }

    /** Returns the received requests, oldest first, and forgets them. */
    public List<RecordedRequest> takeReceived() {
        return bench.inbox().take(profile().id());
    }

    /**
     * Resets the mock: forgets received requests, faults, codes, tokens and used {@code jti} values, and sets the clock right. Clients
     * stay registered.
     */
    public MockProvider clear() {
        bench.faults().clear(id());
        bench.clock().setOffset(Duration.ZERO);
        provider.forget();
        bench.inbox().clear(id());
        return this;
    }

    private Optional<String> id() {
        return Optional.of(profile().id());
    }

    /** Stops immediately. */
    @Override
    public void close() {
        stop.run();
    }

    @Override
    public String toString() {
        return "MockProvider[" + profile() + " at " + tokenEndpoint() + "]";
    }
}
