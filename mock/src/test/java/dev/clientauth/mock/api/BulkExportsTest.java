// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clientauth.fakes.MovableClock;
import dev.clientauth.json.Json;
import dev.clientauth.mock.ApiCall;
import dev.clientauth.mock.http.ProviderResponse;
import dev.clientauth.mock.token.AccessTokens;
import dev.clientauth.provider.SmartBackendServices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** FHIR Bulk Data Access, section by section: kick-off, status, file, deletion. */
class BulkExportsTest {
    private static final String BASE = "https://fhir.example.org/fhir";

    private final MovableClock clock = new MovableClock();
    private final FhirApi api = api(ApiCall.tokens("system/*.rs"));

    private FhirApi api(AccessTokens tokens) {
        return new FhirApi(
                FhirServer.smart(
                        "/fhir", "/token", SmartBackendServices.profile(URI.create("https://fhir.example.org/token"))),
                tokens,
                clock);
    }

    private static ApiCall kickOff(String method, String path) {
        return ApiCall.of(method, BASE + path)
                .authorized()
                .with("Accept", "application/fhir+json")
                .with("Prefer", "respond-async");
    }

    private String begun(FhirApi at, String path) {
        ProviderResponse reply = kickOff("GET", path).to(at);
        assertThat(reply.status()).isEqualTo(202);
        return ApiCall.header(reply, "Content-Location");
    }

