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
import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.Rule;
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

/** Apple behind a mock. One request at a time, so that no code passes twice. */
public final class AppleProvider implements HostedProvider {
    /** How long a page waits for a choice. */
    private static final Duration DECISION = Duration.ofMinutes(10);

    /** How many pages wait at once; the oldest goes first. */
    private static final int MOST_OPEN = 2000;

    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final String KEYS = "/auth/keys";
    private static final Profile TOKEN = SignInWithApple.profile();

    private final String base;
    private final MockClock clock;
    private final KeyMemory keyMemory;
    private final TokenRequestHandler window;
    private final IdentityKeys keys = new IdentityKeys();
    private final Tokens tokens = new Tokens(TOKEN.answerStyle(), keys);
    private final AppleClients clients = new AppleClients();
    private final AppleAccounts accounts = new AppleAccounts();
    private final AppleSignIns signIns = new AppleSignIns(accounts, tokens);
    private final AppleMigration migration = new AppleMigration(clients, accounts, tokens, signIns);
    private final AppleNotifier notifier;
    private final TokenStorage<AuthorizeRequest> open = new TokenStorage<>(MOST_OPEN, AuthorizeRequest::size);
    private final Map<String, URI> endpoints = new HashMap<>();

    private final Profile authorize = AuthorizeRules.authorize(clients);
    private final Profile decision =
            AuthorizeRules.decision(name -> pending(name).isPresent());
    private final Profile revocation =
            AppleRules.revocation(attempt -> ofClient(attempt).isPresent());
    private final Profile move;

    /**
     * Apple.
     *
     * @param base the path before Apple's own on loopback; empty for none
     */
    public AppleProvider(String base, ServerContext bench) {
        this.base = base;
        this.clock = bench.clock();
        this.keyMemory = bench.keyMemory();
        this.window = new TokenRequestHandler(TOKEN.id(), bench);
        this.notifier = new AppleNotifier(clock);
        this.move = AppleRules.migration(attempt -> migration.hasToken(attempt, clock.instant()));
    }

    @Override
    public synchronized ProviderResponse answer(Attempt attempt) {
        Instant now = clock.instant();
        return switch (BasePath.without(base, attempt)) {
            case "/auth/authorize" -> authorize(attempt, now);
            case "/auth/authorize/decision" -> decide(attempt, now);
            case "/auth/token" -> token(attempt, now);
            case "/auth/revoke" -> revoke(attempt, now);
            case "/auth/usermigrationinfo" -> migrate(attempt, now);
            case KEYS -> published(attempt, keys.published().toJSONObject());
            case DISCOVERY -> published(attempt, AppleDiscovery.of(BasePath.origin(base, attempt)));
            default ->
                window.recorded(
                        attempt, window.open(AppleRules.NOWHERE, attempt).diagnosis(), ProviderResponse.empty(404));
        };
    }

    private ProviderResponse authorize(Attempt attempt, Instant now) {
        ValidationResult judged = window.open(authorize, attempt);
        AuthorizeRequest request = AuthorizeRequest.of(attempt, clients).orElse(null);
        ProviderResponse reply = judged.error().isPresent() || request == null
                ? AuthorizePage.refusal(judged.error().orElse("invalid_request"))
                : AuthorizePage.question(request, open.issue(request, now.plus(DECISION)), AccountChoices.of(request, accounts));
        return window.recorded(attempt, judged.diagnosis(), reply);
    }

    private ProviderResponse decide(Attempt attempt, Instant now) {
        ValidationResult judged = window.open(decision, attempt);
        String name = attempt.parameter("request").orElse("");
        AuthorizeRequest request = pending(name).orElse(null);
        Optional<ApplePerson> person = attempt.parameter("person").flatMap(this::person);
        boolean cancels = attempt.parameter("cancel").isPresent();
        if (judged.error().isPresent() || request == null || (!cancels && person.isEmpty())) {
            return window.recorded(
                    attempt,
                    judged.diagnosis(),
                    AuthorizePage.refusal(judged.error().orElse("invalid_request")));
        }
        open.remove(name);
        Map<String, String> answer =
                cancels ? AppleSignIns.cancelled(request) : signIns.consent(request, person.get(), now);
        return window.recorded(attempt, judged.diagnosis(), AuthorizeCallback.of(request, answer));
    }

