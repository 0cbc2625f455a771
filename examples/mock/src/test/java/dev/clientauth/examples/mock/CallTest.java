// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.mock;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.examples.browser.Waiting;
import dev.clientauth.key.SigningKey;
import dev.clientauth.profile.Registration;
import dev.clientauth.provider.AppleSchoolManager;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Calls to a provider's API on the page: less prominent than token requests, with the reason if they are refused. */
class CallTest extends BrowserTestCase {
    private static final String API = "/apple-school-manager/v1/";
    private static final String SHOWN = "#list [role=option]:not([hidden])";

    private String token() {
        SigningKey key = SigningKey.generate(JWSAlgorithm.ES256).withKeyId(SampleRequests.KEY_ID);
        mock.register("school", Registration.of(SampleRequests.CLIENT_ID).withKeys(List.of(key.publicJwk())));
        return ClientAuthenticator.builder(AppleSchoolManager.profile())
                .clientId(SampleRequests.CLIENT_ID)
                .signingKey(key)
                .tokenEndpoint(tokenEndpoint())
                .build()
                .accessToken()
                .value();
    }

    private int call(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(mock.base() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    @Test
    void aCallWithoutAcceptIsExplained() throws Exception {
        String token = token();
        Waiting.until(() -> browser.has("#report .badge.unknown, #report .badge.clean"));
        String first = browser.text("#report");
        assertThat(call(API + "orgDevices?limit=5", "Authorization", "Bearer " + token))
                .isEqualTo(406);
        Waiting.until(() -> browser.has(".item.call.failed"));
        assertThat(browser.text("#report")).as("the open report stays").isEqualTo(first);
        assertThat(browser.text(".item.call"))
                .contains("API call 406", "Apple School Manager", "GET " + API + "orgDevices", "There is no Accept header");
        browser.run("document.querySelector('.item.call').click()");
        Waiting.until(() -> browser.text("#report-title").startsWith("There is no Accept header"));
        assertThat(browser.text("#report"))
                .contains("responded 406", "Send Accept: application/json.", API + "orgDevices", SampleRequests.CLIENT_ID);
        assertThat(browser.text("#tally")).isEqualTo("1 request, 0 refused; 1 API call");

        call(API + "orgDevices", "Authorization", "Bearer " + token, "Accept", "application/json");
        call(API + "mdmServers", "Authorization", "Bearer of-another-day", "Accept", "application/json");
        call("/epic/interconnect-fhir-oauth/api/FHIR/R4/Patient/pat-1");
        call("/epic/interconnect-fhir-oauth/api/FHIR/R4/metadata");
        Waiting.until(() -> texts(".item.call").size() == 5);
        looks.at("calls", "#requests");

        choose("kind", "requests");
        assertThat(texts(SHOWN)).hasSize(1);
        choose("kind", "calls");
        assertThat(texts(SHOWN)).hasSize(5);
        browser.run("document.getElementById('refused').click()");
        assertThat(texts(SHOWN)).hasSize(3);
        assertThat(browser.text("#count")).isEqualTo("3 of 6");
        assertThat(browser.run("return document.documentElement.outerHTML")).doesNotContain(token);

        browser.open(URI.create("about:blank"));
        browser.open(URI.create(mock.base() + "/#request-2"));
        Waiting.until(() -> browser.has("#request-2[aria-selected=true]"));
        assertThat(browser.text("#report-title")).startsWith("There is no Accept header");
        assertThat(texts(SHOWN)).hasSize(6);
        browser.click("Clear list");
        Waiting.until(() -> browser.text("#none").startsWith("No requests yet"));
        assertThat(mock.calls()).isEmpty();
    }

    @Test
    void aHostilePathStaysText() throws Exception {
        String hostile = API + "%3Cscript%3Ealert('gotcha')%3C/script%3E%E2%80%AE/'onerror=alert(1)";
        call(hostile, "Authorization", "Bearer <script>alert('gotcha')</script>");
        Waiting.until(() -> browser.text("#report").contains(hostile));
        assertThat(browser.text(".item.call")).contains("'onerror=alert(1)");
        assertThat(browser.run("return document.scripts.length + document.querySelectorAll('img').length"))
                .as("the page's own two scripts")
                .isEqualTo("2");
    }

    @Test
    void aPageOpenedLaterShowsEarlierCalls() throws Exception {
        call(API + "orgDevices");
        post(tokenEndpoint(), "grant_type=client_credentials");
        call(API + "mdmServers");
        browser.open(URI.create("about:blank"));
        browser.open(URI.create(mock.base() + "/"));
        Waiting.until(() -> texts("#list [role=option]").size() == 3);
        assertThat(texts("#list .state")).containsExactly("⇄ API call 401", "✕ Refused 400", "⇄ API call 401");
        mock.provider("school").takeReceived();
        Waiting.until(() -> texts("#list [role=option]").size() == 2);
    }

    @Test
    void theRestOfALongListIsCounted() throws Exception {
        post(
                tokenEndpoint(),
                IntStream.range(0, 120).mapToObj(i -> "more" + i + "=x").collect(Collectors.joining("&")));
        Waiting.until(() -> browser.has("#report .sent"));
        assertThat(texts("#report .sent tr:last-child td[colspan]")).containsExactly("… and 20 more");
        browser.run("document.querySelector('td[colspan]').scrollIntoView()");
        looks.at("long-list", "td[colspan]");
    }

    private static void choose(String id, String option) {
        browser.run("const s = document.getElementById('" + id + "'); s.value = '" + option
                + "'; s.dispatchEvent(new Event('change'))");
    }
}