    private JsonNode done(FhirApi at, String location) {
        for (int poll = 0; poll < 2; poll++) {
            ProviderResponse progress = ApiCall.get(location).authorized().to(at);
            assertThat(progress.status()).isEqualTo(202);
            assertThat(ApiCall.header(progress, "X-Progress")).endsWith("% complete");
            assertThat(ApiCall.header(progress, "Retry-After")).isEqualTo("1");
        }
        ProviderResponse complete = ApiCall.get(location).authorized().to(at);
        assertThat(complete.status()).isEqualTo(200);
        assertThat(ApiCall.header(complete, "Content-Type")).isEqualTo("application/json");
        assertThat(ApiCall.header(complete, "Expires")).endsWith("GMT");
        return ApiCall.json(complete);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/Patient/$export", "/Group/everybody/$export", "/$export", "/Patient/%24export"})
    void anExportCanBeCompleted(String path) {
        String location = begun(api, path);
        assertThat(location).startsWith(BASE + "/BulkRequest/");
        JsonNode manifest = done(api, location);
        assertThat(manifest.fieldNames())
                .toIterable()
                .contains("transactionTime", "request", "requiresAccessToken", "output", "error");
        assertThat(manifest.at("/transactionTime").asText())
                .isEqualTo(clock.instant().toString());
        assertThat(manifest.at("/request").asText()).isEqualTo(BASE + path);
        assertThat(manifest.at("/requiresAccessToken").asBoolean()).isTrue();
        assertThat(manifest.at("/output")).hasSize(1);
        assertThat(manifest.at("/output/0/type").asText()).isEqualTo("Patient");
        assertThat(manifest.at("/output/0/count").asInt()).isEqualTo(5);
        String file = manifest.at("/output/0/url").asText();
        ProviderResponse lines = ApiCall.get(file).authorized().to(api);
        assertThat(ApiCall.header(lines, "Content-Type")).isEqualTo("application/fhir+ndjson");
        assertThat(lines.body().lines().map(line -> Json.parse(line).at("/id").asText()))
                .containsExactly("pat-1", "pat-2", "pat-3", "pat-4", "pat-5");
        assertThat(ApiCall.get(file).to(api).status()).isEqualTo(401);
    }

    @Test
    void aPostStartsAnExport() {
        assertThat(kickOff("POST", "/Patient/$export").to(api).status()).isEqualTo(202);
        assertThat(kickOff("PUT", "/Patient/$export").to(api).status()).isEqualTo(405);
    }

    @Test
    void withoutPreferOrWithAWrongAcceptItIsRejected() {
        ApiCall synchronous = ApiCall.get(BASE + "/Patient/$export").authorized();
        assertThat(synchronous.with("Accept", "application/fhir+json").to(api).status())
                .isEqualTo(400);
        assertThat(kickOff("GET", "/Patient/$export")
                        .with("Accept", "application/xml")
                        .to(api)
                        .status())
                .isEqualTo(406);
        assertThat(kickOff("GET", "/Patient/$export").with("Accept", "").to(api).status())
                .isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource({
        "_type=Patient, 202",
        "_type=Observation, 400",
        "'_type=Patient,Observation', 400",
        "_type=Patient&_type=Observation, 400",
        "_outputFormat=application/fhir+ndjson, 202",
        "_outputFormat=application%2Ffhir%2Bndjson, 202",
        "_outputFormat=ndjson, 202",
        "_outputFormat=text/csv, 400",
        "_since=2026-05-01T00:00:00Z, 202",
        "_since=2026-05-01T00:00:00+02:00, 202",
        "_since=yesterday, 400",
        "_elements=id, 400"
    })
    void parametersAreChecked(String query, int status) {
        ProviderResponse reply = kickOff("GET", "/Patient/$export?" + query).to(api);
        assertThat(reply.status()).isEqualTo(status);
        if (status == 400) {
            assertThat(ApiCall.json(reply).at("/resourceType").asText()).isEqualTo("OperationOutcome");
        }
    }

    @Test
    void handlingLenientIgnoresUnknownParameters() {
        assertThat(kickOff("GET", "/Patient/$export?_elements=id")
                        .with("Prefer", "respond-async, handling=lenient")
                        .to(api)
                        .status())
                .isEqualTo(202);
    }

    @Test
    void sinceOmitsUnchangedResources() {
        JsonNode manifest = done(api, begun(api, "/Patient/$export?_since=2026-08-01T00:00:00Z"));
        assertThat(manifest.at("/output/0/count").asInt()).isEqualTo(2);
        JsonNode none = done(api, begun(api, "/Patient/$export?_since=2030-01-01T00:00:00Z"));
        assertThat(none.at("/output")).isEmpty();
    }

    @Test
    void onlyResourcesInTheScopeAreExported() {
        FhirApi narrow = api(ApiCall.tokens("system/Patient.rs?family=Larkspur"));
        assertThat(done(narrow, begun(narrow, "/Patient/$export"))
                        .at("/output/0/count")
                        .asInt())
                .isEqualTo(2);
    }

    /** The same client, with a token of a smaller scope. */
    @Test
    void aTokenThatDoesNotCoverTheExportIsRejected() {
        FhirApi both = api(token ->
                Optional.of(ApiCall.access("a", token.equals("wide") ? "system/*.rs" : "system/Patient.rs?_id=pat-1")));
        ProviderResponse begun = kickOff("GET", "/Patient/$export")
                .with("Authorization", "Bearer wide")
                .to(both);
        String location = ApiCall.header(begun, "Content-Location");
        assertThat(ApiCall.get(location)
                        .with("Authorization", "Bearer narrow")
                        .to(both)
                        .status())
                .isEqualTo(403);
        assertThat(ApiCall.get(location)
                        .with("Authorization", "Bearer wide")
                        .to(both)
                        .status())
                .isEqualTo(202);
    }

    @Test
    void aCancelledExportIsNotFound() {
        String location = begun(api, "/Patient/$export");
        assertThat(ApiCall.of("DELETE", location).authorized().to(api).status()).isEqualTo(202);
        ProviderResponse gone = ApiCall.get(location).authorized().to(api);
        assertThat(gone.status()).isEqualTo(404);
        assertThat(ApiCall.json(gone).at("/resourceType").asText()).isEqualTo("OperationOutcome");
        assertThat(ApiCall.of("POST", begun(api, "/Patient/$export"))
                        .authorized()
                        .to(api)
                        .status())
                .isEqualTo(405);
    }

    @Test
    void theFileIsAvailableOnlyAfterCompletion() {
        String location = begun(api, "/Patient/$export");
        assertThat(ApiCall.get(location + "/Patient.ndjson")
                        .authorized()
                        .to(api)
                        .status())
                .isEqualTo(404);
        done(api, location);
        assertThat(ApiCall.get(location + "/Patient.ndjson")
                        .authorized()
                        .to(api)
                        .status())
                .isEqualTo(200);
        assertThat(ApiCall.get(location + "/Patient.ndjson")
                        .authorized()
                        .with("Accept", "text/csv")
                        .to(api)
                        .status())
                .isEqualTo(406);
        assertThat(ApiCall.get(location + "/Other.ndjson").authorized().to(api).status())
                .isEqualTo(404);
    }

    @Test
    void anExportIsKeptForAnHour() {
        String location = begun(api, "/Patient/$export");
        clock.advance(Duration.ofMinutes(60));
        assertThat(ApiCall.get(location).authorized().to(api).status()).isEqualTo(202);
        clock.advance(Duration.ofSeconds(1));
        assertThat(ApiCall.get(location).authorized().to(api).status()).isEqualTo(404);
    }

    @Test
    void anotherClientCannotAccessIt() {
        FhirApi shared = api(token -> List.of("a", "b").contains(token)
                ? Optional.of(ApiCall.access(token, "system/*.rs"))
                : Optional.empty());
        ProviderResponse begun = kickOff("GET", "/Patient/$export")
                .with("Authorization", "Bearer a")
                .to(shared);
        String location = ApiCall.header(begun, "Content-Location");
        assertThat(ApiCall.get(location)
                        .with("Authorization", "Bearer b")
                        .to(shared)
                        .status())
                .isEqualTo(404);
        assertThat(ApiCall.get(location)
                        .with("Authorization", "bearer a")
                        .to(shared)
                        .status())
                .isEqualTo(202);
    }

    /** The memory of the mock is limited, whatever a client starts. */
    @Test
    void theOldestOfMoreThanAHundredIsRemoved() {
        String first = begun(api, "/Patient/$export");
        String second = begun(api, "/Patient/$export");
        for (int i = 0; i < 99; i++) {
            begun(api, "/Patient/$export");
        }
        assertThat(ApiCall.get(first).authorized().to(api).status()).isEqualTo(404);
        assertThat(ApiCall.get(second).authorized().to(api).status()).isEqualTo(202);
    }
}
