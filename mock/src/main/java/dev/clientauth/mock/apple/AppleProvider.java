// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.apple;

import dev.clientauth.mock.AppleCredential;
import dev.clientauth.mock.AppleEvent;
import dev.clientauth.mock.AppleNotification;
import dev.clientauth.mock.ApplePerson;
import dev.clientauth.mock.MockClient;
import dev.clientauth.mock.core.HostedProvider;
import dev.clientauth.mock.core.MockClock;
import dev.clientauth.mock.core.ReceivedTokenRequest;
import dev.clientauth.mock.core.ServerContext;
import dev.clientauth.mock.core.TokenRequestHandler;
import dev.clientauth.mock.core.ValidationResult;
import dev.clientauth.mock.http.BasePath;
import dev.clientauth.mock.http.ProviderResponse;
import dev.clientauth.mock.keys.KeyMemory;
import dev.clientauth.mock.token.Access;
import dev.clientauth.mock.token.Authorization;
import dev.clientauth.mock.token.GrantRefusedException;
import dev.clientauth.mock.token.IdentityKeys;
import dev.clientauth.mock.token.RequestClaims;
import dev.clientauth.mock.token.SubjectId;
import dev.clientauth.mock.token.TokenStorage;
import dev.clientauth.mock.token.Tokens;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.provider.SignInWithApple;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Mocks Apple. It handles one request at a time, so that no code is accepted twice. */
public final class AppleProvider implements HostedProvider {
    /** How long an authorization page is valid. */
    private static final Duration DECISION = Duration.ofMinutes(10);

    /** The maximum number of valid authorization pages; beyond it, the oldest is removed. */
    private static final int MAX_PENDING = 2000;

    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final String KEYS = "/auth/keys";
    private static final Profile TOKEN = SignInWithApple.profile();

    private final String base;
    private final MockClock clock;
    private final KeyMemory keyMemory;
    private final TokenRequestHandler handler;
    private final IdentityKeys keys = new IdentityKeys();
    private final Tokens tokens = new Tokens(TOKEN.responseFormat(), keys, "https://appleid.apple.com");
    private final AppleClients clients = new AppleClients();
    private final AppleAccounts accounts = new AppleAccounts();
    private final AppleSignIns signIns = new AppleSignIns(accounts, tokens);
    private final AppleMigration migration = new AppleMigration(clients, accounts, tokens, signIns);
    private final AppleNotifier notifier;
    private final TokenStorage<AuthorizeRequest> open = new TokenStorage<>(MAX_PENDING, AuthorizeRequest::size);
    private final Map<String, URI> endpoints = new HashMap<>();
    private final Profile authorize = AuthorizeRules.authorize(clients);
    private final Profile decision =
            AuthorizeRules.decision(name -> pending(name).isPresent());
    private final Profile revocation =
            AppleRules.revocation(request -> ofClient(request).isPresent());
    private final Profile move;

    /**
     * Creates a mock of Apple.
     *
     * @param base the base path on the server; empty for none
     */
    public AppleProvider(String base, ServerContext context) {
        this.base = base;
        this.clock = context.clock();
        this.keyMemory = context.keyMemory();
        this.handler = new TokenRequestHandler(TOKEN.id(), context);
        this.notifier = new AppleNotifier(clock);
        this.move = AppleRules.migration(request -> migration.hasToken(request, clock.instant()));
    }

    @Override
    public synchronized ProviderResponse handle(TokenRequest request) {
        Instant now = clock.instant();
        return switch (BasePath.without(base, request)) {
            case "/auth/authorize" -> authorize(request, now);
            case "/auth/authorize/decision" -> decide(request, now);
            case "/auth/token" -> token(request, now);
            case "/auth/revoke" -> revoke(request, now);
            case "/auth/usermigrationinfo" -> migrate(request, now);
            case KEYS -> published(request, keys.published().toJSONObject());
            case DISCOVERY -> published(request, AppleDiscovery.of(BasePath.origin(base, request)));
            default ->
                handler.recorded(
                        request,
                        handler.open(AppleRules.UNKNOWN_PATH, request).diagnosis(),
                        ProviderResponse.empty(404));
        };
    }

    private ProviderResponse authorize(TokenRequest request, Instant now) {
        ValidationResult result = handler.open(authorize, request);
        AuthorizeRequest signIn = AuthorizeRequest.of(request, clients).orElse(null);
        ProviderResponse response = result.error().isPresent() || signIn == null
                ? AuthorizePage.refusal(result.error().orElse("invalid_request"))
                : AuthorizePage.question(
                        signIn, open.issue(signIn, now.plus(DECISION)), AccountChoices.of(signIn, accounts));
        return handler.recorded(request, result.diagnosis(), response);
    }

