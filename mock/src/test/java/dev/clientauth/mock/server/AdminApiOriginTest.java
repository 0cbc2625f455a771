// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import dev.clientauth.mock.TestHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** The page and its API: the policy for the browser, and which requests are rejected. */
@Timeout(30)
class AdminApiOriginTest {
    private MockProviderServer server;

    @BeforeEach
    void start() throws IOException {
        server = MockProviderServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private URI at(String path) {
        return URI.create(server.base() + path);
    }

    @Test
    void servesThePageUnderAStrictPolicy() {
        HttpResponse<String> page = TestHttp.get(at("/"));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; script-src 'self';")
                .contains("frame-ancestors 'none'", "form-action 'none'")
                .doesNotContain("unsafe");
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(TestHttp.get(at("/page/index.html")).body()).isEqualTo(page.body());
    }

    @Test
    void rejectsRequestsFromOtherSites() {
        for (String origin : List.of("https://evil.example", "null", "http://127.0.0.1:1")) {
            HttpResponse<String> response = TestHttp.send(HttpRequest.newBuilder(at("/api/clock"))
                    .header("Content-Type", "application/json")
                    .header("Origin", origin)
                    .POST(HttpRequest.BodyPublishers.ofString("{\"offsetSeconds\":60}")));
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(TestHttp.send(HttpRequest.newBuilder(at("/api/requests"))
                                    .header("Origin", origin)
                                    .DELETE())
                            .statusCode())
                    .isEqualTo(403);
        }
        HttpResponse<String> own = TestHttp.send(HttpRequest.newBuilder(at("/api/clock"))
                .header("Content-Type", "application/json; charset=utf-8")
                .header("Origin", server.base().toString())
                .POST(HttpRequest.BodyPublishers.ofString("{\"offsetSeconds\":60}")));
        assertThat(own.statusCode()).isEqualTo(200);
        assertThat(own.headers().map()).doesNotContainKey("access-control-allow-origin");
    }

    /** A form that any site can post through a browser without a preflight request. */
    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})
    void acceptsOnlyJson(String type) {
        HttpResponse<String> response = TestHttp.send(HttpRequest.newBuilder(at("/api/clock"))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString("{\"offsetSeconds\":60}")));
        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(TestHttp.json(TestHttp.get(at("/api/state")))
                        .path("clockOffsetSeconds")
                        .intValue())
                .isZero();
        HttpResponse<String> put =
                TestHttp.send(HttpRequest.newBuilder(at("/api/clock")).PUT(HttpRequest.BodyPublishers.noBody()));
        assertThat(put.statusCode()).isEqualTo(405);
        assertThat(put.headers().firstValue("Allow")).contains("GET, POST, DELETE");
    }

    /** A response to HEAD ends. */
    @Test
    void theEventStreamAcceptsOnlyGet() {
        HttpResponse<String> response = TestHttp.send(
                HttpRequest.newBuilder(at("/api/events")).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("GET");
    }
}
