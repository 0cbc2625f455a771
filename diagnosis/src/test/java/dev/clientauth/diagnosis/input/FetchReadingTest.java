// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.clientauth.diagnosis.input.RequestSamples.CLIENT;
import static dev.clientauth.diagnosis.input.RequestSamples.ENDPOINT;
import static dev.clientauth.diagnosis.input.RequestSamples.FORM;
import static dev.clientauth.diagnosis.input.RequestSamples.JWT;
import static dev.clientauth.diagnosis.input.RequestSamples.SIGNATURE;
import static dev.clientauth.diagnosis.input.RequestSamples.broken;
import static dev.clientauth.diagnosis.input.RequestSamples.disputed;
import static dev.clientauth.diagnosis.input.RequestSamples.school;
import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("A request that a browser copied as a call of fetch")
class FetchReadingTest {
    private static final String CALL = "fetch(\"" + ENDPOINT + "\", {\n  \"headers\": {\n    \"accept\": \"*/*\",\n"
            + "    \"content-type\": \"application/x-www-form-urlencoded\"\n  },\n  \"body\": \"" + FORM + "\",\n"
            + "  \"method\": \"POST\",\n  \"mode\": \"cors\",\n  \"credentials\": \"omit\"\n});";

    @ParameterizedTest
    @ValueSource(strings = {"", "await ", "const answer = await ", "let x = "})
    void theWholeCallIsRead(String before) {
        ParsedInput reading = RequestParser.parse(before + CALL);

        assertThat(reading.format()).isEqualTo(InputFormat.HTTP_REQUEST);
        assertThat(reading.request().method()).hasValue("POST");
        assertThat(reading.request().endpoint()).hasToString("Optional[" + ENDPOINT + "]");
        assertThat(reading.request().headers().orElseThrow()).containsEntry("accept", "*/*");
        assertThat(reading.request().parameter("client_id")).hasValue(CLIENT);
        assertThat(reading.request().assertion()).isPresent();
        assertThat(broken(school(reading))).isEmpty();
        assertThat(reading.toString()).doesNotContain(SIGNATURE);
    }

    @Test
    void itsFaultsAreFound() {
        assertThat(broken(school(RequestParser.parse(CALL.replace("\"POST\"", "\"GET\"")))))
                .contains("http.post");
        assertThat(broken(school(RequestParser.parse(CALL.replace("application/x-www-form-urlencoded", "text/plain")))))
                .contains("http.content-type");
        ParsedInput inUrl = RequestParser.parse("fetch('" + ENDPOINT + "?scope=school.api', {})");
        assertThat(broken(school(inUrl))).contains("http.post");
        assertThat(disputed(school(inUrl))).contains("parameters.in-body");
    }

    /** A line break in a header's value does not start another header. */
    @Test
    void aHeaderStaysOneHeader() {
        ParsedInput reading = RequestParser.parse(CALL.replace("*/*", "*/*\\r\\nauthorization: Basic x"));

        assertThat(reading.request().headers().orElseThrow()).doesNotContainKey("authorization");
    }

    @Test
    void addressAndJwtAreReadFromSourceCode() {
        ParsedInput reading =
                RequestParser.parse("fetch(\"" + ENDPOINT + "\", {method, body: form, jwt: \"" + JWT + "\"})");

        assertThat(reading.request().endpoint()).isPresent();
        assertThat(reading.request().method()).isEmpty();
        assertThat(reading.request().parameters()).isEmpty();
        assertThat(reading.request().assertion()).isPresent();
    }
}
