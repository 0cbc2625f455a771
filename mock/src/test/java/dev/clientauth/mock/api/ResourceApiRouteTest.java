// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.BearerInterceptor;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.MovableClock;
import dev.clientauth.json.Json;
import dev.clientauth.key.PublicKeySet;
import dev.clientauth.key.SigningKey;
import dev.clientauth.mock.MockClient;
import dev.clientauth.mock.core.LoopbackServer;
import dev.clientauth.mock.core.ServerContext;
import dev.clientauth.mock.core.StandardProvider;
import dev.clientauth.mock.http.ProviderResponse;
import dev.clientauth.mock.http.RequestHandler;
import dev.clientauth.mock.server.MockProviderServer;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.Registration.KeyOrigin;
import dev.clientauth.provider.AppleSchoolManager;
import dev.clientauth.provider.Epic;
import dev.clientauth.provider.SmartBackendServices;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A complete integration: the library's client requests a token and uses it, over HTTP. */
@Timeout(60)
class ResourceApiRouteTest {
    private final MovableClock clock = new MovableClock();

    private final List<Integer> tokenStatuses = new CopyOnWriteArrayList<>();

    /** A token endpoint, and the API that accepts its tokens. */
    private LoopbackServer serving(StandardProvider provider, String tokenPath, RequestHandler api) throws IOException {
        return new LoopbackServer(
                attempt -> {
                    if (!attempt.endpoint().orElseThrow().getPath().equals(tokenPath)) {
                        return api.handle(attempt);
                    }
                    ProviderResponse reply = provider.handle(attempt);
                    tokenStatuses.add(reply.status());
                    return reply;
                },
                clock);
    }

    private StandardProvider provider(Profile profile, String clientId, SigningKey key) {
        StandardProvider provider = new StandardProvider(profile, ServerContext.of(clock));
        provider.register(MockClient.of(
                Registration.of(clientId).withKeys(List.of(key.publicJwk())).withKeyOrigin(KeyOrigin.JWK_SET_URL)));
        return provider;
    }

    @Test
    void allPagesCanBeReadBeyondTheLifetimeOfAToken() throws IOException {
        StandardProvider provider = provider(AppleSchoolManager.profile(), Clients.SCHOOL_ID, Clients.SCHOOL_KEY);
        DeviceApi api = new DeviceApi("", "school.api", provider, new ManagedDevices(clock), new RequestLimit(clock));
        LoopbackServer server = serving(provider, "/auth/oauth2/token", api);
        try {
            ClientAuthenticator client = Clients.school(server.uri("/auth/oauth2/token"))
                    .clock(clock)
                    .build();
            OkHttpClient http = http(client, server.uri("/v1"));
            Set<String> ids = new LinkedHashSet<>();
            String url = server.uri("/v1/orgDevices?limit=60").toString();
            int pages = 0;
            while (!url.isEmpty()) {
                JsonNode page = json(http, url);
                page.at("/data").forEach(device -> ids.add(device.at("/id").asText()));
                url = page.at("/links/next").asText("");
                pages++;
                clock.advance(Duration.ofMinutes(25));
            }
            assertThat(pages).isEqualTo(5);
            assertThat(ids).hasSize(250);
            assertThat(tokenStatuses).hasSizeGreaterThan(1).containsOnly(200);
        } finally {
            server.stop();
        }
    }

    /** The client's clock is slow, so the token is still valid for the client but expired for the API. */
    @Test
    void anExpiredTokenGets401AndIsReplacedAtOnce() throws IOException {
        MovableClock clientsClock = new MovableClock();
        clientsClock.advance(Duration.between(clientsClock.instant(), clock.instant()));
        StandardProvider provider = provider(AppleSchoolManager.profile(), Clients.SCHOOL_ID, Clients.SCHOOL_KEY);
        List<Integer> statuses = new CopyOnWriteArrayList<>();
        DeviceApi api = new DeviceApi("", "school.api", provider, new ManagedDevices(clock), new RequestLimit(clock));
        LoopbackServer server = serving(provider, "/auth/oauth2/token", attempt -> {
            ProviderResponse reply = api.handle(attempt);
            statuses.add(reply.status());
            return reply;
        });
        try {
            ClientAuthenticator client = Clients.school(server.uri("/auth/oauth2/token"))
                    .clock(clientsClock)
                    .lifetime(Duration.ofHours(3))
                    .build();
            OkHttpClient http = http(client, server.uri("/v1"));
            String url = server.uri("/v1/orgDevices/X000000007").toString();
            assertThat(json(http, url).at("/data/id").asText()).isEqualTo("X000000007");
            clock.advance(Duration.ofMinutes(61));
            clientsClock.advance(Duration.ofMinutes(30));
            assertThat(json(http, url).at("/data/id").asText()).isEqualTo("X000000007");
            assertThat(statuses).containsExactly(200, 401, 200);
            assertThat(tokenStatuses).containsExactly(200, 200);
        } finally {
            server.stop();
        }
    }

