// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import dev.clientauth.mock.AppleCredential;
import dev.clientauth.mock.AppleEvent;
import dev.clientauth.mock.AppleNotification;
import dev.clientauth.mock.ApplePerson;
import dev.clientauth.mock.MockClient;
import dev.clientauth.mock.apple.AppleProvider;
import dev.clientauth.mock.core.HostedProvider;
import dev.clientauth.mock.core.LoopbackServer;
import dev.clientauth.mock.core.ServerContext;
import dev.clientauth.profile.Registration;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Mocks Apple for the whole of Sign in with Apple: the page where people sign in, tokens, keys, revocation, notifications, and
 * the migration of users.
 *
 * <p>It accepts and refuses what Apple does, with the same terse responses; {@link #received()} has the reasons. Register
 * clients and people, configure your application with {@link #base()} in place of {@code https://appleid.apple.com}, and close
 * the mock when done.
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
 * <p>Name and address are sent only with the first authorization of a person for a client. After a revocation, the next
 * authorization counts as the first (Apple, TN3194).
 *
 * <p>The issuer of its tokens is {@code https://appleid.apple.com}, as at Apple. Thread-safe.
 */
public final class MockApple extends RunningMock<MockApple> {
    private final AppleProvider apple;
    private final URI base;
    private final Runnable stop;

    MockApple(AppleProvider apple, ServerContext context, URI base, Runnable stop) {
        super(context, Optional.of(apple.profile().id()));
        this.apple = apple;
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
     * Starts a mock of Apple that uses this clock.
     *
     * @throws IOException if no port is available
     */
    public static MockApple start(Clock clock) throws IOException {
        ServerContext context = ServerContext.of(clock);
        AppleProvider apple = new AppleProvider("", context);
        LoopbackServer server = new LoopbackServer(apple, context.clock());
        return new MockApple(apple, context, server.uri(""), () -> {
            server.stop();
            apple.close();
        });
    }

    @Override
    MockApple self() {
        return this;
    }

    @Override
    List<HostedProvider> hosted() {
        return List.of(apple);
    }

    /** Returns the address in place of {@code https://appleid.apple.com}: the paths below it are Apple's. */
    public URI base() {
        return base;
    }

    /** Returns the token endpoint, {@code /auth/token} below {@link #base()}. */
    public URI tokenEndpoint() {
        return URI.create(base + "/auth/token");
    }

    /**
     * Registers a client, replacing one with the same client id.
     *
     * @param registration with client id, Team ID and public keys
     * @param redirectUris the return URLs of a Services ID; none for an App ID. Unlike Apple, the mock accepts http on
     *     loopback
     * @throws IllegalArgumentException if the Team ID or the keys are missing, or Apple would reject a redirect URI
     */
    public MockApple register(Registration registration, URI... redirectUris) {
        return register(apple, MockClient.of(registration).withRedirectUris(List.of(redirectUris)));
    }

    /** Adds a person with an Apple Account: the page at {@code /auth/authorize} offers to continue as this person. */
    public MockApple register(ApplePerson person) {
        apple.register(person);
        return this;
    }

    /**
     * Sets the URL to which notifications about a client's users are posted; without it, none are. A revocation by the client
     * itself is posted too, shortly after its response.
     *
     * @throws IllegalArgumentException if the client is not registered, or the URL is not an http or https URL
     */
    public MockApple notifyAt(String clientId, URI endpoint) {
        apple.notifyAt(clientId, endpoint);
        return this;
    }

    /** Sets whether {@code email_verified} and {@code is_private_email} are strings, as Apple sent them until 2024; by default not. */
    public MockApple writeBooleansAsText(boolean asText) {
        apple.writeBooleansAsText(asText);
        return this;
    }

    /** Sets whether devices put the nonce of a native app into the identity token ({@code nonce_supported}); by default they do. */
    public MockApple supportNonces(boolean supported) {
        apple.supportNonces(supported);
        return this;
    }

    /**
     * Returns the {@code sub} of a person for a client, which is the same for all clients of a team.
     *
     * @throws IllegalArgumentException if one of them is not registered
     */
    public String subject(ApplePerson person, String clientId) {
        return apple.subject(person, clientId);
    }

    /**
     * Signs a person in to a native app that sends no nonce and requests name and e-mail address.
     *
     * @throws IllegalArgumentException if one of them is not registered
     */
    public AppleCredential signIn(String clientId, ApplePerson person) {
        return apple.signIn(clientId, person, null);
    }

    /**
     * Signs a person in to a native app that sends this nonce and requests name and e-mail address.
     *
     * @throws IllegalArgumentException if one of them is not registered
     */
    public AppleCredential signIn(String clientId, ApplePerson person, String nonce) {
        return apple.signIn(clientId, person, nonce);
    }

    /** Signs with a new key from now on. The current key stays published until the next rotation. */
    public void rotateKeys() {
        apple.rotateKeys();
    }

    /**
     * Approves the authorization request of this URL as this person, as in a browser.
     *
     * @return the parameters of the callback: {@code code} and others
     * @throws IllegalArgumentException if the page would show an error; the message says why
     */
    public Map<String, String> approveAs(ApplePerson person, URI authorizationUri) {
        return apple.approveAs(person, authorizationUri);
    }

    /**
     * Transfers a client to another team, as the transfer of an app does. For 60 days users can be migrated: the former team
     * requests their {@code transfer_sub}, the new team exchanges it. Codes and tokens issued before are revoked.
     *
     * @param recipient the same client id, with the new team's Team ID and public keys
     * @throws IllegalArgumentException if there is no such client, or Team ID or keys are missing
     */
    public void transfer(Registration recipient) {
        apple.transfer(recipient);
    }

    /**
     * Sends an event about a person, and waits for the response of the client's server to the notification.
     *
     * <p>If consent is revoked or the account is deleted, the codes and tokens of this person and client are revoked.
     *
     * @throws IllegalArgumentException if one of them is not registered
     */
    public void sendEvent(AppleEvent event, ApplePerson person, String clientId) {
        apple.sendEvent(event, person, clientId);
    }

    /**
     * Returns the body of a notification, signed but not posted.
     *
     * @throws IllegalArgumentException if one of them is not registered
     */
    public String notification(AppleEvent event, ApplePerson person, String clientId) {
        return apple.notification(event, person, clientId);
    }

    /** Posts a notification again, as Apple may do. */
    public void repeat(AppleNotification notification) {
        apple.repeat(notification);
    }

    /** Returns the posted notifications, oldest first; at most the last 1000. */
    public List<AppleNotification> notifications() {
        return apple.posted();
    }

    @Override
    public void close() {
        stop.run();
    }

    @Override
    public String toString() {
        return "MockApple[" + base() + "]";
    }
}
