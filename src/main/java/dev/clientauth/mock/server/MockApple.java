package dev.clientauth.mock.server;

import dev.clientauth.mock.AppleCredential;
import dev.clientauth.mock.AppleEvent;
import dev.clientauth.mock.AppleNotification;
import dev.clientauth.mock.ApplePerson;
import dev.clientauth.mock.MockClient;
import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.mock.apple.AppleProvider;
import dev.clientauth.mock.core.LoopbackServer;
import dev.clientauth.mock.core.ServerContext;
import dev.clientauth.profile.Registration;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * A local mock of Apple for the whole of Sign in with Apple: the page where people sign in, tokens, keys, revocation,
 * notifications, and the migration of users.
 *
 * <p>It accepts and refuses what Apple does, and its responses are as terse; {@link #received()} has
 * them. Register clients and people, give your application {@link #base()} in place of {@code https://appleid.apple.com}, and
 * close the mock in the end.
 *
 * <pre>{@code
 * ApplePerson ada = ApplePerson.of("Ada", "Lovelace", "ada@example.com");
 * try (MockApple apple = MockApple.start()) {
 *     apple.register(
 *                     Registration.of("com.example.web").withTeamId("DEF123GHIJ").withKeys(List.of(key.publicJwk())),
 *                     URI.create("https://app.example.com/callback"))
 *             .register(ada);
 *     // sign in at apple.base() …
 * }
 * }</pre>
 *
 * <p>Name and address come with the first authorization of each person and client only. After a revocation, the person is
 * new to the client (Apple, TN3194).
 *
 * <p>The issuer of what it signs is {@code https://appleid.apple.com}, as Apple's is. Thread-safe. The last 1000 requests are
 * kept.
 */
public final class MockApple implements AutoCloseable {
    private final AppleProvider apple;
    private final ServerContext bench;
    private final URI base;
    private final Runnable stop;

    MockApple(AppleProvider apple, ServerContext bench, URI base, Runnable stop) {
        this.apple = apple;
        this.bench = bench;
        this.base = base;
        this.stop = stop;
    }

    /**
     * Starts a mock of Apple on a free port of 127.0.0.1.
     *
     * @throws IOException if no port is available
     */
    public static MockApple start() throws IOException {
        return start(Clock.systemUTC());
    }

    /**
     * Apple, living by this clock.
     *
     * @throws IOException if no port is available
     */
    public static MockApple start(Clock clock) throws IOException {
        ServerContext bench = ServerContext.of(clock);
        AppleProvider apple = new AppleProvider("", bench);
        LoopbackServer server = new LoopbackServer(apple, bench.clock());
        return new MockApple(apple, bench, server.uri(""), () -> {
            server.stop();
            apple.close();
        });
    }

    /** What stands for {@code https://appleid.apple.com}: the paths below it are Apple's. */
    public URI base() {
        return base;
    }

    /** Where tokens are had: {@code /auth/token} below {@link #base()}. */
    public URI tokenEndpoint() {
        return URI.create(base + "/auth/token");
    }

    /**
     * Registers a client, replacing one with the same client id.
     *
     * @param registration with client id, AppleTeam ID and public keys
     * @param redirectUris the return URLs of a Services ID; none for an App ID. Unlike Apple, the mock takes http on
     *     loopback
     * @throws IllegalArgumentException if the AppleTeam ID or the keys are missing, or Apple would not take a redirect URI
     */
    public MockApple register(Registration registration, URI... redirectUris) {
        apple.register(MockClient.of(registration).withRedirectUris(List.of(redirectUris)));
        bench.changes().notifyListeners();
        return this;
    }

    /** Opens an account: the page at {@code /auth/authorize} offers to continue as this person. */
    public MockApple register(ApplePerson person) {
        apple.register(person);
        return this;
    }

    /**
     * Where to post what happens to the users of a client; without it, nobody is told. A revocation by the client itself is
     * posted too, soon after it was answered.
     *
     * @throws IllegalArgumentException if the client is not registered, or the URL is not http or https
     */
    public MockApple notifyAt(String clientId, URI endpoint) {
        apple.notifyAt(clientId, endpoint);
        return this;
    }

    /** Writes {@code email_verified} and {@code is_private_email} as text, as Apple did until 2024; not by default. */
    public MockApple writeBooleansAsText(boolean asText) {
        apple.writeBooleansAsText(asText);
        return this;
    }

    /** Whether devices carry the nonce of a native app into the identity token ({@code nonce_supported}); by default yes. */
    public MockApple supportNonces(boolean carried) {
        apple.supportNonces(carried);
        return this;
    }

    /**
     * The {@code sub} of a person for a client: the same for all clients of a team.
     *
     * @throws IllegalArgumentException if one of them is not registered
     */
    public String subject(ApplePerson person, String clientId) {
        return apple.subject(person, clientId);
    }

    /**
     * Signs somebody in to a native app that sends no nonce. They are asked for name and e-mail address.
     *
     * @throws IllegalArgumentException if one of them is not registered
     */
    public AppleCredential signIn(String clientId, ApplePerson person) {
        return apple.signIn(clientId, person, null);
    }

    /**
     * Signs somebody in to a native app that sends this nonce. They are asked for name and e-mail address.
     *
     * @throws IllegalArgumentException if one of them is not registered
     */
    public AppleCredential signIn(String clientId, ApplePerson person, String nonce) {
        return apple.signIn(clientId, person, nonce);
    }

    /** Signs with a new key from now on. The key that signed so far stays published until the next rotation. */
    public void rotateKeys() {
        apple.rotateKeys();
    }

    /**
     * Continues as this person at the page of this URL, as a browser would.
     *
     * @return the parameters of the answer: {@code code} and what else belongs to it
     * @throws IllegalArgumentException if the page would show an error; the message says why
     */
    public Map<String, String> approveAs(ApplePerson person, URI authorizationUri) {
        return apple.approveAs(person, authorizationUri);
    }

    /**
     * Gives a client to another team, as the transfer of an app does. For 60 days users may be migrated: the former team asks
     * for their {@code transfer_sub}, the new team trades it. Codes and tokens given before are no good any more.
     *
     * @param recipient the same client id, with the new team's AppleTeam ID and public keys
     * @throws IllegalArgumentException if there is no such client, or AppleTeam ID or keys are missing
     */
    public void transfer(Registration recipient) {
        apple.transfer(recipient);
    }

    /**
     * Lets something happen to a person, and waits until the client's server has answered the notification.
     *
     * <p>Where consent is revoked or the account deleted, the codes and tokens of this person and client end.
     *
     * @throws IllegalArgumentException if one of them is not registered
     */
    public void sendEvent(AppleEvent event, ApplePerson person, String clientId) {
        apple.sendEvent(event, person, clientId);
    }

    /**
     * The body of a notification, signed but not posted: nothing happens.
     *
     * @throws IllegalArgumentException if one of them is not registered
     */
    public String notification(AppleEvent event, ApplePerson person, String clientId) {
        return apple.notification(event, person, clientId);
    }

    /** Posts a notification again, as Apple may. */
    public void repeat(AppleNotification notification) {
        apple.repeat(notification);
    }

    /** What was posted, oldest first. */
    public List<AppleNotification> notifications() {
        return apple.posted();
    }

    /** Returns the received requests, oldest first, each with the reason and every rule's verdict. */
    public List<RecordedRequest> received() {
        return bench.inbox().attempts(apple.profile().id());
    }

    /** The same Apple as a {@link MockProvider}, for faults and the clock. Closing either closes both. */
    public MockProvider provider() {
        return new MockProvider(apple, bench, tokenEndpoint(), stop);
    }

    /** Stops immediately. */
    @Override
    public void close() {
        stop.run();
    }

    @Override
    public String toString() {
        return "MockApple[" + base() + "]";
    }
}
