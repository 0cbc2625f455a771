// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clientauth.fakes.MovableClock;
import dev.clientauth.mock.ApiCall;
import dev.clientauth.mock.http.ProviderResponse;
import dev.clientauth.mock.token.Access;
import dev.clientauth.mock.token.AccessTokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class DeviceApiTest {
    private static final String API = "https://api-school.apple.com/v1/";

    private final MovableClock clock = new MovableClock();
    private final DeviceApi school = api("school.api", new RequestLimit(new MovableClock()));

    private static DeviceApi api(String tokenScope, RequestLimit budget) {
        return new DeviceApi(
                "", "school.api", ApiCall.tokens(tokenScope), new ManagedDevices(new MovableClock()), budget);
    }

    private static ApiCall get(String path) {
        return ApiCall.get(API + path).authorized().with("Accept", "application/json");
    }

    @Test
    void aPageHasTheFormatOfApplesExample() {
        ProviderResponse reply = get("orgDevices").to(school);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(ApiCall.header(reply, "Content-Type")).isEqualTo("application/json");
        JsonNode page = ApiCall.json(reply);
        assertThat(page.fieldNames()).toIterable().containsExactlyInAnyOrder("data", "links", "meta");
        assertThat(page.at("/data")).hasSize(100);
        assertThat(page.at("/meta/paging/limit").asInt()).isEqualTo(100);
        assertThat(page.at("/links/self").asText()).isEqualTo(API + "orgDevices");
        assertThat(page.at("/links/next").asText())
                .isEqualTo(API + "orgDevices?cursor="
                        + page.at("/meta/paging/nextCursor").asText());
        JsonNode device = page.at("/data/1");
        assertThat(device.at("/type").asText()).isEqualTo("orgDevices");
        assertThat(device.at("/id").asText())
                .isEqualTo(device.at("/attributes/serialNumber").asText());
        assertThat(device.at("/attributes/releasedFromOrgDateTime").isNull()).isTrue();
        assertThat(device.at("/links/self").asText())
                .isEqualTo(API + "orgDevices/" + device.at("/id").asText());
    }

    @ParameterizedTest
    @CsvSource({"1, 250", "60, 5", "100, 3", "125, 2", "249, 2", "250, 1", "1000, 1"})
    void thePagesContainEveryDeviceOnce(int limit, int pages) {
        Set<String> ids = new LinkedHashSet<>();
        int turned = 0;
        String url = API + "orgDevices?limit=" + limit;
        while (!url.isEmpty()) {
            JsonNode page = ApiCall.json(ApiCall.get(url)
                    .authorized()
                    .with("Accept", "application/json")
                    .to(school));
            for (JsonNode device : page.at("/data")) {
                assertThat(ids.add(device.at("/id").asText())).isTrue();
            }
            turned++;
            assertThat(page.at("/links").has("next"))
                    .isEqualTo(page.at("/meta/paging").has("nextCursor"));
            url = page.at("/links/next").asText("");
        }
        assertThat(ids).hasSize(250);
        assertThat(turned).isEqualTo(pages);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1001", "-1", "ten", "1.5", "", "99999999999"})
    void anInvalidLimitIsRejected(String limit) {
        ProviderResponse reply = get("orgDevices?limit=" + limit).to(school);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(ApiCall.json(reply).at("/errors/0/detail").asText()).contains("'limit'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "%%", "YWZ0ZXI6MjUw", "YWZ0ZXI6LTE", "YWZ0ZXI6OTk5OTk5OTk5OTk5OQ"})
    void anUnknownCursorIsRejected(String cursor) {
        ProviderResponse reply =
                get("orgDevices?cursor=" + cursor.replace("%", "%25")).to(school);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(ApiCall.json(reply).at("/errors/0/detail").asText()).contains("'cursor'");
    }

    @Test
    void aDeviceAndItsServerCanBeRead() {
        JsonNode device = ApiCall.json(get("orgDevices/X000000001").to(school));
        assertThat(device.at("/data/attributes/status").asText()).isEqualTo("ASSIGNED");
        String related =
                device.at("/data/relationships/assignedServer/links/related").asText();
        JsonNode server = ApiCall.json(
                ApiCall.get(related).authorized().with("Accept", "*/*").to(school));
        assertThat(server.at("/data/type").asText()).isEqualTo("mdmServers");
        String id = server.at("/data/id").asText();
        assertThat(ApiCall.json(get("orgDevices/X000000001/relationships/assignedServer")
                                .to(school))
                        .at("/data/id")
                        .asText())
                .isEqualTo(id);
        JsonNode devices =
                ApiCall.json(get("mdmServers/" + id + "/relationships/devices").to(school));
        assertThat(devices.at("/data").valueStream().map(one -> one.at("/id").asText()))
                .contains("X000000001");
        assertThat(ApiCall.json(get("mdmServers").to(school)).at("/data")).hasSize(2);
    }

    @Test
    void fieldsSelectAttributes() {
        JsonNode page = ApiCall.json(get("orgDevices?fields[orgDevices]=serialNumber,status"
                        .replace("[", "%5B")
                        .replace("]", "%5D"))
                .to(school));
        assertThat(page.at("/data/0/attributes").fieldNames()).toIterable().containsExactly("serialNumber", "status");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orgDevices/NONE",
                "orgDevices/",
                "orgDevices/X000000000/assignedServer",
                "orgDevices/X000000001/nothing",
                "orgDevices/X000000001/",
                "mdmServers/NONE",
                "users",
                ""
            })
    void unknownPathsAndIdsAreNotFound(String path) {
        ProviderResponse reply = get(path).to(school);
        assertThat(reply.status()).isEqualTo(404);
        JsonNode error = ApiCall.json(reply).at("/errors/0");
        assertThat(error.fieldNames()).toIterable().containsExactly("id", "status", "code", "title", "detail");
        assertThat(error.at("/status").asText()).isEqualTo("404");
        assertThat(error.at("/code").asText()).isEqualTo("NOT_FOUND");
    }

    @Test
    void anInvalidTokenGets401() {
        for (String header : new String[] {"", "Bearer another", "Basic " + ApiCall.GOOD, ApiCall.GOOD, "Bearer"}) {
            ProviderResponse reply = ApiCall.get(API + "orgDevices")
                    .with("Accept", "application/json")
                    .with("Authorization", header)
                    .to(school);
            assertThat(reply.status()).as(header).isEqualTo(401);
            assertThat(ApiCall.json(reply).at("/errors/0/code").asText()).isEqualTo("NOT_AUTHORIZED");
            assertThat(reply.body()).doesNotContain("another").doesNotContain(ApiCall.GOOD);
        }
    }

    @Test
    void theTokenOfTheOtherProductIsForbidden() {
        assertThat(get("orgDevices")
                        .to(api("business.api", new RequestLimit(new MovableClock())))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aTokenWithoutScopeIsForbidden() {
        AccessTokens scopeless =
                token -> Optional.of(new Access("x", Optional.empty(), Optional.empty(), Optional.empty()));
        DeviceApi api = new DeviceApi(
                "",
                "school.api",
                scopeless,
                new ManagedDevices(new MovableClock()),
                new RequestLimit(new MovableClock()));
        assertThat(get("orgDevices").to(api).status()).isEqualTo(403);
    }

    /** Observed by clients: Apple responds with 406 to requests that do not accept JSON. */
    @Test
    void withoutAcceptTheResponseIs406() {
        assertThat(ApiCall.get(API + "orgDevices").authorized().to(school).status())
                .isEqualTo(406);
        for (String accept : new String[] {"text/html", "application/xml, text/*", "application/json;q=0"}) {
            assertThat(ApiCall.get(API + "orgDevices")
                            .authorized()
                            .with("Accept", accept)
                            .to(school)
                            .status())
                    .as(accept)
                    .isEqualTo(406);
        }
        for (String accept : new String[] {"*/*", "application/*", "text/html, APPLICATION/JSON; q=0.5"}) {
            assertThat(ApiCall.get(API + "orgDevices")
                            .authorized()
                            .with("Accept", accept)
                            .to(school)
                            .status())
                    .as(accept)
                    .isEqualTo(200);
        }
    }

    @Test
    void writingIsRejected() {
        ProviderResponse reply = ApiCall.of("POST", API + "orgDevices")
                .authorized()
                .with("Accept", "application/json")
                .to(school);
        assertThat(reply.status()).isEqualTo(405);
        assertThat(ApiCall.header(reply, "Allow")).isEqualTo("GET");
    }

    @Test
    void anExceededLimitReturnsRetryAfter() {
        RequestLimit budget = new RequestLimit(clock);
        budget.limit(2, Duration.ofMinutes(1));
        DeviceApi slow = api("school.api", budget);
        assertThat(get("orgDevices").to(slow).status()).isEqualTo(200);
        clock.advance(Duration.ofMillis(10_500));
        assertThat(get("orgDevices").to(slow).status()).isEqualTo(200);
        ProviderResponse reply = get("orgDevices").to(slow);
        assertThat(reply.status()).isEqualTo(429);
        assertThat(ApiCall.header(reply, "Retry-After")).isEqualTo("50");
        assertThat(ApiCall.json(reply).at("/errors/0/status").asText()).isEqualTo("429");
        clock.advance(Duration.ofSeconds(50));
        assertThat(get("orgDevices").to(slow).status()).isEqualTo(200);
    }

    @Test
    void linksContainTheBasePath() {
        DeviceApi route = new DeviceApi(
                "/apple-school-manager",
                "school.api",
                ApiCall.tokens("school.api"),
                new ManagedDevices(3, new MovableClock()),
                new RequestLimit(new MovableClock()));
        String base = "http://127.0.0.1:4711/apple-school-manager/v1/orgDevices";
        JsonNode page = ApiCall.json(ApiCall.get(base + "?limit=2")
                .authorized()
                .with("Accept", "application/json")
                .to(route));
        assertThat(page.at("/links/next").asText())
                .startsWith(base + "?cursor=")
                .endsWith("&limit=2");
        assertThat(page.at("/data/0/links/self").asText()).isEqualTo(base + "/X000000000");
    }
}