    private Optional<ApplePerson> person(String key) {
        List<ApplePerson> people = accounts.people();
        return key.matches("\\d{1,6}") && Integer.parseInt(key) < people.size()
                ? Optional.of(people.get(Integer.parseInt(key)))
                : Optional.empty();
    }

    private Optional<AuthorizeRequest> pending(String name) {
        return open.find(name, clock.instant());
    }

    private ProviderResponse token(Attempt attempt, Instant now) {
        boolean migrates = attempt.parameter("grant_type")
                .filter("client_credentials"::equals)
                .isPresent();
        Registration registration =
                (migrates ? clients.migrating(attempt, now) : clients.registration(attempt)).orElse(null);
        ReceivedTokenRequest received = receive(TOKEN, attempt, registration);
        return window.respond(
                received,
                refused(received)
                        .orElseGet(() -> granted(attempt, received.result().clientId(), now)));
    }

    private ReceivedTokenRequest receive(Profile profile, Attempt attempt, @Nullable Registration registration) {
        String claimed = RequestClaims.claimedClient(attempt);
        Optional<String> unknown = claimed.isEmpty() || clients.find(claimed).isPresent()
                ? Optional.empty()
                : Optional.of(ReceivedTokenRequest.notRegistered(
                        claimed, clients.all().stream().map(AppleClient::id).toList()));
        return window.receive(profile, attempt, registration, unknown, List.of());
    }

    private static Optional<ProviderResponse> refused(ReceivedTokenRequest received) {
        return received.isAccepted()
                ? Optional.empty()
                : Optional.of(ProviderResponse.error(received.error().orElse(Rule.DEFAULT_ERROR)));
    }

    private ProviderResponse granted(Attempt attempt, String clientId, Instant now) {
        try {
            return ProviderResponse.json(tokens.answer(attempt, clientId, now));
        } catch (GrantRefusedException e) {
            return ProviderResponse.refusedGrant(String.valueOf(e.getMessage()));
        }
    }

    private ProviderResponse revoke(Attempt attempt, Instant now) {
        ReceivedTokenRequest received =
                receive(revocation, attempt, clients.registration(attempt).orElse(null));
        if (received.isAccepted()) {
            ofClient(attempt).ifPresent(authorization -> end(authorization, now));
        }
        return window.respond(received, refused(received).orElseGet(() -> ProviderResponse.empty(200)));
    }

    private Optional<Authorization> ofClient(Attempt attempt) {
        return attempt.parameter("token")
                .flatMap(token -> tokens.authorization(token, clock.instant()))
                .filter(authorization -> authorization.clientId().equals(RequestClaims.claimedClient(attempt)));
    }

    /** The end of what a person allowed a client, of which the client's server hears like of any other. */
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

    private ProviderResponse migrate(Attempt attempt, Instant now) {
        Registration registration = clients.migrating(attempt, now).orElse(null);
        ReceivedTokenRequest received = receive(move, attempt, registration);
        return window.respond(
                received,
                refused(received)
                        .orElseGet(() -> Optional.ofNullable(registration)
                                .flatMap(team -> migration.step(attempt, team, now))
                                .map(ProviderResponse::json)
                                .orElseGet(() -> ProviderResponse.error("invalid_request"))));
    }

    private ProviderResponse published(Attempt attempt, Map<String, Object> document) {
        ValidationResult judged = window.open(AppleRules.PUBLISHED, attempt);
        return window.recorded(
                attempt,
                judged.diagnosis(),
                judged.error().map(ProviderResponse::error).orElseGet(() -> ProviderResponse.json(document)));
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
        window.forget();
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

    public synchronized void supportNonces(boolean carried) {
        signIns.supportNonces(carried);
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
        Attempt attempt =
                Attempt.builder().method("GET").endpoint(authorizationUri).build();
        ValidationResult judged = window.open(authorize, attempt);
        AuthorizeRequest request = AuthorizeRequest.of(attempt, clients).orElse(null);
        if (judged.error().isPresent() || request == null) {
            throw new IllegalArgumentException("Apple would show an error page. " + judged.diagnosis());
        }
        accounts.identity(person, request.client().team());
        return signIns.consent(request, person, now);
    }

    public synchronized String notification(AppleEvent event, ApplePerson person, String clientId) {
        return notification(event, person, clients.require(clientId), clock.instant());
    }

    /** Lets something happen, and posts it once the lock is free: the receiver may come back for the keys. */
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
