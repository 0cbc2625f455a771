// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.MovableClock;
import dev.clientauth.mock.ProviderRequests;
import dev.clientauth.mock.RecordedApiCall;
import dev.clientauth.mock.TestHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Calls to the providers' APIs are recorded, with the reason for a refusal, and without secrets. */
@Timeout(60)
class RecordedApiCallTest {
    private static final String SCHOOL = "/apple-school-manager/v1/";
    private static final String FHIR = "/smart-backend-services/fhir/";

    private final MovableClock clock = new MovableClock();
    private MockProviderServer server;
    private ProviderRequests asking;

    @BeforeEach
    void start() throws IOException {
        server = MockProviderServer.builder()
                .clock(clock)
                .apiLimit(3, Duration.ofMinutes(1))
                .start();
        asking = new ProviderRequests(server, clock).register();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String token(String provider) {
        HttpResponse<String> response = asking.post(provider);
        assertThat(response.statusCode()).isEqualTo(200);
        return TestHttp.json(response).path("access_token").asText();
    }

    /** Sends a call, and returns what was recorded. */
    private RecordedApiCall call(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.base() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        int status = TestHttp.send(request).statusCode();
        RecordedApiCall last = last();
        assertThat(last.status()).isEqualTo(status);
        return last;
    }

    private RecordedApiCall last() {
        return server.calls().get(server.calls().size() - 1);
    }

    private static void refused(RecordedApiCall call, int status, String reason, String remedy) {
        assertThat(call.status()).isEqualTo(status);
        assertThat(call.reason().orElseThrow()).contains(reason).endsWith(".");
        assertThat(call.remedy().orElseThrow()).contains(remedy).endsWith(".");
    }

    @Test
    void aSuccessfulCallHasNoReason() {
        String token = token("school");
        RecordedApiCall call =
                call(SCHOOL + "orgDevices?limit=5", "Authorization", "Bearer " + token, "Accept", "application/json");
        assertThat(call.status()).isEqualTo(200);
        assertThat(call.receivedAt()).isEqualTo(clock.instant());
        assertThat(call.provider()).isEqualTo("apple-school-manager");
        assertThat(call.clientId()).contains(Clients.SCHOOL_ID);
        assertThat(call.method()).isEqualTo("GET");
        assertThat(call.path()).isEqualTo(SCHOOL + "orgDevices");
        assertThat(call.reason()).isEmpty();
        assertThat(call.remedy()).isEmpty();
        assertThat(call.toString()).doesNotContain(token);
        assertThat(server.received()).as("requests for tokens").hasSize(1);
    }

    @Test
    void theReasonForAnInvalidTokenIsRecorded() {
        refused(call(SCHOOL + "orgDevices"), 401, "There is no access token.", "Authorization: Bearer");
        refused(call(SCHOOL + "orgDevices", "Authorization", "Basic eDp5"), 401, "no bearer token", "Bearer");
        refused(call(SCHOOL + "orgDevices?access_token=x"), 401, "sent as a parameter", "Bearer");
        refused(
                call(FHIR + "Patient", "Authorization", "Bearer x"),
                401,
                "not issued by this mock's token endpoint",
                "access_token");
        String token = token("school");
        refused(
                call("/apple-business/v1/orgDevices", "Authorization", "Bearer " + token),
                401,
                "not issued by this mock's token endpoint",
                "Tokens of another provider");
        String expiry = clock.instant().plusSeconds(3600).toString();
        clock.advance(Duration.ofHours(2));
        RecordedApiCall late = call(SCHOOL + "orgDevices", "Authorization", "Bearer " + token);
        refused(late, 401, "expired at " + expiry, "new one");
        assertThat(late.clientId()).isEmpty();
    }

    @Test
    void theReasonForOtherRefusalsIsRecorded() {
        String school = "Bearer " + token("school");
        refused(
                call(SCHOOL + "orgDevices", "Authorization", school),
                406,
                "There is no Accept header",
                "Accept: application/json");
        refused(
                call(SCHOOL + "orgDevices", "Authorization", school, "Accept", "text/html"),
                406,
                "does not accept application/json",
                "Accept: application/json");
        refused(
                call(SCHOOL + "orgDevices/none", "Authorization", school, "Accept", "*/*"),
                404,
                "no resource with that id",
                "/v1/orgDevices");
        refused(call(SCHOOL + "orgDevices", "Authorization", school, "Accept", "*/*"), 429, "limit", "60 s");
        String smart = "Bearer " + token("smart");
        refused(call(FHIR + "Observation/1", "Authorization", smart), 404, "nothing at this path", "/Patient");
        refused(call(FHIR + "Patient/none", "Authorization", smart), 404, "no patient", "search");
        refused(call(FHIR + "$export", "Authorization", smart), 400, "Prefer", "respond-async");
        refused(call(FHIR + "Patient", "Authorization", smart, "Accept", "text/html"), 406, "Accept", "fhir+json");
        assertThat(call(FHIR + "metadata").status()).isEqualTo(200);
    }

    @Test
    void anInsufficientScopeIsReported() {
        Map<String, String> form = asking.form("smart");
        form.put("scope", "system/Observation.rs");
        String token = TestHttp.json(TestHttp.post(server.provider("smart").tokenEndpoint(), form))
                .path("access_token")
                .asText();
        refused(
                call(FHIR + "Patient/pat-1", "Authorization", "Bearer " + token),
                403,
                "the scope system/Observation.rs",
                "system/Patient.r.");
    }

    @Test
    void tokensAreNotKept() {
        String token = token("smart");
        String encoded = "%" + Integer.toHexString(token.charAt(0)) + token.substring(1);
        for (String path : new String[] {token, encoded, "x" + token, "Patient/" + token + "/y", "?q=" + token}) {
            call(FHIR + path, "Authorization", "Bearer " + token);
        }
        call(FHIR + "short-one/x", "Authorization", "Bearer short-one");
        assertThat(last().path()).isEqualTo(FHIR + "…/x");
        call(FHIR + "a/".repeat(4000), "Authorization", "Bearer " + token);
        assertThat(last().path()).hasSizeLessThan(170);
        String text = server.calls()
                + TestHttp.get(URI.create(server.base() + "/api/calls")).body();
        assertThat(text).doesNotContain(token.substring(1), "short-one").contains("Patient/…/y");
    }

    @Test
    void exportNamesAreNotKept() {
        String authorization = "Bearer " + token("smart");
        HttpResponse<String> begun = TestHttp.send(HttpRequest.newBuilder(URI.create(server.base() + FHIR + "$export"))
                .headers("Authorization", authorization, "Prefer", "respond-async"));
        assertThat(last().status()).isEqualTo(202);
        String name = begun.headers().firstValue("Content-Location").orElseThrow();
        assertThat(call(URI.create(name).getPath(), "Authorization", authorization)
                        .path())
                .isEqualTo(FHIR + "BulkRequest/…");
        assertThat(last().status()).isEqualTo(202);
        refused(
                call(URI.create(name).getPath() + "/Patient.ndjson", "Authorization", authorization),
                404,
                "not complete",
                "200");
    }

    @Test
    void callsAreAvailableAsJson() {
        call(SCHOOL + "orgDevices");
        asking.post("school");
        call(SCHOOL + "%3Cscript%3E");
        JsonNode calls = TestHttp.json(TestHttp.get(URI.create(server.base() + "/api/calls?after=1")));
        assertThat(calls.path("lastSeq").intValue()).isEqualTo(3);
        assertThat(calls.path("dropped").intValue()).isZero();
        assertThat(calls.path("calls").size()).isEqualTo(1);
        assertThat(calls.path("calls").get(0).fieldNames())
                .toIterable()
                .containsExactly("seq", "at", "provider", "method", "path", "status", "reason", "remedy");
        assertThat(calls.path("calls").get(0).path("path").asText()).isEqualTo(SCHOOL + "%3Cscript%3E");
        JsonNode attempts = TestHttp.json(TestHttp.get(URI.create(server.base() + "/api/requests")));
        assertThat(attempts.path("requests").size()).isEqualTo(1);
        assertThat(attempts.path("requests").get(0).path("seq").intValue()).isEqualTo(2);
        assertThat(attempts.path("dropped").intValue()).isZero();
        server.provider("school").clear();
        assertThat(server.calls()).isEmpty();
    }
}
