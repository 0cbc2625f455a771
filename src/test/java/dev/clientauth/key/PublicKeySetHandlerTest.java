// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import com.nimbusds.jose.JWSAlgorithm;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class PublicKeySetHandlerTest {
    private final SigningKey first = SigningKey.generate(JWSAlgorithm.ES384);
    private final SigningKey second = SigningKey.generate(JWSAlgorithm.ES384);
    private volatile PublicKeySet keys = PublicKeySet.of(first);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/jwks.json", new PublicKeySetHandler(() -> keys, Duration.ofMinutes(5)));
        server.createContext("/fresh", new PublicKeySetHandler(() -> keys, Duration.ZERO));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void theSetIsServedWithCacheControlAndETag() throws Exception {
        HttpResponse<String> response = send("GET", "/jwks.json");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(keys.toJson());
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.headers().firstValue("Cache-Control")).contains("public, max-age=300");
        assertThat(response.headers().firstValue("ETag")).contains(keys.etag());
        assertThat(send("GET", "/fresh").headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void theETagChangesOnlyWithTheKeys() throws Exception {
        String etag = keys.etag();
        assertThat(send("GET", "/jwks.json", "If-None-Match", etag).statusCode())
                .isEqualTo(304);
        assertThat(send("GET", "/jwks.json", "If-None-Match", "\"x\", W/" + etag)
                        .statusCode())
                .isEqualTo(304);
        keys = PublicKeySet.of(first, second);
        assertThat(send("GET", "/jwks.json", "If-None-Match", etag).statusCode())
                .isEqualTo(200);
    }

    @Test
    void headHasNoBodyAndOtherMethodsAreRejected() throws Exception {
        HttpResponse<String> head = send("HEAD", "/jwks.json");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length"))
                .contains(String.valueOf(keys.toJson().length()));
        HttpResponse<String> post = send("POST", "/jwks.json");
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(post.headers().firstValue("Allow")).contains("GET, HEAD");
    }
}
