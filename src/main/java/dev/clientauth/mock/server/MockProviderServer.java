package dev.clientauth.mock.server;

import dev.clientauth.mock.Fault;
import dev.clientauth.mock.MockClient;
import dev.clientauth.mock.RecordedApiCall;
import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.mock.apple.AppleProvider;
import dev.clientauth.mock.core.ServerContext;
import dev.clientauth.mock.http.HttpListener;
import dev.clientauth.profile.Registration;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All providers on one port, each under its own base path, with a page at {@code /} that shows what arrives and why it is
 * refused.
 *
 * <pre>{@code
 * try (MockProviderServer server = MockProviderServer.start()) {
 *     server.register("epic", Registration.of("my-client").withKeys(List.of(publicKey)));
 *     server.failNext(Fault.unavailable(Duration.ofSeconds(3)));
 *     // ask server.provider("epic").tokenEndpoint() for a token, look at server.received() or at server.base() in a browser …
 * }
 * }</pre>
 *
 * <p>The base path of a provider is its id: {@code /apple-school-manager}, {@code /apple-business}, {@code
 * /sign-in-with-apple}, {@code /epic}, {@code /smart-backend-services}. Below it, every path is the provider's own, so that
 * {@code /epic/interconnect-fhir-oauth/oauth2/token} is Epic's token endpoint. A request with the {@code Host} header of a
 * provider needs no base path: it is judged as if it had been sent there.
 *
 * <p>The page reads and writes through an API of JSON, which is there for programs in any language. Only requests that name
 * this server by a loopback name, or by the {@linkplain MockProviderServerBuilder#host(String) host} it was given, reach the two.
 *
 * <pre>
 * GET    /                            the page; its other files are below /page/
 * GET    /api/state                   providers, clients, pending faults, the clock
 * GET    /api/attempts?after=SEQ      a line about each attempt after that one, oldest first
 * GET    /api/attempts/SEQ            one with every rule's verdict
 * DELETE /api/attempts                forgets them, and the calls
 * GET    /api/calls?after=SEQ         calls to the providers' APIs after that one, with the reason where they were refused
 * GET    /api/events                  server-sent events: "attempt", "call" and "state"; goes on after Last-Event-ID
 * POST   /api/clients                 {"provider", "clientId", "keys" or "jwksUrl", "teamId"?, "keyId"?, "redirectUris"?, "scopes"?}
 * DELETE /api/clients/PROVIDER/ID     removes a client
 * POST   /api/faults                  {"kind", "provider"?, "seconds"?, "times"? or "forSeconds"?}
 * DELETE /api/faults, /api/faults/ID  takes faults back
 * POST   /api/clock                   {"offsetSeconds"} or {"advanceSeconds"}
 * POST   /api/codes                   {"provider", "clientId", "redirectUri"?}: an authorization code, without a browser
 * POST   /api/diagnose                {"text", "provider"?, "clientId"?, "tokenEndpoint"?}: judges a request that somebody pasted
 * </pre>
 *
 * <p>A {@code kind} of fault is one of {@link Fault}'s, such as {@code too-many-requests}, or {@code rotate-keys}. Errors are
 * {@code {"error": "one sentence"}}.
 *
 * <p>It listens on loopback only, unless told otherwise. What it keeps is bounded: the last 1000 requests for tokens up to
 * about 16 MiB, the last 1000 calls to APIs, 50&nbsp;000 tokens of a kind and provider (fewer where they have more than 16
 * million characters of scopes and the like), 20&nbsp;000 {@code jti} values a client and 200&nbsp;000 a provider, 128
 * connections, 128 KiB a request. Thread-safe.
 */
public final class MockProviderServer implements AutoCloseable {
    private final ServerContext bench;
    private final RoutedProviders branches;
    private final AppleProvider apple;
    private final HttpListener listener;
    private final URI base;
    private final Optional<ServerCertificate> certificate;
    private final Optional<String> warning;

    MockProviderServer(
            ServerContext bench,
            RoutedProviders branches,
            AppleProvider apple,
            HttpListener listener,
            URI base,
            Optional<ServerCertificate> certificate,
            Optional<String> warning) {
        this.bench = bench;
        this.branches = branches;
        this.apple = apple;
        this.listener = listener;
        this.base = base;
        this.certificate = certificate;
        this.warning = warning;
    }

    /**
     * Starts a mock of all providers on a free port of 127.0.0.1.
     *
     * @throws IOException if no port is available
     */
    public static MockProviderServer start() throws IOException {
        return builder().start();
    }

    /** Begins a server that differs from {@link #start()} in what you say. */
    public static MockProviderServerBuilder builder() {
        return new MockProviderServerBuilder();
    }

    /** The address of the page; the base paths of the providers lie below it. */
    public URI base() {
        return base;
    }

    /** Returns the ids of its providers. */
    public List<String> providers() {
        return branches.all().stream().map(ProviderRoutes::id).toList();
    }

    /**
     * Returns one provider of this server: its token endpoint, clients, faults and what it received. The clock is that of the
     * server. Closing the provider closes only the provider: its paths are not found any more, and the others continue.
     *
     * @param provider its id or short name, such as {@code epic} or {@code school}
     * @throws IllegalArgumentException if this server has no such provider
     */
    public MockProvider provider(String provider) {
        ProviderRoutes branch = branches.require(provider);
        return new MockProvider(
                branch.provider(), bench, branches.tokenEndpoint(branch, base), () -> branches.close(branch));
    }

    /**
     * Returns Apple, for the whole of Sign in with Apple: people, notifications, migration. Closing it closes only this
     * provider.
     *
     * @throws IllegalArgumentException if this server has no such provider
     */
    public MockApple apple() {
        ProviderRoutes branch = branches.require("sign-in-with-apple");
        return new MockApple(apple, bench, URI.create(base + branch.prefix()), () -> branches.close(branch));
    }

    /**
     * Registers a client at a provider, replacing one with the same client id.
     *
     * @throws IllegalArgumentException if there is no such provider, or the provider needs to know more of a client
     */
    public MockProviderServer register(String provider, MockClient client) {
        branches.require(provider).provider().register(client);
        bench.changes().notifyListeners();
        return this;
    }

    /**
     * Registers a client at a provider, replacing one with the same client id.
     *
     * @param redirectUris for Sign in with Apple, where a browser may be sent back to
     * @throws IllegalArgumentException if there is no such provider, or the provider needs to know more of a client
     */
    public MockProviderServer register(String provider, Registration registration, URI... redirectUris) {
        return register(provider, MockClient.of(registration).withRedirectUris(List.of(redirectUris)));
    }

    /**
     * Registers the clients of a JSON file:
     *
     * <pre>{@code
     * {"clients": [
     *   {"provider": "school", "clientId": "SCHOOLAPI.7c0c…", "keyId": "8136…", "keys": "-----BEGIN PUBLIC KEY-----…"},
     *   {"provider": "siwa", "clientId": "com.example.web", "teamId": "DEF123GHIJ", "keys": {"keys": […]},
     *    "redirectUris": ["https://app.example.com/callback"]},
     *   {"provider": "epic", "clientId": "36c9…", "jwksUrl": "https://app.example.com/jwks", "scopes": ["system/Patient.read"]}
     * ]}
     * }</pre>
     *
     * <p>{@code keys} is a JWK Set, a JWK, or a text of one of these or in PEM: public keys or certificates, never private
     * keys. Either all clients of the file are registered or none.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it says something else; the message says what
     */
    public MockProviderServer register(Path clients) throws IOException {
        ClientsFile.read(clients, branches).forEach(named -> register(named.provider(), named.client()));
        return this;
    }

    /** Injects a fault into the next request with client authentication, whichever provider it is for. */
    public MockProviderServer failNext(Fault fault) {
        return failNext(1, fault);
    }

    /**
     * Injects a fault into the next requests with client authentication, whichever provider they are for; {@link
     * #provider(String)} has the same for one.
     *
     * @param times how many, at least one
     */
    public MockProviderServer failNext(int times, Fault fault) {
        bench.faults().next(Optional.empty(), times, fault);
        return this;
    }

    /** Removes all pending faults. */
    public MockProviderServer clearFaults() {
        bench.faults().clear(Optional.empty());
        return this;
    }

    /**
     * The requests for tokens that arrived, oldest first, each with every rule's verdict; {@link #provider(String)} has what is
     * one provider's.
     */
    public List<RecordedRequest> received() {
        return bench.inbox().attempts();
    }

    /**
     * The calls to the APIs for which the providers give tokens, such as {@code /v1/orgDevices}, oldest first, each with the
     * reason if it was refused. {@link #received()} has the requests for these tokens.
     */
    public List<RecordedApiCall> calls() {
        return bench.inbox().calls();
    }

    /** Returns the clock that it uses, and that its responses are dated by. */
    public Clock clock() {
        return bench.clock();
    }

    /** Moves its clock, back where the time is negative. */
    public MockProviderServer advance(Duration time) {
        bench.clock().advance(time);
        bench.changes().notifyListeners();
        return this;
    }

    /**
     * The environment variables that point an application at a provider of this server: {@code CLIENTAUTH_PROVIDER}, {@code
     * CLIENTAUTH_TOKEN_ENDPOINT} and, for discovery documents and APIs, {@code CLIENTAUTH_BASE}.
     *
     * @throws IllegalArgumentException if this server has no such provider
     */
    public Map<String, String> environment(String provider) {
        return branches.environment(branches.require(provider), base);
    }

    /**
     * The certificate to trust, in PEM; none over http. It is the authority's that signed the server's, and good for nothing
     * else: its private key exists no more.
     */
    public Optional<String> certificatePem() {
        return certificate.map(ServerCertificate::authorityPem);
    }

    /** What to say to whoever starts a server that others can reach; none on loopback. */
    public Optional<String> warning() {
        return warning;
    }

    /** Stops immediately. */
    @Override
    public void close() {
        listener.close();
        branches.all().forEach(branches::close);
    }

    @Override
    public String toString() {
        return "MockProviderServer[" + base + "]";
    }
}
