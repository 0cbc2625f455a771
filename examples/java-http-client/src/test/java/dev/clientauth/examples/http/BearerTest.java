// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.BearerRetry;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.key.SigningKey;
import dev.clientauth.mock.RecordedApiCall;
import dev.clientauth.mock.server.MockProviderServer;
import dev.clientauth.provider.AppleSchoolManager;
import feign.Feign;
import feign.Headers;
import feign.RequestLine;
import feign.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each helper gets a device list although its token was revoked and the API is busy. */
class BearerTest {
    private static final String CLIENT_ID = "SCHOOLAPI.7c0c10a0-4d8a-4ef8-a2be-eda040b65c59";

    private MockProviderServer mock;
    private URI api;
    private BearerRetry bearer;

    /** Two requests with a valid token are allowed in two seconds. */
    @BeforeEach
    void start() throws IOException {
        mock = MockProviderServer.builder().apiLimit(2, Duration.ofSeconds(2)).start();
        SigningKey key = SigningKey.generate(JWSAlgorithm.ES256).withKeyId("8136a1f6-c995-4010-b964-bc8278c107ef");
        mock.provider("apple-school-manager").register(CLIENT_ID, key.publicJwk());
        ClientAuthenticator school = ClientAuthenticator.builder(AppleSchoolManager.profile())
                .clientId(CLIENT_ID)
                .signingKey(key)
                .tokenEndpoint(mock.provider("apple-school-manager").tokenEndpoint())
                .build();
        api = URI.create(mock.base() + "/apple-school-manager/v1");
        bearer = BearerRetry.of(school, api);
        school.accessToken();
        mock.provider("apple-school-manager").clear();
    }

    @AfterEach
    void stop() {
        mock.close();
    }

    @Test
    void neitherOkHttpNorKotlinIsOnTheClassPath() {
        for (String type : List.of("okhttp3.OkHttpClient", "okio.Buffer", "kotlin.Unit")) {
            assertThrows(ClassNotFoundException.class, () -> Class.forName(type));
        }
    }

    @Test
    void theClientOfTheJdk() throws Exception {
        JdkBearerClient client = new JdkBearerClient(HttpClient.newHttpClient(), bearer);
        HttpRequest request = HttpRequest.newBuilder(devices()).header("Accept", "application/json").build();
        for (int i = 0; i < 3; i++) {
            assertEquals(200, client.send(request, BodyHandlers.ofString()).statusCode());
        }
        assertRetried();
        HttpRequest elsewhere = HttpRequest.newBuilder(URI.create("https://example.com/")).build();
        assertThrows(IllegalArgumentException.class, () -> client.send(elsewhere, BodyHandlers.discarding()));
    }

    @Test
    void apacheHttpClient5() throws Exception {
        try (CloseableHttpClient http = HttpClients.custom()
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .addExecInterceptorFirst("bearer", new ApacheBearer(bearer))
                .build()) {
            HttpGet request = new HttpGet(devices());
            request.setHeader("Accept", "application/json");
            for (int i = 0; i < 3; i++) {
                int status = http.execute(request, response -> response.getCode());
                assertEquals(200, status);
            }
        }
        assertRetried();
    }

    @Test
    void feign() {
        Devices devices = Feign.builder()
                .client(new FeignBearer(new feign.Client.Default(null, null), bearer))
                .target(Devices.class, api.toString());
        for (int i = 0; i < 3; i++) {
            try (Response response = devices.list()) {
                assertEquals(200, response.status());
            }
        }
        assertRetried();
    }

    interface Devices {
        @RequestLine("GET /orgDevices?limit=1")
        @Headers("Accept: application/json")
        Response list();
    }

    private URI devices() {
        return URI.create(api + "/orgDevices?limit=1");
    }

    /** The first request had a revoked token, and the API was busy once at least. */
    private void assertRetried() {
        List<Integer> statuses = mock.calls().stream().map(RecordedApiCall::status).toList();
        assertEquals(1, statuses.stream().filter(status -> status == 401).count(), statuses.toString());
        assertEquals(3, statuses.stream().filter(status -> status == 200).count(), statuses.toString());
        assertTrue(statuses.contains(429), statuses.toString());
        assertEquals(1, mock.provider("apple-school-manager").received().size(), "token requests since then");
    }
}
