// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.core;

import dev.clientauth.diagnosis.provider.NeutralChecks;
import dev.clientauth.diagnosis.provider.ProviderDetection;
import dev.clientauth.diagnosis.provider.ProviderMatch;
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
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.provider.Epic;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Mocks one provider with a token endpoint: validates requests and issues tokens to registered clients. Thread-safe. */
public final class StandardProvider implements HostedProvider {
    private final Profile profile;
    private final ServerContext context;
    private final TokenRequestHandler handler;
    private final IdentityKeys keys = new IdentityKeys();
    private final Tokens tokens;
    private final Map<String, MockClient> clients = new LinkedHashMap<>();
    private final ClientKeys clientKeys;

    public StandardProvider(Profile profile, ServerContext context) {
        this(profile, context, new ClientKeys(profile, context.clock(), context.keyMemory()));
    }

    /** Creates a provider that obtains its clients' keys from here. */
    public StandardProvider(Profile profile, ServerContext context, ClientKeys clientKeys) {
        this.profile = profile;
        this.context = context;
        this.handler = new TokenRequestHandler(profile.id(), context);
        this.tokens = new Tokens(profile.responseFormat(), keys, issuer(profile));
        this.clientKeys = clientKeys;
    }

    /** Returns the issuer of identity tokens: the provider's, or the origin of its token endpoint where none is known. */
    private static String issuer(Profile profile) {
        return profile.issuer()
                .or(() -> profile.tokenEndpoint().map(url -> url.getScheme() + "://" + url.getRawAuthority()))
                .orElse("https://" + profile.id() + ".example");
    }

    @Override
    public Profile profile() {
        return profile;
    }

    /** Returns the keys with which it signs. */
    public IdentityKeys keys() {
        return keys;
    }

    @Override
    public void check(MockClient client) {
        // The client id is all it requires.
    }

    @Override
    public synchronized void register(MockClient client) {
        context.keyMemory().require(profile.id(), client, clientKeys.bytesOfOlderKeys(client.registration()));
        clients.put(client.clientId(), client);
        clientKeys.registered(client.registration());
    }

    @Override
    public synchronized boolean remove(String clientId) {
        clientKeys.removed(clientId);
        context.keyMemory().removed(profile.id(), clientId);
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
        return tokens.code(authorization, context.clock().instant());
    }

    @Override
    public synchronized Optional<Access> access(String accessToken) {
        return tokens.access(accessToken, context.clock().instant());
    }

    @Override
    public synchronized Optional<Instant> expiredAt(String accessToken) {
        return tokens.expiredAt(accessToken, context.clock().instant());
    }

    /** Validates, responds and records. One request at a time, so that no jti and no code is accepted twice. */
    @Override
    public ProviderResponse handle(TokenRequest request) {
        Optional<ProviderMatch> otherMethod = otherMethod(request);
        if (otherMethod.isPresent()) {
            return refusedMethod(request, otherMethod.get());
        }
        String claimed = RequestClaims.claimedClient(request);
        Optional<MockClient> client = client(claimed);
        // Outside the lock: this may fetch a JWK Set.
        RegisteredKeys registered = client.map(known -> clientKeys.current(known.registration(), request))
                .orElse(null);
        synchronized (this) {
            ReceivedTokenRequest received = handler.receive(
                    profile,
                    request,
                    registered == null ? null : registered.registration(),
                    registered == null && !claimed.isEmpty()
                            ? Optional.of(ReceivedTokenRequest.notRegistered(claimed, List.copyOf(clients.keySet())))
                            : Optional.empty(),
                    registered == null ? List.of() : registered.notes());
            return handler.respond(received, response(received, client));
        }
    }

    /** Returns how the client authenticates if it uses HTTP Basic, which Epic accepts from confidential apps. */
    private Optional<ProviderMatch> otherMethod(TokenRequest request) {
        boolean isBasic = request.headers()
                .map(headers -> headers.getOrDefault("authorization", ""))
                .filter(header -> header.regionMatches(true, 0, "basic ", 0, "basic ".length()))
                .isPresent();
        return isBasic && profile.id().equals(Epic.sandbox().id())
                ? ProviderDetection.detect(request)
                        .filter(match -> match.profile().id().equals(NeutralChecks.OTHER_METHOD))
                : Optional.empty();
    }

    /** Refuses a client secret, since the mock has none, without checking the rules about JWTs. */
    private synchronized ProviderResponse refusedMethod(TokenRequest request, ProviderMatch method) {
        String reason = String.join(" ", method.foreign())
                + " The mock has no client secrets, so it cannot accept it: test it with Epic's own sandbox.";
        ReceivedTokenRequest received =
                handler.receive(method.profile(), request, null, Optional.of(reason), List.of());
        return handler.respond(received, refusal(received.error().orElse(Rule.DEFAULT_ERROR)));
    }

    private ProviderResponse response(ReceivedTokenRequest received, Optional<MockClient> client) {
        if (!received.isAccepted()) {
            return refusal(received.error().orElse(Rule.DEFAULT_ERROR));
        }
        TokenRequest request = received.request();
        Optional<Set<String>> allowed = client.flatMap(MockClient::scopes)
                .filter(scopes -> !scopes.containsAll(RequestClaims.words(request.parameter("scope")
                        .or(() -> RequestClaims.claim(request, "scope"))
                        .orElse(""))));
        return allowed.map(scopes -> refusal("invalid_scope")
                        .because(new Rejection(
                                "The client is not registered for every scope it requested.",
                                "Registered scopes: " + Rejection.shown(String.join(" ", scopes)) + ".")))
                .orElseGet(() -> grant(request, received.result().clientId()));
    }

    private ProviderResponse refusal(String error) {
        return ProviderResponse.error(error, null, profile.responseFormat().nullDescription());
    }

    private ProviderResponse grant(TokenRequest request, String clientId) {
        Instant now = context.clock().instant();
        try {
            return ProviderResponse.json(tokens.issue(request, clientId, now));
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
        throw new IllegalArgumentException("Only Sign in with Apple publishes the keys that sign its tokens.");
    }

    @Override
    public synchronized void forget() {
        handler.forget();
        tokens.forget();
    }

    @Override
    public void close() {
        // It holds no resources.
    }
}
