// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input;

import dev.clientauth.profile.ErrorResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import static dev.clientauth.diagnosis.input.RequestSamples.CLIENT;
import static dev.clientauth.diagnosis.input.RequestSamples.ENDPOINT;
import static dev.clientauth.diagnosis.input.RequestSamples.FORM;
import static dev.clientauth.diagnosis.input.RequestSamples.HTTP;
import static dev.clientauth.diagnosis.input.RequestSamples.JWT;
import static dev.clientauth.diagnosis.input.RequestSamples.TYPE;
import static dev.clientauth.diagnosis.input.RequestSamples.broken;
import static dev.clientauth.diagnosis.input.RequestSamples.parameters;
import static dev.clientauth.diagnosis.input.RequestSamples.school;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

@DisplayName("Requests in the output of programs and libraries are read")
class PrintedReadingTest {
    private static final String RESPONSE = "HTTP/1.1 400 Bad Request\nDate: Fri, 20 Nov 2026 12:00:00 GMT\n"
            + "Content-Type: application/json\n\n{\"error\":\"invalid_client\"}";
    private static final String GUZZLE = ">>>>>>>>\n" + HTTP + "\n<<<<<<<<\n" + RESPONSE + "\n--------\nNULL";
    private static final String PYTHON =
            "send: b'" + HTTP.replace("\r\n", "\\r\\n").replace(FORM, "") + "'\n"
                    + "send: b'" + FORM + "'\n"
                    + "reply: 'HTTP/1.1 400 Bad Request\\r\\n'\n"
                    + "header: Date: Fri, 20 Nov 2026 12:00:00 GMT\nheader: Content-Type: application/json\n";
    private static final String CURL_VERBOSE = "> " + HTTP.replace("\r\n", "\n> ") + "\n< HTTP/2 400\n< \n";
    private static final String PREPARED = "POST " + ENDPOINT
            + "\n{'User-Agent': 'python-requests/2.32', 'Accept': '*/*',"
            + " 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': '582'}\n" + FORM;

    static List<String> printedRequests() {
        return List.of(GUZZLE, PYTHON, CURL_VERBOSE, PREPARED, PREPARED.replace(FORM, "\n" + FORM));
    }

    @ParameterizedTest
    @MethodSource("printedRequests")
    void aLoggedRequestIsReadCompletely(String text) {
        ParsedInput reading = RequestParser.parse(text);

        assertThat(reading.format()).isEqualTo(InputFormat.HTTP_REQUEST);
        assertThat(reading.request().faults()).isEmpty();
        assertThat(reading.request().endpoint()).contains(URI.create(ENDPOINT));
        assertThat(reading.request().method()).contains("POST");
        assertThat(parameters(reading.request())).hasSize(5).containsEntry("client_assertion", JWT);
        assertThat(broken(school(reading))).isEmpty();
    }

    @Test
    void aLoggedResponseIsReadToo() {
        assertThat(RequestParser.parse(GUZZLE).context().response())
                .contains(new ErrorResponse(400, "invalid_client", null));
        assertThat(RequestParser.parse(PYTHON).context().providerClock())
                .contains(Instant.parse("2026-11-20T12:00:00Z"));
    }

    @Test
    void aFaultInAPythonRequestIsFound() {
        String text = PYTHON.replace("urlencoded", "urlencoded\\r\\nAuthorization: Basic \\x61")
                .replace("scope=school.api", "scope=it\\'s");

        assertThat(broken(school(RequestParser.parse(text)))).contains("http.no-authorization", "scope");
    }

    static List<String> printedParameters() {
        return List.of(
                "{'grant_type': 'client_credentials', 'client_id': '" + CLIENT + "', 'client_assertion_type': '" + TYPE
                        + "', 'client_assertion': '" + JWT + "', 'scope': 'school.api'}",
                "{grant_type=client_credentials, client_id=" + CLIENT + ", client_assertion_type=" + TYPE
                        + ", client_assertion=" + JWT + ", scope=school.api}",
                "Writing [{grant_type=[client_credentials], client_id=[" + CLIENT + "], client_assertion_type=[" + TYPE
                        + "], client_assertion=[" + JWT
                        + "], scope=[school.api]}] as \"application/x-www-form-urlencoded\"",
                "Array\n(\n    [form_params] => Array\n        (\n            [grant_type] => client_credentials\n"
                        + "            [client_id] => " + CLIENT + "\n            [client_assertion_type] => " + TYPE
                        + "\n            [client_assertion] => " + JWT
                        + "\n            [scope] => school.api\n        )\n)",
                "array(5) {\n  [\"grant_type\"]=>\n  string(18) \"client_credentials\"\n  [\"client_id\"]=>\n  string(46) \""
                        + CLIENT + "\"\n  [\"client_assertion_type\"]=>\n  string(54) \"" + TYPE
                        + "\"\n  [\"client_assertion\"]=>\n  string(400) \"" + JWT
                        + "\"\n  [\"scope\"]=>\n  string(10) \"school.api\"\n}",
                "$response = $client->post($url, ['form_params' => [\n    'grant_type' => 'client_credentials',\n    'client_id' => '"
                        + CLIENT + "',\n    'client_assertion_type' => '" + TYPE + "',\n    'client_assertion' => '"
                        + JWT
                        + "',\n    'scope' => 'school.api',\n]]);");
    }

    @ParameterizedTest
    @MethodSource("printedParameters")
    void parametersAreReadInTheSyntaxOfEachLanguage(String text) {
        ParsedInput reading = RequestParser.parse(text);

        assertThat(reading.request().faults()).isEmpty();
        assertThat(parameters(reading.request()))
                .hasSize(5)
                .containsEntry("client_assertion", JWT)
                .containsEntry("client_assertion_type", TYPE)
                .containsEntry("scope", "school.api");
        assertThat(broken(school(reading))).isEmpty();
        assertThat(reading.notes()).isNotEmpty();
    }

    static List<String> longTexts() {
        return List.of(
                "send: b'" + "\\n".repeat(250_000) + "'",
                "send: b'\\n\n".repeat(40_000),
                "{client_id=" + ", scope=".repeat(60_000) + "}",
                "{client_id=".repeat(90_000),
                "[scope] =>\n string(1) ".repeat(40_000),
                "POST /x\n{'accept':".repeat(40_000));
    }

    @ParameterizedTest
    @MethodSource("longTexts")
    void aLongTextIsReadQuickly(String text) {
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(RequestParser.parse(text)).isNotNull());
    }

    @Test
    void aJsonBodyIsNotAForm() {
        assertThat(RequestParser.parse("{\"grant_type\": \"client_credentials\"}")
                        .request()
                        .faults())
                .isNotEmpty();
    }
}
