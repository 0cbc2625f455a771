// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import dev.clientauth.mock.Fault;
import dev.clientauth.mock.MockClient;
import dev.clientauth.mock.RecordedApiCall;
import dev.clientauth.mock.api.ApiData;
import dev.clientauth.mock.api.RequestLimit;
import dev.clientauth.mock.apple.AppleProvider;
import dev.clientauth.mock.core.HostedProvider;
import dev.clientauth.mock.core.ServerContext;
import dev.clientauth.mock.http.HttpListener;
import dev.clientauth.mock.http.Limits;
import dev.clientauth.mock.keys.JwkSetPolicy;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Mocks all providers on one port, each under its own base path, with a page at {@code /} that shows each request and why it
 * was refused.
 *
 * <pre>{@code
 * try (MockProviderServer server = MockProviderServer.start()) {
 *     server.provider("epic").register("my-client", publicKey);
 *     server.failNext(Fault.unavailable(Duration.ofSeconds(3)));
 *     // request a token at server.provider("epic").tokenEndpoint(), then read server.received(), or open server.base() …
 * }
 * }</pre>
 *
 * <p>The base path of a provider is its id: {@code /apple-school-manager}, {@code /apple-business}, {@code
 * /sign-in-with-apple}, {@code /epic}, {@code /smart-backend-services}. Below it, every path is the provider's own, so
 * {@code /epic/interconnect-fhir-oauth/oauth2/token} is Epic's token endpoint. A request with the {@code Host} header of a
 * provider needs no base path: it is checked as if it had been sent to that provider.
 *
 * <p>A URL can choose a fault, for tests that share no state: with {@code /fault/KIND} or {@code /fault/KIND:SECONDS} before
 * the base path, as in {@code /fault/invalid_client/epic/…} or {@code /fault/slow:3/epic/…}, each token request meets that
 * fault, and so does each API call unless it is an OAuth error; discovery documents and JWK Sets are served, and their links keep it. A request is validated as
 * without a fault: where {@code aud} must be the URL of the token endpoint, that is the URL with the fault, and no other.
 *
 * <p>The page uses a JSON API that programs in any language can use too. Both respond only to requests that address this
 * server by a loopback name or by its {@linkplain Builder#host(String) host}.
 *
 * <pre>
 * GET    /                            the page; its other files are below /page/
 * GET    /api/state                   providers, clients, pending faults, the clock
 * GET    /api/requests?after=SEQ      a summary of each token request after that number, oldest first
 * GET    /api/requests/SEQ            one token request with every rule's verdict
 * DELETE /api/requests                removes all token requests and API calls
 * GET    /api/calls?after=SEQ         calls to the providers' APIs after that number, with the reason if refused
 * GET    /api/events                  server-sent events: "request", "call" and "state"; resumes after Last-Event-ID
 * POST   /api/clients                 {"provider", "clientId", "keys" or "jwksUrl", "keyOrigin"?, "teamId"?, "keyId"?, "redirectUris"?, "scopes"?}
 * DELETE /api/clients/PROVIDER/ID     removes a client
 * POST   /api/faults                  {"kind", "provider"?, "seconds"?, "times"? or "forSeconds"?}
 * DELETE /api/faults, /api/faults/ID  removes pending faults
 * POST   /api/clock                   {"offsetSeconds"} or {"advanceSeconds"}
 * POST   /api/codes                   {"provider", "clientId", "redirectUri"?}: issues an authorization code, without a browser
 * POST   /api/diagnose                {"text", "provider"?, "clientId"?, "tokenEndpoint"?}: diagnoses a pasted request
 * </pre>
 *
 * <p>The {@code kind} of a fault is that of {@link Fault#kind()}, such as {@code too-many-requests}, {@code status-502} or
 * {@code invalid_client}, or {@code rotate-keys}.
 * Errors are {@code {"error": "one sentence"}}.
 *
 * <p>By default it listens on loopback only. Everything it keeps is bounded: the last 1000 token requests, up to about 16
 * MiB; the last 1000 API calls; 50&nbsp;000 tokens of each kind per provider, fewer if their scopes and other texts exceed
 * 16 million characters; 20&nbsp;000 {@code jti} values per client and 200&nbsp;000 per provider; 128 connections; 128 KiB
 * per request. Thread-safe.
 */
public final class MockProviderServer extends RunningMock<MockProviderServer> {
    private final RoutedProviders providers;
    private final ApiData data;
    private final AppleProvider apple;
    private final HttpListener listener;
    private final URI base;
    private final Optional<ServerCertificate> certificate;
    private final Optional<String> warning;

    MockProviderServer(
            ServerContext context,
            RoutedProviders providers,
            ApiData data,
            AppleProvider apple,
            HttpListener listener,
            URI base,
            Optional<ServerCertificate> certificate,
            Optional<String> warning) {
        super(context, Optional.empty());
        this.providers = providers;
        this.data = data;
        this.apple = apple;
        this.listener = listener;
        this.base = base;
        this.certificate = certificate;
        this.warning = warning;
    }

    @Override
    MockProviderServer self() {
        return this;
    }

    @Override
    List<HostedProvider> hosted() {
        return providers.all().stream().map(ProviderRoutes::provider).toList();
    }

    /**
     * Starts a mock of all providers on a free port of 127.0.0.1.
     *
     * @throws IOException if no port is available
     */
    public static MockProviderServer start() throws IOException {
        return builder().start();
    }

    /** Returns a builder with the settings of {@link #start()}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the address of the page, without a slash at the end; the base paths of the providers are below it. */
    public URI base() {
        return base;
    }

    /** Returns the ids of its providers. */
    public List<String> providers() {
        return providers.all().stream().map(ProviderRoutes::id).toList();
    }

    /**
     * Returns one provider of this server: its token endpoint, clients, faults and received requests. It shares the server's
     * clock. Closing the provider closes nothing else: its paths respond with 404 from then on.
     *
     * @param provider its id or short name, such as {@code epic} or {@code school}
     * @throws IllegalArgumentException if this server has no such provider
     */
    public MockProvider provider(String provider) {
        ProviderRoutes routes = providers.require(provider);
        return new MockProvider(
                routes.provider(), context(), providers.tokenEndpoint(routes, base), () -> providers.close(routes));
    }

    /**
     * Returns Apple, for the whole of Sign in with Apple: people, notifications, migration. Closing it closes only this
     * provider.
     *
     * @throws IllegalArgumentException if this server has no such provider
     */
    public MockApple apple() {
        ProviderRoutes routes = providers.require("sign-in-with-apple");
        return new MockApple(apple, context(), URI.create(base + routes.prefix()), () -> providers.close(routes));
    }

    /**
     * Registers a client with a provider, replacing one with the same client id.
     *
     * @throws IllegalArgumentException if there is no such provider, or the client lacks what the provider requires
     */
    public MockProviderServer register(String provider, MockClient client) {
        return register(providers.require(provider).provider(), client);
    }

    /**
     * Registers a client with a provider, replacing one with the same client id.
     *
     * @param redirectUris the redirect URIs, for Sign in with Apple
     * @throws IllegalArgumentException if there is no such provider, or the client lacks what the provider requires
     */
    public MockProviderServer register(String provider, Registration registration, URI... redirectUris) {
        return register(provider, MockClient.of(registration).withRedirectUris(List.of(redirectUris)));
    }

    /**
     * Reads clients, patients and devices from a file in YAML, or in JSON if its name ends in {@code .json}:
     *
     * <pre>{@code
     * clients:
     *   - provider: school
     *     clientId: SCHOOLAPI.7c0c10a0-4d8a-4ef8-a2be-eda040b65c59
     *     keyId: 8136a1f6-c995-4010-b964-bc8278c107ef
     *     keyFile: school-public.pem
     *   - provider: epic
     *     clientId: 36c92488-dc0c-4c3a-9e29-9f4a1e5ee8a4
     *     jwksUrl: http://127.0.0.1:8080/jwks.json
     *     scopes: [system/Patient.read]
     * patients:
     *   - {id: pat-1, family: Larkspur, given: Ada, gender: female, birthDate: 1984-03-09}
     * devices:
     *   - {serialNumber: X000000001, deviceModel: iPad (A16), assignedServer: School iPads}
     * }</pre>
     *
     * <p>{@code keyFile}, relative to the file, contains a JWK Set, a JWK, or PEM with public keys or certificates, never
     * private keys; {@code keys} has the same in the file itself. {@code keyOrigin} is {@code jwk-set-url} if the keys are those
     * of the client's JWK Set URL, which a JWK Set is by default, or {@code static}, as PEM is. A client of Sign in with Apple has
     * a {@code teamId} and {@code redirectUris}. {@code patients} replaces the examples of the FHIR APIs, {@code devices} those of
     * Apple School Manager and Apple Business. Either everything in the file is used or nothing.
     *
     * <p>YAML requires {@code com.fasterxml.jackson.dataformat:jackson-dataformat-yaml} on the class path.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if the file is invalid; the message names the line
     */
    public MockProviderServer seed(Path file) throws IOException {
        SeedFile seeds = SeedFile.read(file, providers, data);
        seeds.clients().forEach(named -> register(named.provider(), named.client()));
        seeds.data().apply();
        return this;
    }

    /**
     * Returns the calls to the APIs for which the providers issue tokens, such as {@code /v1/orgDevices}, oldest first, each
     * with the reason if it was refused. {@link #received()} has the token requests.
     */
    public List<RecordedApiCall> calls() {
        return context().log().calls();
    }

    /**
     * Returns the environment variables that point an application at a provider of this server: {@code CLIENTAUTH_PROVIDER},
     * {@code CLIENTAUTH_TOKEN_ENDPOINT}, {@code CLIENTAUTH_BASE} for what is below the provider's own host, and where it has
     * an API, {@code CLIENTAUTH_FHIR_BASE} (before {@code /Patient}) or {@code CLIENTAUTH_API_BASE} (before {@code
     * /v1/orgDevices}).
     *
     * @throws IllegalArgumentException if this server has no such provider
     */
    public Map<String, String> environment(String provider) {
        return providers.environment(providers.require(provider), base);
    }

    /**
     * Returns the certificate to trust, in PEM; empty for http. It belongs to the authority that signed the server's
     * certificate and can sign nothing else: its private key no longer exists.
     */
    public Optional<String> certificatePem() {
        return certificate.map(ServerCertificate::authorityPem);
    }

    /** Returns a warning for a server that other machines can reach; empty on loopback. */
    public Optional<String> warning() {
        return warning;
    }

    @Override
    public void close() {
        listener.close();
        providers.all().forEach(providers::close);
    }

    @Override
    public String toString() {
        return "MockProviderServer[" + base + "]";
    }

    /** Builder for {@link MockProviderServer}. */
    public static final class Builder {
        private static final int MAX_PORT = 65_535;

        private final ServerSettings settings = new ServerSettings();

        private Builder() {}

        /** Adds this provider, replacing one with the same id. */
        public Builder provider(Profile profile) {
            settings.profiles.put(profile.id(), profile);
            return this;
        }

        /**
         * Sets the port; by default 0, which selects a free one.
         *
         * @throws IllegalArgumentException if it is not from 0 to 65535
         */
        public Builder port(int port) {
            if (port < 0 || port > MAX_PORT) {
                throw new IllegalArgumentException("port must be from 0 to " + MAX_PORT + ", not " + port + ".");
            }
            settings.port = port;
            return this;
        }

        /**
         * Sets the address to listen at; by default loopback. Anyone who can reach another address can register clients, read
         * requests, and make the server fetch JWK Set URLs from hosts that only the server reaches; a warning is logged. The
         * content of a fetched document is never shown, only whether it is a JWK Set.
         */
        public Builder bind(InetAddress address) {
            settings.bind = Objects.requireNonNull(address, "address must not be null");
            return this;
        }

        /**
         * Sets a name or address by which others reach the server, such as the name of a container. It appears in URLs and in
         * the certificate.
         *
         * @throws IllegalArgumentException if it is not a valid host
         */
        public Builder host(String host) {
            settings.host = ServerSettings.requireHost(host);
            return this;
        }

        /** Serves https, with a certificate made at startup; by default http. */
        public Builder https() {
            settings.https = true;
            return this;
        }

        /** Sets the clock of all providers; by default the system clock. */
        public Builder clock(Clock clock) {
            settings.clock = Objects.requireNonNull(clock, "clock must not be null");
            return this;
        }

        /** Reads clients, patients and devices from a file at startup, as {@link MockProviderServer#seed(Path)} does. */
        public Builder seed(Path file) {
            settings.seeds.add(Objects.requireNonNull(file, "file must not be null"));
            return this;
        }

        /**
         * Sets how long a registered key takes to reach the provider, such as 15 minutes for Epic's sandbox; by default none.
         * Until then the client is refused, or verified with its previous keys. Applies to every registration, including those
         * of {@link #seed(Path)}, but not to Sign in with Apple, whose documentation names no delay.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder syncDelay(Duration delay) {
            if (delay.isNegative()) {
                throw new IllegalArgumentException("delay must not be negative: " + delay + ".");
            }
            settings.syncDelay = delay;
            return this;
        }

        /**
         * Sets how many times faster than real time {@linkplain #syncDelay keys are synced} and cached JWK Sets expire; by
         * default 1. At 60 a minute passes in a second, and the 29 hours for which Epic caches a JWK Set in 29 minutes.
         * Nothing else is faster; {@link MockProviderServer#advance(Duration)} moves the whole clock.
         *
         * @throws IllegalArgumentException if it is not a positive number
         */
        public Builder speedUp(double times) {
            settings.speed = JwkSetPolicy.requireSpeed(times);
            return this;
        }

        /**
         * Limits the requests that the APIs of Apple School Manager and Apple Business, each for itself, accept in a time
         * measured by the mock's clock; beyond the limit they respond with 429 and {@code Retry-After}. By default there is no
         * limit, since Apple publishes none.
         *
         * @throws IllegalArgumentException if the number is negative or the time is not positive
         */
        public Builder apiLimit(int requests, Duration within) {
            RequestLimit.require(requests, within);
            settings.apiRequests = requests;
            settings.apiTime = within;
            return this;
        }

        Builder limits(Limits limits) {
            settings.limits = limits;
            return this;
        }

        Set<String> names() {
            return settings.names();
        }

        /**
         * Starts the server.
         *
         * @throws IOException if the port is not available or a file cannot be read
         * @throws IllegalArgumentException if a seed file is invalid
         */
        public MockProviderServer start() throws IOException {
            return settings.start();
        }
    }
}
