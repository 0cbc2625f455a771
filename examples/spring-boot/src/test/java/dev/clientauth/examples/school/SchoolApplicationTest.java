// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.school;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.clientauth.mock.server.MockProviderServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.web.client.RestClient;

class SchoolApplicationTest {
    private static MockProviderServer mock;
    private static ConfigurableApplicationContext application;
    private static RestClient http;
    private static final ParameterizedTypeReference<Map<String, Object>> METER = new ParameterizedTypeReference<>() {};
    private static final ParameterizedTypeReference<List<Object>> DEVICES = new ParameterizedTypeReference<>() {};

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

    /** The API allows four requests in two seconds; an additional request gets 429 and is retried. */
    @Test
    void allDevicesAreReadInSpiteOf429() {
        assertThat(http.get().uri("/devices").retrieve().body(DEVICES)).hasSize(250);
        assertThat(mock.calls()).extracting(call -> call.status()).contains(200, 429);
    }

    @Test
    void aTokenThatTheApiNoLongerKnowsIsReplaced() {
        get("/devices");
        mock.clear();
        assertThat(http.get().uri("/devices").retrieve().body(DEVICES)).hasSize(250);
        assertThat(mock.calls()).extracting(call -> call.status()).startsWith(401, 200);
        assertThat(mock.received()).hasSize(1);
    }

    @Test
    void healthAndMetricsKnowTheClient() throws Exception {
        get("/devices");
        assertThat(get("/actuator/health")).contains("apple-school-manager", "tokenExpiresAt");
        Map<String, Object> requests = Map.of();
        for (int i = 0; i < 100 && requests.isEmpty(); i++) {
            Thread.sleep(50);
            requests = http.get()
                    .uri("/actuator/metrics/clientauth.token.requests")
                    .exchange((request, response) ->
                            response.getStatusCode().is2xxSuccessful() ? response.bodyTo(METER) : Map.of());
        }
        assertThat(requests.toString()).contains("client", "school");
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        HttpServer elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String address = "http://127.0.0.1:" + elsewhere.getAddress().getPort();
        elsewhere.createContext("/", exchange -> {
            boolean isFirst = exchange.getRequestURI().getPath().equals("/");
            exchange.getResponseHeaders().set("Location", address + "/followed");
            exchange.sendResponseHeaders(isFirst ? 302 : 200, -1);
            exchange.close();
        });
        elsewhere.start();
        RestClient school = application.getBean("school", RestClient.class);
        assertThat(school.get().uri(address + "/").retrieve().toBodilessEntity().getStatusCode().value())
                .isEqualTo(302);
        elsewhere.stop(0);
    }
}
