// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clientauth.fakes.MovableClock;
import dev.clientauth.mock.ApiCall;
import dev.clientauth.mock.http.ProviderResponse;
import dev.clientauth.mock.token.Access;
import dev.clientauth.mock.token.AccessTokens;
import dev.clientauth.provider.SmartBackendServices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class FhirApiTest {
    private static final String BASE = "https://fhir.example.org/fhir";
    private static final String EPIC = "https://fhir.epic.com/interconnect-fhir-oauth/api/FHIR/R4";

    private final MovableClock clock = new MovableClock();

    private FhirApi smart(String scope) {
        FhirServer server = FhirServer.smart(
                "/fhir", "/token", SmartBackendServices.profile(URI.create("https://fhir.example.org/token")));
        return new FhirApi(server, ApiCall.tokens(scope), clock);
    }

    private FhirApi epic(AccessTokens tokens) {
        return new FhirApi(FhirServer.epic("/interconnect-fhir-oauth"), tokens, clock);
    }

    private static ProviderResponse get(FhirApi api, String path) {
        return ApiCall.get(BASE + path).authorized().to(api);
    }

    @Test
    void aPatientCanBeRead() {
        ProviderResponse reply = get(smart("system/Patient.read"), "/Patient/pat-1");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(ApiCall.header(reply, "Content-Type")).isEqualTo("application/fhir+json;charset=UTF-8");
        JsonNode patient = ApiCall.json(reply);
        assertThat(patient.at("/resourceType").asText()).isEqualTo("Patient");
        assertThat(patient.at("/id").asText()).isEqualTo("pat-1");
        assertThat(patient.at("/name/0/family").asText()).isEqualTo("Larkspur");
    }

    @ParameterizedTest
    @CsvSource({
        "'', pat-1 pat-2 pat-3 pat-4 pat-5",
        "?family=lark, pat-1 pat-2",
        "?family=Lark&given=Ada, pat-1",
        "?_id=pat-1%2Cpat-3, pat-1 pat-3",
        "?gender=other, pat-4",
        "?birthdate=1951-07-22, pat-3",
        "?family=nobody, ''",
        "?_pretty=true&name=qui, pat-3"
    })
    void patientsCanBeSearched(String query, String expected) {
        assertThat(ids(get(smart("system/Patient.rs"), "/Patient" + query))).isEqualTo(expected);
    }

    @Test
    void aSearchCanBePosted() {
        ProviderResponse reply = ApiCall.of("POST", BASE + "/Patient/_search")
                .authorized()
                .form("family=quill")
                .to(smart("system/*.rs"));
        assertThat(ids(reply)).isEqualTo("pat-3");
    }

    @Test
    void aBundleHasAbsoluteAddresses() {
        JsonNode bundle = ApiCall.json(get(smart("system/*.read"), "/Patient?_id=pat-2"));
        assertThat(bundle.at("/type").asText()).isEqualTo("searchset");
        assertThat(bundle.at("/total").asInt()).isEqualTo(1);
        assertThat(bundle.at("/entry/0/fullUrl").asText()).isEqualTo(BASE + "/Patient/pat-2");
        assertThat(bundle.at("/link/0/url").asText()).isEqualTo(BASE + "/Patient?_id=pat-2");
    }

    @Test
    void aModifierIsRejectedNotIgnored() {
        assertThat(get(smart("system/*.read"), "/Patient?family:exact=Quill").status())
                .isEqualTo(400);
    }

    @Test
    void patientsOutsideTheScopeAreNotFound() {
        FhirApi narrow = smart("system/Patient.rs?gender=female");
        assertThat(get(narrow, "/Patient/pat-1").status()).isEqualTo(200);
        ProviderResponse absent = get(narrow, "/Patient/pat-2");
        assertThat(absent.status()).isEqualTo(404);
        assertThat(absent.refusal().orElseThrow().reason()).contains("excludes this patient");
        assertThat(absent.body()).isEqualTo(get(narrow, "/Patient/nobody").body());
        assertThat(ids(get(narrow, "/Patient?family=lark"))).isEqualTo("pat-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/Patient/pat-1", "/Patient", "/Patient/$export", "/BulkRequest/x", "/anything"})
    void withoutAValidTokenTheResponseIs401(String path) {
        ProviderResponse reply = asking(path, "Bearer expired");
        assertThat(ApiCall.header(reply, "WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
        assertThat(reply.error()).contains("invalid_token");
        // RFC 6750 section 3.1: a client without a token gets no error code.
        for (String authorization : List.of("", "Bearer ", "Basic " + ApiCall.GOOD)) {
            ProviderResponse bare = asking(path, authorization);
            assertThat(ApiCall.header(bare, "WWW-Authenticate")).isEqualTo("Bearer realm=\"FHIR\"");
            assertThat(bare.error()).isEmpty();
        }
    }

    private ProviderResponse asking(String path, String authorization) {
        ProviderResponse reply =
                ApiCall.get(BASE + path).with("Authorization", authorization).to(smart("system/*.*"));
        assertThat(reply.status()).isEqualTo(401);
        assertThat(ApiCall.json(reply).at("/resourceType").asText()).isEqualTo("OperationOutcome");
        assertThat(ApiCall.json(reply).at("/issue/0/code").asText()).isEqualTo("login");
        return reply;
    }

    @ParameterizedTest
    @CsvSource({
        "/Patient/pat-1, system/Patient.s",
        "/Patient, system/Patient.r",
        "/Patient, system/Observation.read",
        "/Patient/$export, system/Patient.r",
        "/BulkRequest/x, system/Observation.rs"
    })
    void anInsufficientScopeGets403(String path, String scope) {
        ProviderResponse reply = get(smart(scope), path);
        assertThat(reply.status()).isEqualTo(403);
        assertThat(ApiCall.header(reply, "WWW-Authenticate")).isEqualTo("Bearer error=\"insufficient_scope\"");
        assertThat(ApiCall.json(reply).at("/issue/0/code").asText()).isEqualTo("forbidden");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/Patient/pat-9",
                "/Patient/",
                "/Patient/pat-1/history",
                "/Observation/1",
                "/",
                "/Group/none/$export"
            })
    void unknownPathsAndIdsAreNotFound(String path) {
        ProviderResponse reply = get(smart("system/*.*"), path);
        assertThat(reply.status()).isEqualTo(404);
        assertThat(ApiCall.json(reply).at("/issue/0/code").asText()).isEqualTo("not-found");
    }

    @Test
    void anotherMethodIsRejected() {
        ProviderResponse reply =
                ApiCall.of("DELETE", BASE + "/Patient/pat-1").authorized().to(smart("system/*.*"));
        assertThat(reply.status()).isEqualTo(405);
        assertThat(ApiCall.header(reply, "Allow")).isEqualTo("GET");
    }

    @ParameterizedTest
    @CsvSource({
        "application/fhir+json, 200, application/fhir+json;charset=UTF-8",
        "application/json, 200, application/fhir+json;charset=UTF-8",
        "application/fhir+xml, 200, application/fhir+xml;charset=UTF-8",
        "'text/html, application/xml;q=0.9, */*;q=0.8', 200, application/fhir+xml;charset=UTF-8",
        "*/*, 200, application/fhir+json;charset=UTF-8",
        "text/html, 406, application/fhir+json;charset=UTF-8"
    })
    void theAcceptHeaderSelectsTheFormat(String accept, int status, String type) {
        ProviderResponse reply = ApiCall.get(BASE + "/Patient/pat-1")
                .authorized()
                .with("Accept", accept)
                .to(smart("system/*.rs"));
        assertThat(reply.status()).isEqualTo(status);
        assertThat(ApiCall.header(reply, "Content-Type")).isEqualTo(type);
    }

    @Test
    void theFormatParameterOverridesTheAcceptHeader() {
        ProviderResponse reply = ApiCall.get(BASE + "/Patient/pat-1?_format=application/fhir+xml")
                .authorized()
                .with("Accept", "application/json")
                .to(smart("system/*.rs"));
        assertThat(reply.body()).contains("<Patient xmlns=\"http://hl7.org/fhir\">", "<family value=\"Larkspur\"/>");
    }

    /** Epic grants the scopes selected on the app's page, even to a client that requested no scope. */
    @Test
    void atEpicATokenWithoutScopeCanRead() {
        AccessTokens scopeless =
                token -> Optional.of(new Access("x", Optional.empty(), Optional.empty(), Optional.empty()));
        ProviderResponse reply =
                ApiCall.get(EPIC + "/Patient/pat-4").authorized().to(epic(scopeless));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).startsWith("<?xml").contains("<gender value=\"other\"/>");
        assertThat(ApiCall.get(BASE + "/Patient/pat-4")
                        .authorized()
                        .to(new FhirApi(
                                FhirServer.smart(
                                        "/fhir",
                                        "/token",
                                        SmartBackendServices.profile(URI.create("https://a.b/token"))),
                                scopeless,
                                clock))
                        .status())
                .isEqualTo(403);
    }

    static String ids(ProviderResponse reply) {
        assertThat(reply.status()).isEqualTo(200);
        return String.join(
                " ",
                ApiCall.json(reply)
                        .at("/entry")
                        .valueStream()
                        .map(entry -> entry.at("/resource/id").asText())
                        .toList());
    }
}