    @Test
    void aSmartTokenCompletesAnExport() throws IOException {
        Profile profile = SmartBackendServices.profile(URI.create("https://fhir.example.org/token"));
        StandardProvider provider = provider(profile, "bulk-client", Clients.RSA);
        FhirApi api = new FhirApi(FhirServer.smart("/fhir", "/token", profile), provider, clock);
        LoopbackServer server = serving(provider, "/token", api);
        try {
            URI endpoint = URI.create(json(
                            new OkHttpClient(),
                            server.uri("/fhir/.well-known/smart-configuration").toString())
                    .at("/token_endpoint")
                    .asText());
            ClientAuthenticator client = ClientAuthenticator.builder(SmartBackendServices.profile(endpoint))
                    .clientId("bulk-client")
                    .signingKey(Clients.RSA)
                    .scopes("system/*.rs")
                    .clock(clock)
                    .build();
            OkHttpClient http = http(client, server.uri("/fhir"));
            String location = Objects.requireNonNull(
                    call(http, server.uri("/fhir/Patient/$export").toString(), 202)
                            .header("Content-Location"));
            assertThat(call(http, location, 202).header("X-Progress")).isEqualTo("33% complete");
            // Longer than the lifetime of a five-minute token.
            clock.advance(Duration.ofMinutes(6));
            assertThat(call(http, location, 202).header("X-Progress")).isEqualTo("66% complete");
            JsonNode manifest = json(http, location);
            Response file = call(http, manifest.at("/output/0/url").asText(), 200);
            assertThat(file.peekBody(100_000).string().lines()).hasSize(5);
            assertThat(tokenStatuses).containsExactly(200, 200);
        } finally {
            server.stop();
        }
    }

    @Test
    void anEpicTokenReadsAPatient() throws IOException {
        StandardProvider provider = provider(Epic.sandbox(), Clients.EPIC_ID, Clients.RSA);
        FhirServer fhir = FhirServer.epic("/interconnect-fhir-oauth");
        LoopbackServer server = serving(provider, fhir.tokenPath(), new FhirApi(fhir, provider, clock));
        try {
            ClientAuthenticator client =
                    Clients.epic(server.uri(fhir.tokenPath())).clock(clock).build();
            OkHttpClient http = http(client, server.uri(fhir.base()));
            JsonNode patient = json(
                    http,
                    server.uri(fhir.base() + "/Patient/pat-5?_format=json").toString());
            assertThat(patient.at("/name/0/family").asText()).isEqualTo("Þórsdóttir");
        } finally {
            server.stop();
        }
    }

    /** Epic: publish the new key in addition to the old one, then sign with it; on the single port of all mocks. */
    @Test
    void aKeyCanBeRotatedWithAJwkSetUrl() throws IOException {
        SigningKey next = SigningKey.generate(JWSAlgorithm.ES384).withKeyId("next");
        AtomicReference<PublicKeySet> published = new AtomicReference<>(PublicKeySet.of(Clients.RSA));
        try (MockWebServer web = new MockWebServer();
                MockProviderServer server =
                        MockProviderServer.builder().clock(clock).start()) {
            web.setDispatcher(new Dispatcher() {
                @Override
                public MockResponse dispatch(RecordedRequest request) {
                    return new MockResponse.Builder()
                            .code(200)
                            .body(published.get().toJson())
                            .build();
                }
            });
            web.start();
            server.register(
                    "epic",
                    Registration.of(Clients.EPIC_ID)
                            .withJwkSetUrl(web.url("/jwks.json").uri()));
            URI endpoint = server.provider("epic").tokenEndpoint();
            ClientAuthenticator before = Clients.epic(endpoint).clock(clock).build();
            URI base = URI.create(server.base() + "/epic/interconnect-fhir-oauth/api/FHIR/R4");
            assertThat(json(http(before, base), base + "/Patient/pat-3?_format=json")
                            .at("/id")
                            .asText())
                    .isEqualTo("pat-3");
            assertThatThrownBy(() -> Clients.epic(endpoint)
                            .signingKey(next)
                            .clock(clock)
                            .build()
                            .accessToken())
                    .hasMessageContaining("invalid_client");
            assertThat(server.received().get(server.received().size() - 1).notes())
                    .anySatisfy(note -> assertThat(note).contains("no key with the kid \"next\""));
            published.set(PublicKeySet.of(Clients.RSA, next));
            Clients.epic(endpoint).signingKey(next).clock(clock).build().accessToken();
            int fetches = web.getRequestCount();
            // The cached copy has both keys by now, and is kept even if the old key is no longer published.
            published.set(PublicKeySet.of(next));
            Clients.epic(endpoint).clock(clock).build().accessToken();
            assertThat(web.getRequestCount()).isEqualTo(fetches);
        }
    }

    private static OkHttpClient http(ClientAuthenticator client, URI base) {
        return new OkHttpClient.Builder()
                .addInterceptor(BearerInterceptor.of(client, base))
                .build();
    }

    private static JsonNode json(OkHttpClient http, String url) throws IOException {
        return Json.parse(call(http, url, 200).peekBody(1_000_000).string());
    }

    private static Response call(OkHttpClient http, String url, int status) throws IOException {
        Request request = new Request.Builder()
                .url(url)
                .header(
                        "Accept",
                        url.endsWith(".ndjson") ? "application/fhir+ndjson" : "application/json, application/fhir+json")
                .header("Prefer", "respond-async")
                .build();
        try (Response response = http.newCall(request).execute()) {
            assertThat(response.code()).as(url).isEqualTo(status);
            String body = response.body().string();
            return response.newBuilder()
                    .body(ResponseBody.create(body, response.body().contentType()))
                    .build();
        }
    }
}
