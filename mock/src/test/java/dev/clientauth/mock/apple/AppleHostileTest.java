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

/** Whatever is sent to the mock or registered with it stays text, and does not bring it down. */
@Timeout(60)
class AppleHostileTest {
    private static final String SCRIPT = "\"'></form><script>alert(1)</script><img src=x onerror=alert(1)>&amp;";
    private static final Pattern FOREIGN =
            Pattern.compile("<script(?! nonce=\"[\\w-]{43}\">)|<img|onerror=[^&]*>|</form><", Pattern.CASE_INSENSITIVE);

    private final AppleTestServer desk = new AppleTestServer();

    @AfterEach
    void stop() {
        desk.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"client_id", "redirect_uri", "response_type", "response_mode", "scope", "state", "nonce", "more"
            })
    void aScriptInAParameterStaysText(String parameter) {
        HttpResponse<String> page = TestHttp.get(desk.authorize(parameter, SCRIPT));
        assertThat(page.statusCode()).isBetween(200, 400);
        noneOfTheirs(page);
    }

    @Test
    void aScriptInAStateComesBackAsText() {
        HttpResponse<String> page = desk.press(desk.authorize("state", SCRIPT), "person", "0");
        noneOfTheirs(page);
        assertThat(TestHttp.inputs(page)).containsEntry("state", SCRIPT);
    }

    @Test
    void aScriptInAStateStaysInsideTheUrl() {
        HttpResponse<String> answer = desk.press(
                desk.authorize("state", SCRIPT + "\r\nSet-Cookie: x=1", "scope", null, "response_mode", "query"),
                "person",
                "0");
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(answer.headers().firstValue("Location").orElseThrow())
                .startsWith("https://app.example.com/callback?state=%22")
                .doesNotContain("<", "\"", "\n");
    }

    @Test
    void aScriptInANameOrAddressStaysText() {
        desk.apple.register(ApplePerson.of(SCRIPT, SCRIPT, SCRIPT));
        noneOfTheirs(TestHttp.get(desk.authorize()));
        HttpResponse<String> page = desk.press(desk.authorize(), "person", "1");
        noneOfTheirs(page);
        assertThat(TestHttp.inputs(page).get("user")).contains("<script>");
    }

    @Test
    void aScriptInTheFormOfThePageStaysText() {
        noneOfTheirs(TestHttp.post(
                desk.at("/auth/authorize/decision"), Map.of("request", SCRIPT, "person", SCRIPT, "cancel", SCRIPT)));
    }

    @Test
    void aScriptInTheClientIdOnFileStaysText() {
        desk.apple.register(desk.team.owning(SCRIPT), AppleTestServer.CALLBACK);
        noneOfTheirs(TestHttp.get(desk.authorize("client_id", SCRIPT)));
    }

    private static void noneOfTheirs(HttpResponse<String> page) {
        assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(page.body()).doesNotContainPattern(FOREIGN);
    }

    @Test
    void aJsonResponseRepeatsNothingAsHtml() {
        HttpResponse<String> answer =
                desk.token("grant_type", "authorization_code", "code", "c", "redirect_uri", SCRIPT);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
    }

    @Test
    void aBodyBeyond128KiBIsNotRead() {
        HttpResponse<String> answer = TestHttp.post(desk.apple.tokenEndpoint(), "a=" + "x".repeat(1 << 18));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(desk.apple.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/auth/token", "/auth/revoke", "/auth/usermigrationinfo", "/auth/authorize/decision"})
    void aBodyOfNonsenseIsRefused(String path) {
        for (String body : List.of("", "&&&===%%%", "\u0000\u0001", "x".repeat(100_000), "client_secret=a.b.c")) {
            assertThat(TestHttp.post(desk.at(path), body).statusCode()).as(body).isEqualTo(400);
        }
    }

    @Test
    void thousandsOfParametersAreRefusedInTime() {
        assertThat(TestHttp.post(desk.apple.tokenEndpoint(), "a=b&".repeat(30_000))
                        .statusCode())
                .isEqualTo(400);
        assertThat(desk.last().error()).contains("invalid_request");
    }

    @Test
    void aLongUrlGetsAResponse() {
        HttpResponse<String> page = TestHttp.get(desk.authorize("state", "x".repeat(20_000)));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("xxx");
        assertThat(TestHttp.get(desk.authorize()).statusCode()).isEqualTo(200);
    }

    @Test
    void aThousandPagesLeftOpenDoNotCloseTheFirst() {
        Map<String, String> first = TestHttp.inputs(TestHttp.get(desk.authorize()));
        first.put("person", "0");
        for (int i = 0; i < 1000; i++) {
            TestHttp.get(desk.authorize());
        }
        assertThat(TestHttp.post(desk.at("/auth/authorize/decision"), first).statusCode())
                .isEqualTo(200);
        assertThat(desk.apple.received()).hasSize(1000);
    }

    @Test
    void aCodeIsAcceptedOnceByConcurrentRequests() throws Exception {
        String code = desk.continued().get("code");
        ExecutorService crowd = Executors.newFixedThreadPool(16);
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                answers.add(crowd.submit(() -> desk.exchange(code).statusCode()));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> each : answers) {
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
    void aQueryThatIsNoFormIsRefused() {
        assertThat(TestHttp.get(URI.create(desk.apple.base() + "/auth/authorize?&=&client_id"))
                        .statusCode())
                .isEqualTo(400);
    }
}
