// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input;

import dev.clientauth.profile.ErrorResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Instant;

import static dev.clientauth.diagnosis.input.RequestSamples.ENDPOINT;
import static dev.clientauth.diagnosis.input.RequestSamples.FORM;
import static dev.clientauth.diagnosis.input.RequestSamples.JWT;
import static dev.clientauth.diagnosis.input.RequestSamples.broken;
import static dev.clientauth.diagnosis.input.RequestSamples.encoded;
import static dev.clientauth.diagnosis.input.RequestSamples.parameters;
import static dev.clientauth.diagnosis.input.RequestSamples.school;
import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("A HAR file is read for its token request")
class HarReadingTest {
    private static final String MIME = "\"mimeType\":\"application/x-www-form-urlencoded\"";

    @Test
    void anEntryHasRequestResponseAndTime() {
        ParsedInput reading = RequestParser.parse(entry(ENDPOINT, FORM, 400));

        assertThat(reading.format()).isEqualTo(InputFormat.HAR);
        assertThat(reading.request().endpoint()).contains(URI.create(ENDPOINT));
        assertThat(reading.request().headers().orElseThrow())
                .containsEntry("accept", "application/json")
                .doesNotContainKey(":authority");
        assertThat(parameters(reading.request())).hasSize(5).containsEntry("client_assertion", JWT);
        assertThat(reading.context().response()).contains(new ErrorResponse(400, "invalid_client", null));
        assertThat(reading.context().sentAt()).contains(Instant.parse("2026-11-20T11:59:58.5Z"));
        assertThat(reading.context().providerClock()).contains(Instant.parse("2026-11-20T12:00:00Z"));
        assertThat(broken(school(reading))).isEmpty();
    }

    @Test
    void ofASessionTheLastRefusedTokenRequestIsRead() {
        ParsedInput reading = RequestParser.parse(log(
                entry("https://www.example.com/", "", 404),
                entry(ENDPOINT, FORM.replace("school.api", "first"), 400),
                entry(ENDPOINT, FORM.replace("school.api", "second"), 400),
                entry(ENDPOINT, FORM, 200),
                entry("https://www.example.com/", "", 500)));

        assertThat(parameters(reading.request())).containsEntry("scope", "second");
        assertThat(reading.notes())
                .containsExactly(
                        "The text contains 3 requests; request 2 (line 1) was diagnosed: the last one that was refused.");
    }

    @Test
    void withoutARefusalTheLastTokenRequestIsRead() {
        ParsedInput reading = RequestParser.parse(
                log(entry(ENDPOINT, FORM.replace("school.api", "first"), 200), entry(ENDPOINT, FORM, 200)));

        assertThat(parameters(reading.request())).containsEntry("scope", "school.api");
        assertThat(reading.notes())
                .containsExactly("The text contains 2 requests; request 2 (line 1) was diagnosed: the last one.");
    }

    @Test
    void withoutATokenRequestTheLastRequestIsRead() {
        assertThat(RequestParser.parse(
                                log(entry("https://a.example/x", "", 200), entry("https://a.example/y", "", 200)))
                        .request()
                        .endpoint())
                .contains(URI.create("https://a.example/y"));
        assertThat(RequestParser.parse("{\"log\":{\"entries\":[]}}").request().faults())
                .containsExactly("the text is neither a JWT nor a request in a known format");
        assertThat(RequestParser.parse("{\"log\":{\"entries\":[1,{},[]]}}")
                        .request()
                        .faults())
                .containsExactly("the text is neither a JWT nor a request in a known format");
    }

    @Test
    void aRevocationCountsAsATokenRequest() {
        String revoke = "https://appleid.apple.com/auth/revoke";
        ParsedInput reading = RequestParser.parse(log(
                entry(revoke, "client_id=a&client_secret=b&token=c", 400), entry("https://a.example/", "x=y", 400)));

        assertThat(reading.request().endpoint()).contains(URI.create(revoke));
    }

    @Test
    void parametersInsteadOfTextAreDecoded() {
        ParsedInput reading = RequestParser.parse(
                "{\"request\":{\"method\":\"POST\",\"url\":\"" + ENDPOINT + "\",\"postData\":{" + MIME
                        + ",\"params\":[{\"name\":\"scope\",\"value\":\"a%20b&c\"}]}},\"response\":{\"status\":0}}");

        assertThat(parameters(reading.request())).containsEntry("scope", "a b&c");
        assertThat(reading.request().headers().orElseThrow())
                .containsEntry("content-type", "application/x-www-form-urlencoded");
        assertThat(reading.chosen().response()).isEmpty();
    }

    @Test
    void anArchiveWithoutBodiesAsksForThem() {
        ParsedInput reading = RequestParser.parse(entry(ENDPOINT, FORM, 400).replace(FORM, ""));

        assertThat(reading.request().parameters()).isEmpty();
        assertThat(reading.notes()).containsExactly("The archive was saved without the body: paste that too.");
    }

    @Test
    void unexpectedMembersAreIgnored() {
        ParsedInput reading =
                RequestParser.parse("{\"request\":{\"method\":1,\"url\":[],\"headers\":{\"a\":1},\"postData\":3},"
                        + "\"startedDateTime\":\"x\",\"response\":{\"status\":\"400\",\"headers\":[1],"
                        + "\"content\":{\"encoding\":\"base64\",\"text\":\"!\"}}}");

        assertThat(reading.format()).isEqualTo(InputFormat.RESPONSE);
        assertThat(reading.chosen().response().orElseThrow().status()).hasValue(400);
    }

    private static String log(String... entries) {
        return "{\"log\":{\"version\":\"1.2\",\"entries\":[" + String.join(",", entries) + "]}}";
    }

    private static String entry(String url, String body, int status) {
        return "{\"startedDateTime\":\"2026-11-20T12:59:58.500+01:00\",\"request\":{\"method\":\"POST\",\"url\":\""
                + url
                + "\",\"headers\":[{\"name\":\":authority\",\"value\":\"x\"},{\"name\":\"Accept\",\"value\":\"application/json\"}],"
                + "\"postData\":{" + MIME + ",\"text\":\"" + body + "\"}},\"response\":{\"status\":" + status
                + ",\"headers\":[{\"name\":\"date\",\"value\":\"Fri, 20 Nov 2026 12:00:00 GMT\"}],"
                + "\"content\":{\"encoding\":\"base64\",\"text\":\"" + encoded("{\"error\":\"invalid_client\"} ")
                + "\"}}}";
    }
}
