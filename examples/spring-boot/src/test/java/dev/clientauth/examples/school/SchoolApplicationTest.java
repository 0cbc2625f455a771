package dev.clientauth.examples.school;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clientauth.mock.server.MockProviderServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.client.RestClient;

class SchoolApplicationTest {
    private static MockProviderServer mock;
    private static ConfigurableApplicationContext application;
    private static RestClient http;

    @BeforeAll
    static void start() throws Exception {
        mock = WithMock.mock();
        application = WithMock.application(mock, 0);
        http = RestClient.create(
                "http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port"));
    }

    @AfterAll
    static void stop() {
        application.close();
        mock.close();
    }

    private static String get(String path) {
        return http.get().uri(path).retrieve().body(String.class);
    }

    /** Two of its requests get 429, because the API allows four in two seconds; they are sent again. */
    @Test
    void allDevicesAreReadInSpiteOf429AndAnExpiredToken() {
        assertThat(http.get().uri("/devices").retrieve().body(List.class)).hasSize(250);
        mock.advance(Duration.ofHours(2));
        assertThat(http.get().uri("/devices").retrieve().body(List.class)).hasSize(250);
        assertThat(mock.calls()).extracting(call -> call.status()).contains(200, 401, 429);
        assertThat(mock.received()).hasSize(2);
    }

    @Test
    void healthAndMetricsKnowTheClient() throws Exception {
        get("/devices");
        assertThat(get("/actuator/health")).contains("apple-school-manager", "tokenExpiresAt");
        Map<?, ?> requests = Map.of();
        for (int i = 0; i < 100 && requests.isEmpty(); i++) {
            Thread.sleep(50);
            requests = http.get()
                    .uri("/actuator/metrics/clientauth.token.requests")
                    .exchange((request, response) ->
                            response.getStatusCode().is2xxSuccessful() ? response.bodyTo(Map.class) : Map.of());
        }
        assertThat(requests.toString()).contains("client", "school");
    }
}
