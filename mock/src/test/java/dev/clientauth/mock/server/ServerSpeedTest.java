// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.MovableClock;
import dev.clientauth.key.PublicKeySet;
import dev.clientauth.mock.ProviderRequests;
import dev.clientauth.mock.TestHttp;
import dev.clientauth.profile.Registration;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The key sync delays and API rate limits of the providers of a server. */
@Timeout(30)
class ServerSpeedTest {
    private final MovableClock clock = new MovableClock();
    private final MockProviderServer.Builder builder =
            MockProviderServer.builder().clock(clock);

    /** Epic: up to 15 minutes for its sandbox, which pass in 15 seconds. */
    @Test
    void aNewKeyIsRefusedUntilItIsSynced() throws IOException {
        try (MockProviderServer server =
                builder.syncDelay(Duration.ofMinutes(15)).speedUp(60).start()) {
            ProviderRequests asking = new ProviderRequests(server, clock).register();
            assertThat(asking.post("epic").statusCode()).isEqualTo(400);
            assertThat(server.received().get(0).notes())
                    .singleElement()
                    .asString()
                    .contains("have not reached the provider yet");
            assertThat(asking.post("siwa").statusCode()).isEqualTo(200);
            server.advance(Duration.ofSeconds(14));
            assertThat(asking.post("epic").statusCode()).isEqualTo(400);
            server.advance(Duration.ofSeconds(1));
            assertThat(asking.post("epic").statusCode()).isEqualTo(200);
        }
    }

    /** One hour, the client's Cache-Control lifetime, passes in a second. */
    @Test
    void cachedJwkSetsExpireFaster() throws IOException {
        MockResponse set = new MockResponse.Builder()
                .code(200)
                .addHeader("Cache-Control", "max-age=3600")
                .body(PublicKeySet.of(Clients.RSA).toJson())
                .build();
        try (MockWebServer web = new MockWebServer();
                MockProviderServer server = builder.speedUp(3600).start()) {
            web.start();
            web.enqueue(set);
            web.enqueue(set);
            URI url = web.url("/jwks").uri();
            server.register("smart", Registration.of(ProviderRequests.SMART_ID).withJwkSetUrl(url));
            ProviderRequests asking = new ProviderRequests(server, clock);
            for (int millis : new int[] {0, 900}) {
                server.advance(Duration.ofMillis(millis));
                assertThat(asking.post("smart").statusCode()).isEqualTo(200);
                assertThat(web.getRequestCount()).isEqualTo(1);
            }
            server.advance(Duration.ofMillis(100));
            assertThat(asking.post("smart").statusCode()).isEqualTo(200);
            assertThat(web.getRequestCount()).isEqualTo(2);
        }
    }

    @Test
    void theDeviceApisApplyTheConfiguredLimit() throws IOException {
        try (MockProviderServer server =
                builder.apiLimit(2, Duration.ofMinutes(1)).start()) {
            ProviderRequests asking = new ProviderRequests(server, clock).register();
            String token =
                    TestHttp.json(asking.post("school")).path("access_token").asText();
            assertThat(devices(server, token).statusCode()).isEqualTo(200);
            assertThat(devices(server, token).statusCode()).isEqualTo(200);
            HttpResponse<String> third = devices(server, token);
            assertThat(third.statusCode()).isEqualTo(429);
            assertThat(third.headers().firstValue("Retry-After")).contains("60");
            server.advance(Duration.ofMinutes(1));
            assertThat(devices(server, token).statusCode()).isEqualTo(200);
        }
    }

    private static HttpResponse<String> devices(MockProviderServer server, String token) {
        return TestHttp.send(HttpRequest.newBuilder(URI.create(server.base() + "/apple-school-manager/v1/orgDevices"))
                .header("Accept", "application/json")
                .header("Authorization", "Bearer " + token));
    }

    @Test
    void invalidSettingsAreRejectedAtOnce() {
        for (double speed : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> builder.speedUp(speed)).hasMessageContaining("positive number");
        }
        assertThatThrownBy(() -> builder.syncDelay(Duration.ofSeconds(-1))).hasMessageContaining("not be negative");
        assertThatThrownBy(() -> builder.apiLimit(-1, Duration.ofSeconds(1)))
                .hasMessageContaining("within must be positive");
        assertThatThrownBy(() -> builder.apiLimit(1, Duration.ZERO)).hasMessageContaining("within must be positive");
    }
}
