package dev.clientauth.sandbox;

import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.Profile;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The provider behind a sandbox: who is registered, what was used, and what is answered to whom. */
final class Provider implements ProviderSite {
    /** Of the clients on file, to whom another came. */
    private static final int MOST_NAMED = 5;

    private final Profile profile;
    private final Workbench bench;
    private final Window window;
    private final IdentityKeys keys = new IdentityKeys();
    private final Tokens tokens;
    private final Map<String, SandboxClient> clients = new LinkedHashMap<>();
    private final ClientKeys clientKeys;

    Provider(Profile profile, Workbench bench) {
        this(profile, bench, new ClientKeys(profile, bench.clock(), bench.keyMemory()));
    }

    /** A provider that comes by its clients' keys in this way. */
    Provider(Profile profile, Workbench bench, ClientKeys clientKeys) {
        this.profile = profile;
        this.bench = bench;
        this.window = new Window(profile.id(), bench);
        this.tokens = new Tokens(profile.answerStyle(), keys);
        this.clientKeys = clientKeys;
    }

    @Override
    public Profile profile() {
        return profile;
    }

    /** What it signs with. */
    IdentityKeys keys() {
        return keys;
    }

    @Override
    public void check(SandboxClient client) {
        // Nothing is needed but the client id.
    }

    @Override
    public synchronized void register(SandboxClient client) {
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
    public synchronized Optional<SandboxClient> client(String clientId) {
        return Optional.ofNullable(clients.get(clientId));
    }

    @Override
    public synchronized List<SandboxClient> clients() {
        return List.copyOf(clients.values());
    }

    @Override
    public synchronized String code(String clientId, @Nullable URI redirectUri) {
        if (!clients.containsKey(clientId)) {
            throw new IllegalArgumentException(
                    "No client " + clientId + " is registered with this sandbox; register it first.");
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
    public Reply answer(Attempt attempt) {
        String claimed = Judge.claimedClient(attempt);
        Optional<SandboxClient> client = client(claimed);
        // The JWK Set is fetched before anybody has to wait for this.
        KeysOnFile onFile = client.map(known -> clientKeys.onFile(known.registration(), attempt))
                .orElse(null);
        synchronized (this) {
            return window.authenticated(
                    profile,
                    attempt,
                    onFile == null ? null : onFile.registration(),
                    onFile == null ? stranger(claimed) : onFile.notes(),
                    this::refusal,
                    clientId -> client.filter(known -> !mayAsk(known, attempt))
                            .map(known -> refusal("invalid_scope"))
                            .orElseGet(() -> grant(attempt, clientId)));
        }
    }

    private List<String> stranger(String clientId) {
        if (clientId.isEmpty()) {
            return List.of();
        }
        String known = clients.keySet().stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        String more = clients.size() > MOST_NAMED ? ", …" : "";
        return List.of("The client id is not on file with this sandbox. On file: "
                + (known.isEmpty() ? "none; register one" : known + more) + ".");
    }

    private static boolean mayAsk(SandboxClient client, Attempt attempt) {
        return client.scopes()
                .map(allowed -> allowed.containsAll(
                        AuthorizeRequest.words(attempt.parameter("scope").orElse(""))))
                .orElse(true);
    }

    private Reply refusal(String error) {
        return Reply.error(error, null, profile.answerStyle().nullDescription());
    }

    private Reply grant(Attempt attempt, String clientId) {
        Instant now = bench.clock().instant();
        try {
            return Reply.json(tokens.answer(attempt, clientId, now));
        } catch (GrantRefusedException e) {
            return Reply.error("invalid_grant", e.getMessage(), false);
        }
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
