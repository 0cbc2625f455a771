// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.apple;

import dev.clientauth.mock.ApplePerson;
import dev.clientauth.mock.AppleTestServer;
import dev.clientauth.mock.TestHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** Hostile input that is sent to the mock or registered with it remains text and does not stop the mock. */
@Timeout(60)
class AppleHostileTest {
    private static final String SCRIPT = "\"'></form><script>alert(1)</script><img src=x onerror=alert(1)>&amp;";
    private static final Pattern FOREIGN =
            Pattern.compile("<script(?! nonce=\"[\\w-]{43}\">)|<img|onerror=[^&]*>|</form><", Pattern.CASE_INSENSITIVE);

    private final AppleTestServer server = new AppleTestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"client_id", "redirect_uri", "response_type", "response_mode", "scope", "state", "nonce", "more"
            })
    void aScriptInAParameterIsEscaped(String parameter) {
        HttpResponse<String> page = TestHttp.get(server.authorize(parameter, SCRIPT));
        assertThat(page.statusCode()).isBetween(200, 400);
        noneOfTheirs(page);
    }

    @Test
    void aScriptInTheStateIsReturnedEscaped() {
        HttpResponse<String> page = server.press(server.authorize("state", SCRIPT), "person", "0");
        noneOfTheirs(page);
        assertThat(TestHttp.inputs(page)).containsEntry("state", SCRIPT);
    }

    @Test
    void aScriptInTheStateIsEncodedInTheUrl() {
        HttpResponse<String> response = server.press(
                server.authorize("state", SCRIPT + "\r\nSet-Cookie: x=1", "scope", null, "response_mode", "query"),
                "person",
                "0");
        assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(response.headers().firstValue("Location").orElseThrow())
                .startsWith("https://app.example.com/callback?state=%22")
                .doesNotContain("<", "\"", "\n");
    }

    @Test
    void aScriptInANameOrAddressIsEscaped() {
        server.apple.register(ApplePerson.of(SCRIPT, SCRIPT, SCRIPT));
        noneOfTheirs(TestHttp.get(server.authorize()));
        HttpResponse<String> page = server.press(server.authorize(), "person", "1");
        noneOfTheirs(page);
        assertThat(TestHttp.inputs(page).get("user")).contains("<script>");
    }

    @Test
    void aScriptInThePageFormIsEscaped() {
        noneOfTheirs(TestHttp.post(
                server.at("/auth/authorize/decision"), Map.of("request", SCRIPT, "person", SCRIPT, "cancel", SCRIPT)));
    }

    @Test
    void aScriptInARegisteredClientIdIsEscaped() {
        server.apple.register(server.team.owning(SCRIPT), AppleTestServer.CALLBACK);
        noneOfTheirs(TestHttp.get(server.authorize("client_id", SCRIPT)));
    }

    private static void noneOfTheirs(HttpResponse<String> page) {
        assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(page.body()).doesNotContainPattern(FOREIGN);
    }

    @Test
    void jsonResponsesContainNoHtml() {
        HttpResponse<String> response =
                server.token("grant_type", "authorization_code", "code", "c", "redirect_uri", SCRIPT);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
    }

    @Test
    void aBodyBeyond128KiBIsNotRead() {
        HttpResponse<String> response = TestHttp.post(server.apple.tokenEndpoint(), "a=" + "x".repeat(1 << 18));
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(server.apple.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/auth/token", "/auth/revoke", "/auth/usermigrationinfo", "/auth/authorize/decision"})
    void aMalformedBodyIsRejected(String path) {
        for (String body : List.of("", "&&&===%%%", "\u0000\u0001", "x".repeat(100_000), "client_secret=a.b.c")) {
            assertThat(TestHttp.post(server.at(path), body).statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
    }

    @Test
    void thousandsOfParametersAreRejectedQuickly() {
        assertThat(TestHttp.post(server.apple.tokenEndpoint(), "a=b&".repeat(30_000))
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.last().error()).contains("invalid_request");
    }

    @Test
    void aLongUrlGetsAResponse() {
        HttpResponse<String> page = TestHttp.get(server.authorize("state", "x".repeat(20_000)));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("xxx");
        assertThat(TestHttp.get(server.authorize()).statusCode()).isEqualTo(200);
    }

    @Test
    void aThousandOpenPagesDoNotExpireTheFirst() {
        Map<String, String> first = TestHttp.inputs(TestHttp.get(server.authorize()));
        first.put("person", "0");
        for (int i = 0; i < 1000; i++) {
            TestHttp.get(server.authorize());
        }
        assertThat(TestHttp.post(server.at("/auth/authorize/decision"), first).statusCode())
                .isEqualTo(200);
        assertThat(server.apple.received()).hasSize(1000);
    }

    @Test
    void aCodeIsAcceptedOnceByConcurrentRequests() throws Exception {
        String code = server.continued().get("code");
        ExecutorService crowd = Executors.newFixedThreadPool(16);
        try {
            List<Future<Integer>> responses = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                responses.add(crowd.submit(() -> server.exchange(code).statusCode()));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> each : responses) {
                statuses.add(each.get());
            }
            assertThat(statuses)
                    .containsOnlyOnce(200)
                    .filteredOn(status -> status == 400)
                    .hasSize(15);
        } finally {
            crowd.shutdownNow();
        }
    }

    @Test
    void aMalformedQueryIsRejected() {
        assertThat(TestHttp.get(URI.create(server.apple.base() + "/auth/authorize?&=&client_id"))
                        .statusCode())
                .isEqualTo(400);
    }
}