    private ProviderResponse decide(TokenRequest request, Instant now) {
        ValidationResult result = handler.open(decision, request);
        String name = request.parameter("request").orElse("");
        AuthorizeRequest signIn = pending(name).orElse(null);
        Optional<ApplePerson> person = request.parameter("person").flatMap(accounts::personAt);
        boolean cancels = request.parameter("cancel").isPresent();
        if (result.error().isPresent() || signIn == null || (!cancels && person.isEmpty())) {
            return handler.recorded(
                    request,
                    result.diagnosis(),
                    AuthorizePage.refusal(result.error().orElse("invalid_request")));
        }
        open.remove(name);
        Map<String, String> response =
                cancels ? AppleSignIns.cancelled(signIn) : signIns.consent(signIn, person.get(), now);
        return handler.recorded(request, result.diagnosis(), AuthorizeCallback.of(signIn, response));
    }

    private Optional<AuthorizeRequest> pending(String name) {
        return open.find(name, clock.instant());
    }

    private ProviderResponse token(TokenRequest request, Instant now) {
        boolean migrates = request.parameter("grant_type")
                .filter("client_credentials"::equals)
                .isPresent();
        Registration registration =
                (migrates ? clients.migrating(request, now) : clients.registration(request)).orElse(null);
        ReceivedTokenRequest received = receive(TOKEN, request, registration);
        return handler.respond(
                received,
                refused(received)
                        .orElseGet(() -> granted(request, received.result().clientId(), now)));
    }

    private ReceivedTokenRequest receive(Profile profile, TokenRequest request, @Nullable Registration registration) {
        String claimed = RequestClaims.claimedClient(request);
        Optional<String> unknown = claimed.isEmpty() || clients.find(claimed).isPresent()
                ? Optional.empty()
                : Optional.of(ReceivedTokenRequest.notRegistered(
                        claimed, clients.all().stream().map(AppleClient::id).toList()));
        return handler.receive(profile, request, registration, unknown, List.of());
    }

    private static Optional<ProviderResponse> refused(ReceivedTokenRequest received) {
        return received.isAccepted()
                ? Optional.empty()
                : Optional.of(ProviderResponse.error(received.error().orElse(Rule.DEFAULT_ERROR)));
    }

    private ProviderResponse granted(TokenRequest request, String clientId, Instant now) {
        try {
            return ProviderResponse.json(tokens.issue(request, clientId, now));
        } catch (GrantRefusedException e) {
            return ProviderResponse.refusedGrant(String.valueOf(e.getMessage()));
        }
    }

    private ProviderResponse revoke(TokenRequest request, Instant now) {
        ReceivedTokenRequest received =
                receive(revocation, request, clients.registration(request).orElse(null));
        if (received.isAccepted()) {
            ofClient(request).ifPresent(authorization -> end(authorization, now));
        }
        return handler.respond(received, refused(received).orElseGet(() -> ProviderResponse.empty(200)));
    }

    private Optional<Authorization> ofClient(TokenRequest request) {
        return request.parameter("token")
                .flatMap(token -> tokens.authorization(token, clock.instant()))
                .filter(authorization -> authorization.clientId().equals(RequestClaims.claimedClient(request)));
    }

    /** Ends a person's authorization of a client, and notifies the client's server. */
    private void end(Authorization authorization, Instant now) {
        tokens.revoke(a -> a.isOf(authorization.clientId(), authorization.subject()));
        AppleClient client = clients.require(authorization.clientId());
        accounts.person(authorization.subject(), client.team()).ifPresent(person -> {
            accounts.withdraw(person, client.id());
            URI endpoint = endpoints.get(client.id());
            if (endpoint != null) {
                notifier.postLater(
                        endpoint,
                        AppleEvent.CONSENT_REVOKED,
                        notification(AppleEvent.CONSENT_REVOKED, person, client, now));
            }
        });
    }

    private ProviderResponse migrate(TokenRequest request, Instant now) {
        Registration registration = clients.migrating(request, now).orElse(null);
        ReceivedTokenRequest received = receive(move, request, registration);
        return handler.respond(
                received,
                refused(received)
                        .orElseGet(() -> Optional.ofNullable(registration)
                                .flatMap(team -> migration.step(request, team, now))
                                .map(ProviderResponse::json)
                                .orElseGet(() -> ProviderResponse.error("invalid_request"))));
    }

    private ProviderResponse published(TokenRequest request, Map<String, Object> document) {
        ValidationResult result = handler.open(AppleRules.PUBLISHED, request);
        return handler.recorded(
                request,
                result.diagnosis(),
                result.error().map(ProviderResponse::error).orElseGet(() -> ProviderResponse.json(document)));
    }

    private String notification(AppleEvent event, ApplePerson person, AppleClient client, Instant now) {
        Map<String, String> about = new LinkedHashMap<>();
        about.put("sub", accounts.identity(person, client.team()).subject());
        if (event.isAboutEmail()) {
            about.put("email", accounts.identity(person, client.team()).relayAddress());
            about.put("is_private_email", "true");
        }
        return AppleNotifier.body(keys, client.id(), event, about, now);
    }

