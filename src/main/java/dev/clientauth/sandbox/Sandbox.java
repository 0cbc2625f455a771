package dev.clientauth.sandbox;

import com.nimbusds.jose.jwk.JWK;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A provider on loopback.
 *
 * <p>It takes what the provider takes, refuses what the provider refuses and is as silent about the reasons; {@link
 * #received()} has them. Register the client, point it at {@link #tokenEndpoint()}, and close the sandbox in the end.
 *
 * <pre>{@code
 * try (Sandbox epic = Sandbox.start(Epic.sandbox()).register("my-client", key)) {
 *     epic.failNext(Fault.unavailable(Duration.ofSeconds(3)));
 *     // let the client ask epic.tokenEndpoint() for a token …
 *     assertThat(epic.received()).extracting(ReceivedAttempt::status).containsExactly(503, 200);
 * }
 * }</pre>
 *
 * <p>A request with the {@code Host} header of the real provider is judged as if it had been sent there, so that a URL can
 * be tried out as well. Thread-safe. The last 1000 requests are kept, fewer where they are more than about 16 MiB.
 */
public final class Sandbox implements AutoCloseable {
    private static final String DEFAULT_PATH = "/token";

    private final ProviderSite provider;
    private final Workbench bench;
    private final URI tokenEndpoint;
    private final Runnable stop;

    Sandbox(ProviderSite provider, Workbench bench, URI tokenEndpoint, Runnable stop) {
        this.provider = provider;
        this.bench = bench;
        this.tokenEndpoint = tokenEndpoint;
        this.stop = stop;
    }

    /**
     * A provider of this profile on a free port of 127.0.0.1.
     *
     * @throws IOException if no port could be had
     */
    public static Sandbox start(Profile profile) throws IOException {
        return start(profile, Clock.systemUTC());
    }

    /**
     * A provider of this profile that lives by this clock.
     *
     * @throws IOException if no port could be had
     */
    public static Sandbox start(Profile profile, Clock clock) throws IOException {
        Workbench bench = Workbench.of(clock);
        Provider provider = new Provider(profile, bench);
        LoopbackServer server = new LoopbackServer(provider, bench.clock());
        return new Sandbox(provider, bench, server.uri(tokenPath(profile)), server::stop);
    }

    /** The path at which a provider gives tokens. */
    static String tokenPath(Profile profile) {
        return profile.tokenEndpoint().map(URI::getPath).orElse(DEFAULT_PATH);
    }

    /** What it demands. */
    public Profile profile() {
        return provider.profile();
    }

    /** Where to post to: the provider's own path, on loopback. */
    public URI tokenEndpoint() {
        return tokenEndpoint;
    }

    /** Puts a client on file, in place of one with the same client id. */
    public Sandbox register(SandboxClient client) {
        provider.register(client);
        bench.changes().happened();
        return this;
    }

    /** Puts a client on file, in place of one with the same client id. */
    public Sandbox register(Registration registration) {
        return register(SandboxClient.of(registration));
    }

    /** Puts a client on file of which the provider knows the client id and the public key. */
    public Sandbox register(String clientId, JWK publicKey) {
        return register(Registration.of(clientId).withKeys(List.of(publicKey)));
    }

    /** Takes a client off the file, and says whether there was one. */
    public boolean unregister(String clientId) {
        boolean was = provider.remove(clientId);
        bench.changes().happened();
        return was;
    }

    /** Who is on file, in the order of their coming. */
    public List<SandboxClient> clients() {
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

    /** Lets the next request with client authentication meet a fault. Faults strike in the order of their coming. */
    public Sandbox failNext(Fault fault) {
        return failNext(1, fault);
    }

    /**
     * Lets the next requests with client authentication meet a fault.
     *
     * @param times how many, at least one
     */
    public Sandbox failNext(int times, Fault fault) {
        bench.faults().next(id(), times, fault);
        return this;
    }

    /** Lets all requests with client authentication meet a fault, for some time by the sandbox's clock. */
    public Sandbox failFor(Duration time, Fault fault) {
        bench.faults().during(id(), time, fault);
        return this;
    }

    /** Lets all requests with client authentication meet a fault, until {@link #clearFaults()}. */
    public Sandbox failUntilCleared(Fault fault) {
        bench.faults().untilCleared(id(), fault);
        return this;
    }

    /** Takes back the faults that have yet to strike. */
    public Sandbox clearFaults() {
        bench.faults().clear(id());
        return this;
    }

    /** The clock that it lives by, and that its answers are dated by. */
    public Clock clock() {
        return bench.clock();
    }

    /** Moves its clock, back where the time is negative. */
    public Sandbox advance(Duration time) {
        bench.clock().advance(time);
        bench.changes().happened();
        return this;
    }

    /**
     * Sets its clock so far ahead of the one it was started with, or behind where the time is negative: the provider's clock
     * against the client's.
     */
    public Sandbox setClockAhead(Duration ahead) {
        bench.clock().setOffset(ahead);
        bench.changes().happened();
        return this;
    }

    /** What arrived, oldest first, each with every rule's verdict. */
    public List<ReceivedAttempt> received() {
        return bench.inbox().attempts(profile().id());
    }

    /** What arrived, oldest first, and forgets it. */
    public List<ReceivedAttempt> takeReceived() {
        return bench.inbox().take(profile().id());
    }

    /**
     * Begins anew: forgets what arrived, faults, codes, tokens and used {@code jti} values, and sets the clock right. Clients
     * stay on file.
     */
    public Sandbox clear() {
        bench.faults().clear(id());
        bench.clock().setOffset(Duration.ZERO);
        provider.forget();
        bench.inbox().clear(id());
        return this;
    }

    private Optional<String> id() {
        return Optional.of(profile().id());
    }

    /** Stops at once. */
    @Override
    public void close() {
        stop.run();
    }

    @Override
    public String toString() {
        return "Sandbox[" + profile() + " at " + tokenEndpoint() + "]";
    }
}
