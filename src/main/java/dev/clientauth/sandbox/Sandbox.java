package dev.clientauth.sandbox;

import com.nimbusds.jose.jwk.JWK;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;

/**
 * A provider on loopback.
 *
 * <p>It takes what the provider takes, refuses what the provider refuses and is as silent about the reasons; {@link
 * #received()} has them. Register the client, point it at {@link #tokenEndpoint()}, and close the sandbox in the end.
 *
 * <p>A request with the {@code Host} header of the real provider is judged as if it had been sent there, so that a URL can
 * be tried out as well. Thread-safe. The last 1000 requests are kept.
 */
public final class Sandbox implements AutoCloseable {
    private static final String DEFAULT_PATH = "/token";

    private final Profile profile;
    private final Provider provider;
    private final LoopbackServer server;

    private Sandbox(Profile profile, Clock clock) throws IOException {
        this.profile = profile;
        this.provider = new Provider(profile, clock);
        this.server = new LoopbackServer(provider, clock);
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
        return new Sandbox(profile, clock);
    }

    /** What it demands. */
    public Profile profile() {
        return profile;
    }

    /** Where to post to: the provider's own path, on loopback. */
    public URI tokenEndpoint() {
        return server.uri(profile.tokenEndpoint().map(URI::getPath).orElse(DEFAULT_PATH));
    }

    /** Puts a client on file, in place of one with the same client id. */
    public Sandbox register(Registration registration) {
        provider.register(registration);
        return this;
    }

    /** Puts a client on file of which the provider knows the client id and the public key. */
    public Sandbox register(String clientId, JWK publicKey) {
        return register(Registration.of(clientId).withKeys(List.of(publicKey)));
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

    /** What arrived, oldest first, each with every rule's verdict. */
    public List<ReceivedAttempt> received() {
        return provider.received();
    }

    /** Stops at once. */
    @Override
    public void close() {
        server.stop();
    }

    @Override
    public String toString() {
        return "Sandbox[" + profile + " at " + tokenEndpoint() + "]";
    }
}