    @Override
    public Profile profile() {
        return TOKEN;
    }

    @Override
    public void check(MockClient client) {
        AppleClient.of(client);
    }

    @Override
    public synchronized void register(MockClient client) {
        AppleClient apple = AppleClient.of(client);
        keyMemory.require(TOKEN.id(), client, 0);
        clients.register(apple);
    }

    @Override
    public synchronized boolean remove(String clientId) {
        keyMemory.removed(TOKEN.id(), clientId);
        endpoints.remove(clientId);
        return clients.remove(clientId);
    }

    @Override
    public synchronized Optional<MockClient> client(String clientId) {
        return clients.find(clientId).map(AppleClient::asClient);
    }

    @Override
    public synchronized List<MockClient> clients() {
        return clients.all().stream().map(AppleClient::asClient).toList();
    }

    @Override
    public synchronized Optional<Access> access(String accessToken) {
        return tokens.access(accessToken, clock.instant());
    }

    @Override
    public synchronized String code(String clientId, @Nullable URI redirectUri) {
        clients.require(clientId);
        return tokens.code(
                new Authorization(clientId, redirectUri, SubjectId.random(), Map.of(), Map.of()), clock.instant());
    }

    @Override
    public Optional<String> discoveryPath() {
        return Optional.of(DISCOVERY);
    }

    @Override
    public Optional<String> jwksPath() {
        return Optional.of(KEYS);
    }

    @Override
    public boolean routesAllPaths() {
        return true;
    }

    @Override
    public boolean signsPeopleIn() {
        return true;
    }

    @Override
    public synchronized void forget() {
        handler.forget();
        tokens.forget();
    }

    public synchronized void register(ApplePerson person) {
        accounts.register(person);
    }

    public synchronized void notifyAt(String clientId, URI endpoint) {
        if (!"http".equals(endpoint.getScheme()) && !"https".equals(endpoint.getScheme())) {
            throw new IllegalArgumentException("A notification endpoint must be an http or https URL.");
        }
        endpoints.put(clients.require(clientId).id(), endpoint);
    }

    public synchronized void transfer(Registration recipient) {
        clients.transfer(recipient, clock.instant());
        tokens.revoke(authorization -> authorization.clientId().equals(recipient.clientId()));
    }

    @Override
    public synchronized void rotateKeys() {
        keys.rotate();
    }

    public synchronized void writeBooleansAsText(boolean asText) {
        signIns.writeBooleansAsText(asText);
    }

    public synchronized void supportNonces(boolean supported) {
        signIns.supportNonces(supported);
    }

    public synchronized String subject(ApplePerson person, String clientId) {
        return accounts.identity(person, clients.require(clientId).team()).subject();
    }

    public synchronized AppleCredential signIn(String clientId, ApplePerson person, @Nullable String nonce) {
        accounts.identity(person, clients.require(clientId).team());
        return signIns.nativeApp(clients.require(clientId), person, Optional.ofNullable(nonce), clock.instant());
    }

    public synchronized Map<String, String> approveAs(ApplePerson person, URI authorizationUri) {
        Instant now = clock.instant();
        TokenRequest request =
                TokenRequest.builder().method("GET").endpoint(authorizationUri).build();
        ValidationResult result = handler.open(authorize, request);
        AuthorizeRequest signIn = AuthorizeRequest.of(request, clients).orElse(null);
        if (result.error().isPresent() || signIn == null) {
            throw new IllegalArgumentException("Apple would show an error page. " + result.diagnosis());
        }
        accounts.identity(person, signIn.client().team());
        return signIns.consent(signIn, person, now);
    }

    public synchronized String notification(AppleEvent event, ApplePerson person, String clientId) {
        return notification(event, person, clients.require(clientId), clock.instant());
    }

    /** Sends an event. It is posted outside the lock: the receiver may fetch the keys. */
    public void sendEvent(AppleEvent event, ApplePerson person, String clientId) {
        String body;
        URI endpoint;
        synchronized (this) {
            AppleClient client = clients.require(clientId);
            body = notification(event, person, client, clock.instant());
            endpoint = endpoints.get(clientId);
            if (!event.isAboutEmail()) {
                String subject = accounts.identity(person, client.team()).subject();
                tokens.revoke(authorization -> authorization.isOf(clientId, subject));
                accounts.withdraw(person, clientId);
            }
        }
        if (endpoint != null) {
            notifier.post(endpoint, event, body);
        }
    }

    public void repeat(AppleNotification notification) {
        notifier.post(notification.endpoint(), notification.event(), notification.body());
    }

    public List<AppleNotification> posted() {
        return notifier.posted();
    }

    @Override
    public void close() {
        notifier.close();
    }
}
