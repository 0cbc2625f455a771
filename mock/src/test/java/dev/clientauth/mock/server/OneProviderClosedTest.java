// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import dev.clientauth.mock.ProviderRequests;
import dev.clientauth.mock.TestHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Closing one provider of a server closes only that provider. */
@Timeout(30)
class OneProviderClosedTest {
    private static final List<String> ALL = List.of("school", "business", "epic", "smart", "siwa");
    private MockProviderServer server;
    private ProviderRequests requests;

    @BeforeEach
    void start() throws IOException {
        server = MockProviderServer.start();
        requests = new ProviderRequests(server, Clock.systemUTC()).register();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"school", "business", "epic", "smart", "siwa"})
    void theOthersContinueAfterOneIsClosed(String closed) {
        MockProvider provider = server.provider(closed);
        URI endpoint = provider.tokenEndpoint();
        Map<String, String> form = requests.form(closed);
        provider.close();

        assertThat(TestHttp.post(endpoint, form).statusCode()).isEqualTo(404);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.provider(closed))
                .withMessageContaining("Unknown provider \"" + closed + "\"");
        ALL.stream()
                .filter(other -> !other.equals(closed))
                .forEach(other ->
                        assertThat(requests.post(other).statusCode()).as(other).isEqualTo(200));
        assertThat(server.providers())
                .hasSize(4)
                .doesNotContain(provider.profile().id());
        assertThat(TestHttp.json(TestHttp.get(URI.create(server.base() + "/api/state")))
                        .path("providers"))
                .hasSize(4);
        provider.close();
    }

    @Test
    void closingAppleOfAServerLeavesTheServerRunning() {
        server.apple().close();

        assertThat(requests.post("epic").statusCode()).isEqualTo(200);
        assertThat(TestHttp.get(server.base()).statusCode()).isEqualTo(200);
    }

    @Test
    void closingTheServerClosesAll() {
        server.close();

        assertThat(server.providers()).isEmpty();
    }
}
