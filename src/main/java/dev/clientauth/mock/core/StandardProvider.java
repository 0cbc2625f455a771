package dev.clientauth.mock.core;

import dev.clientauth.mock.MockClient;
import dev.clientauth.mock.http.ProviderResponse;
import dev.clientauth.mock.http.Rejection;
import dev.clientauth.mock.keys.ClientKeys;
import dev.clientauth.mock.keys.RegisteredKeys;
import dev.clientauth.mock.token.Access;
import dev.clientauth.mock.token.Authorization;
import dev.clientauth.mock.token.GrantRefusedException;
import dev.clientauth.mock.token.IdentityKeys;
import dev.clientauth.mock.token.RequestClaims;
import dev.clientauth.mock.token.SubjectId;
import dev.clientauth.mock.token.Tokens;
import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Rule;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The provider behind a mock: who is registered, what was used, and what is answered to whom. */
public final class StandardProvider implements HostedProvider {
    private final Profile profile;
    private final ServerContext bench;
    private final TokenRequestHandler window;
    private final IdentityKeys keys = new IdentityKeys();
    private final Tokens tokens;
    private final Map<String, MockClient> clients = new LinkedHashMap<>();
    private final ClientKeys clientKeys;

    public StandardProvider(Profile profile, ServerContext bench) {
        this(profile, bench, new ClientKeys(profile, bench.clock(), bench.keyMemory()));
    }

    /** A provider that comes by its clients' keys in this way. */
    public StandardProvider(Profile profile, ServerContext bench, ClientKeys clientKeys) {
        this.profile = profile;
        this.bench = bench;
        this.window = new TokenRequestHandler(profile.id(), bench);
        this.tokens = new Tokens(profile.answerStyle(), keys);
        this.clientKeys = clientKeys;
    }

    @Override
    public Profile profile() {
        return profile;
    }

    /** What it signs with. */
    public IdentityKeys keys() {
        return keys;
    }

    @Override
    public void check(MockClient client) {
        // Nothing is needed but the client id.
    }

    @Override
    public synchronized void register(MockClient client) {
        bench.keyMemory().require(profile.id(), client, clientKeys.bytesBeside(client.registration()));
        clients.put(client.clientId(), client);
        clientKeys.registered(client.registration());
    }

    @Override
    public synchronized boolean remove(String clientId) {
        clientKeys.removed(clientId);
        bench.keyMemory().removed(profile.id(), clientId);
        return clients.remove(clientId) != null;
    }

    @Override
    public synchronized Optional<MockClient> client(String clientId) {
        return Optional.ofNullable(clients.get(clientId));
    }

    @Override
    public synchronized List<MockClient> clients() {
        return List.copyOf(clients.values());
    }

    @Override
    public synchronized String code(String clientId, @Nullable URI redirectUri) {
        if (!clients.containsKey(clientId)) {
            throw new IllegalArgumentException(
                    "No client " + clientId + " is registered with this mock; register it first.");
        }
        Authorization authorization = new Authorization(clientId, redirectUri, SubjectId.random(), Map.of(), Map.of());
        return tokens.code(authorization, bench.clock().instant());
    }

    @Override
    public synchronized Optional<Access> access(String accessToken) {
        return tokens.access(accessToken, bench.clock().instant());
    }

    @Override
    public synchronized Optional<Instant> expiredAt(String accessToken) {
        return tokens.expiredAt(accessToken, bench.clock().instant());
    }

    /** Judges a request, answers it and records both. One at a time, so that no jti and no code passes twice. */
    @Override
    public ProviderResponse answer(Attempt attempt) {
        String claimed = RequestClaims.claimedClient(attempt);
        Optional<MockClient> client = client(claimed);
        // The JWK Set is fetched before anybody has to wait for this.
        RegisteredKeys onFile = client.map(known -> clientKeys.onFile(known.registration(), attempt))
                .orElse(null);
        synchronized (this) {
            ReceivedTokenRequest received = window.receive(
                    profile,
                    attempt,
                    onFile == null ? null : onFile.registration(),
                    onFile == null && !claimed.isEmpty()
                            ? Optional.of(ReceivedTokenRequest.notRegistered(claimed, List.copyOf(clients.keySet())))
                            : Optional.empty(),
                    onFile == null ? List.of() : onFile.notes());
            return window.respond(received, response(received, client));
        }
    }

    private ProviderResponse response(ReceivedTokenRequest received, Optional<MockClient> client) {
        if (!received.isAccepted()) {
            return refusal(received.error().orElse(Rule.DEFAULT_ERROR));
        }
        Attempt attempt = received.attempt();
        Optional<Set<String>> allowed = client.flatMap(MockClient::scopes)
                .filter(scopes -> !scopes.containsAll(
                        RequestClaims.words(attempt.parameter("scope").orElse(""))));
        return allowed.map(scopes -> refusal("invalid_scope")
                        .because(new Rejection(
                                "The client is not registered for every scope it requested.",
                                "Registered scopes: " + Rejection.shown(String.join(" ", scopes)) + ".")))
                .orElseGet(() -> grant(attempt, received.result().clientId()));
    }

    private ProviderResponse refusal(String error) {
        return ProviderResponse.error(error, null, profile.answerStyle().nullDescription());
    }

    private ProviderResponse grant(Attempt attempt, String clientId) {
        Instant now = bench.clock().instant();
        try {
            return ProviderResponse.json(tokens.answer(attempt, clientId, now));
        } catch (GrantRefusedException e) {
            return ProviderResponse.refusedGrant(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Optional<String> discoveryPath() {
        return Optional.empty();
    }

    @Override
    public Optional<String> jwksPath() {
        return Optional.empty();
    }

    @Override
    public boolean routesAllPaths() {
        return false;
    }

    @Override
    public boolean signsPeopleIn() {
        return false;
    }

    @Override
    public void rotateKeys() {
        throw new IllegalArgumentException("Only Sign in with Apple has identity keys that clients see.");
    }

    @Override
    public synchronized void forget() {
        window.forget();
        tokens.forget();
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
