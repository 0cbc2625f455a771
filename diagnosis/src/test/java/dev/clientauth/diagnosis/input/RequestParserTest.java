// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input;

import dev.clientauth.profile.DecodedAssertion;
import dev.clientauth.profile.ErrorResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import static dev.clientauth.diagnosis.input.RequestSamples.FORM;
import static dev.clientauth.diagnosis.input.RequestSamples.HEADER;
import static dev.clientauth.diagnosis.input.RequestSamples.HTTP;
import static dev.clientauth.diagnosis.input.RequestSamples.JWT;
import static dev.clientauth.diagnosis.input.RequestSamples.PAYLOAD;
import static dev.clientauth.diagnosis.input.RequestSamples.broken;
import static dev.clientauth.diagnosis.input.RequestSamples.disputed;
import static dev.clientauth.diagnosis.input.RequestSamples.parameters;
import static dev.clientauth.diagnosis.input.RequestSamples.school;
import static dev.clientauth.diagnosis.input.RequestSamples.unknown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

@DisplayName("The format of a text is detected")
class RequestParserTest {

    static List<String> soundJwts() {
        return List.of(
                JWT,
                "  " + JWT + "\n",
                '"' + JWT + '"',
                "'" + JWT + "',",
                "Bearer " + JWT,
                "Authorization: Bearer " + JWT,
                "client_secret=" + JWT,
                "client_assertion: \"" + JWT + "\"",
                "\"client_secret\" : \"" + JWT + "\",",
                "clientSecret='" + JWT + "'",
                "```\n" + JWT + "\n```",
                "\uFEFF" + JWT,
                JWT.substring(0, 80) + "\n" + JWT.substring(80, 160) + "\r\n" + JWT.substring(160));
    }

    @ParameterizedTest
    @MethodSource("soundJwts")
    void aJwtIsReadWithSurroundingText(String text) {
        ParsedInput reading = RequestParser.parse(text);

        assertThat(reading.format()).isEqualTo(InputFormat.JWT);
        assertThat(reading.request().faults()).isEmpty();
        assertThat(reading.request().parameters()).isEmpty();
        assertThat(reading.request().assertion().orElseThrow().faults()).isEmpty();
        assertThat(broken(school(reading))).isEmpty();
    }

    static List<Arguments> brokenJwts() {
        String twoParts = JWT.substring(0, JWT.lastIndexOf('.'));
        String notAnObject = RequestSamples.encoded("[1]") + JWT.substring(JWT.indexOf('.'));
        return List.of(
                Arguments.of(twoParts, "it has 2 parts"),
                Arguments.of(JWT + ".YWJj.ZGVm", "it has 5 parts"),
                Arguments.of(JWT + "==", "the signature is padded with ="),
                Arguments.of(JWT.replaceFirst("\\.", " . "), "the header contains white space"),
                Arguments.of(notAnObject, "the header is not a JSON object"),
                Arguments.of(
                        RequestSamples.encoded("{\"alg\":\"ES256\",\"alg\":\"none\"}")
                                + JWT.substring(JWT.indexOf('.')),
                        "the header contains a duplicate member"),
                Arguments.of(
                        "-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----",
                        "it is a PEM file, not a JWT signed with the key in it"));
    }

    @ParameterizedTest
    @MethodSource("brokenJwts")
    void aDamagedJwtIsStillAJwt(String text, String fault) {
        ParsedInput reading = RequestParser.parse(text);

        assertThat(reading.format()).isEqualTo(InputFormat.JWT);
        assertThat(reading.request().assertion().orElseThrow().faults()).contains(fault);
        assertThat(broken(school(reading))).contains("jwt.compact");
    }

    @Test
    void aJwtInTheMiddleOfATextIsFound() {
        ParsedInput reading = RequestParser.parse("Dear support,\nwe send " + JWT + " and are refused.\n");

        assertThat(reading.format()).isEqualTo(InputFormat.JWT);
        assertThat(broken(school(reading))).isEmpty();
        assertThat(reading.notes())
                .contains("The JWT was found in the middle of other text; the request around it could not be read.");
    }

    static Stream<String> soundForms() {
        return Stream.of(
                FORM,
                "&" + FORM,
                '"' + FORM + '"',
                FORM.replace("&", "&\n"),
                FORM.replace("&", "\n&"),
                FORM.replace("&", "\n"),
                FORM.replace("&", "\r\n  "));
    }

    @ParameterizedTest
    @MethodSource("soundForms")
    void aFormWithoutHeadersHasOnlyParameters(String text) {
        ParsedInput reading = RequestParser.parse(text);

        assertThat(reading.format()).isEqualTo(InputFormat.FORM_BODY);
        assertThat(reading.request().method()).isEmpty();
        assertThat(reading.request().headers()).isEmpty();
        assertThat(reading.request().endpoint()).isEmpty();
        assertThat(parameters(reading.request()))
                .isEqualTo(parameters(RequestParser.parse(HTTP).request()));
        assertThat(broken(school(reading))).isEmpty();
        assertThat(unknown(school(reading))).containsKeys("http.post", "http.content-type", "endpoint");
    }

    @Test
    void aDoublyEncodedAssertionTypeIsDecodedOnce() {
        ParsedInput reading = RequestParser.parse(FORM.replace("%3A", "%253A"));

        assertThat(broken(school(reading))).containsExactly("client-assertion-type");
    }

    @Test
    void aStrayPercentSignIsAFault() {
        ParsedInput reading = RequestParser.parse(FORM + "&note=100%");

        assertThat(reading.request().faults())
                .containsExactly("a percent sign in the body is not followed by two hexadecimal digits");
        assertThat(broken(school(reading))).containsExactly("http.readable");
    }

    @Test
    void aHeaderAndAPayloadAreAnUnsignedAssertion() {
        ParsedInput reading = RequestParser.parse(HEADER + "\n" + PAYLOAD);

        assertThat(reading.format()).isEqualTo(InputFormat.JWT);
        assertThat(reading.request().assertion().flatMap(DecodedAssertion::signature))
                .isEmpty();
        assertThat(broken(school(reading))).isEmpty();
        assertThat(unknown(school(reading)))
                .containsEntry("signature.raw", "the signature, which has not been made yet");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"header\":%s,\"payload\":%s}",
                "{\"header\":%s,\"payload\":%s,\"signature\":\"abc\"}",
                "%s.%s",
                "%s,\n%s",
            })
    void otherNotationsOfBothAreRead(String pattern) {
        ParsedInput reading = RequestParser.parse(pattern.formatted(HEADER, PAYLOAD));

        assertThat(reading.format()).isEqualTo(InputFormat.JWT);
        assertThat(reading.request().assertion().orElseThrow().header().orElseThrow())
                .containsEntry("alg", "ES256");
        assertThat(broken(school(reading))).isEmpty();
    }

    @Test
    void aPayloadAloneLeavesTheHeaderUnknown() {
        ParsedInput reading = RequestParser.parse(PAYLOAD.replace("account.apple.com", "appleid.apple.com"));

        assertThat(reading.format()).isEqualTo(InputFormat.JWT);
        assertThat(broken(school(reading))).containsExactly("aud");
        assertThat(unknown(school(reading))).containsKeys("alg", "kid");
    }

    @Test
    void aJsonBodyIsAFaultAndIsChecked() {
        ParsedInput reading =
                RequestParser.parse("{\"grant_type\":\"client_credentials\",\"client_id\":\"" + RequestSamples.CLIENT
                        + "\",\"client_assertion_type\":\"" + RequestSamples.TYPE + "\",\"client_assertion\":\"" + JWT
                        + "\",\"scope\":\"business.api\"}");

        assertThat(reading.format()).isEqualTo(InputFormat.JSON_BODY);
        assertThat(reading.request().faults()).containsExactly("the body is a JSON object instead of a form");
        assertThat(broken(school(reading))).containsExactly("http.readable", "scope");
    }

    @Test
    void aPythonDictionaryIsReadAsJson() {
        ParsedInput reading =
                RequestParser.parse("{'grant_type': 'client_credentials', 'client_id': 'x', 'scope': 'y',}");

        assertThat(reading.format()).isEqualTo(InputFormat.JSON_BODY);
        assertThat(parameters(reading.request()))
                .containsEntry("client_id", "x")
                .hasSize(3);
    }

    @Test
    void repeatedAndNonStringMembersAreFaults() {
        ParsedInput reading = RequestParser.parse("{\"scope\":\"a\",\"scope\":\"b\",\"grant_type\":[\"x\"]}");

        assertThat(reading.request().faults())
                .contains(
                        "the JSON object contains a duplicate member",
                        "a parameter in the JSON object is not a string");
    }

    @Test
    void theQueryOfAUrlIsRead() {
        ParsedInput reading = RequestParser.parse(RequestSamples.ENDPOINT + "?" + FORM);

        assertThat(reading.request().endpoint()).contains(URI.create(RequestSamples.ENDPOINT + "?" + FORM));
        assertThat(disputed(school(reading))).contains("parameters.in-body");
    }

    static List<Arguments> unreadable() {
        return List.of(
                Arguments.of("", "the text is empty"),
                Arguments.of(" \n\t ", "the text is empty"),
                Arguments.of("[1, 2]", "the text is neither a JWT nor a request in a known format"),
                Arguments.of(
                        "a".repeat(16_777_217),
                        "the text has 16777217 characters, more than the maximum of 16777216 (16 Mi): paste only the request"
                                + " and its response"),
                Arguments.of(
                        "{\"a\":" + "[".repeat(100_000), "the text is neither a JWT nor a request in a known format"),
                Arguments.of("Why does Apple refuse me?", "the text is neither a JWT nor a request in a known format"),
                Arguments.of("\u0000\u0001\ud800", "the text is neither a JWT nor a request in a known format"));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void anUnreadableTextIsReportedWithoutAnException(String text, String fault) {
        ParsedInput reading = RequestParser.parse(text);

        assertThat(reading.format()).isEqualTo(InputFormat.UNREADABLE);
        assertThat(reading.request().faults()).containsExactly(fault);
        assertThat(broken(school(reading))).containsExactly("http.readable");
        assertThat(school(reading).toString()).contains("observed: " + fault);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"error\":\"invalid_client\"}", "HTTP/1.1 400 Bad Request\n\n{\"error\":\"invalid_client\"}"})
    void aResponseIsDistinguishedFromARequest(String text) {
        ParsedInput reading = RequestParser.parse(text);

        assertThat(reading.format()).isEqualTo(InputFormat.RESPONSE);
        assertThat(reading.chosen().isRequestSeen()).isFalse();
        assertThat(reading.chosen().response().orElseThrow().error()).contains("invalid_client");
        assertThat(reading.request().faults()).containsExactly("the text is a response, not a request");
    }

    @Test
    void aKeyIsDistinguishedFromARequest() {
        ParsedInput reading = RequestParser.parse("{\"kty\":\"EC\",\"d\":\"s3cr3t\"}");

        assertThat(reading.format()).isEqualTo(InputFormat.KEY);
        assertThat(reading.keys()).containsExactly("a private key (JWK)");
        assertThat(reading.request().faults()).containsExactly("the text is a private key (JWK), not a request");
    }

    @Test
    void theErrorOfAResponseIsRead() {
        ParsedInput reading = RequestParser.parse("HTTP/2 400 \r\ndate: Fri, 20 Nov 2026 12:00:00 GMT\r\n\r\n"
                + "{\"error\":\"invalid_grant\",\"error_description\":\"client_id mismatch\"}");

        assertThat(reading.context().response())
                .contains(new ErrorResponse(400, "invalid_grant", "client_id mismatch"));
    }

    static Stream<String> garbage() {
        int size = 100_000;
        return Stream.of(
                        "eyJ",
                        "eyJ.",
                        ".",
                        "'",
                        "\"",
                        "\"\\",
                        "$(",
                        "`",
                        "\\",
                        "\\\n",
                        "&",
                        "a=b&",
                        "%",
                        "{",
                        "[",
                        "{}",
                        "{\"a\":",
                        "<a",
                        "Bearer ",
                        "\n",
                        "\n ",
                        "- ",
                        "-d ",
                        " curl -d ",
                        "curl '",
                        "client_secret=",
                        "HTTP/1.1 400\n",
                        "grant_type: x\n",
                        "{\"alg\":[x]}",
                        "```\n",
                        "^\n",
                        "a b\n",
                        "A=b\n",
                        "POST / HTTP/1.1\n",
                        "\u0000",
                        "\ud800")
                .map(piece -> piece.repeat(size / piece.length()));
    }

    @ParameterizedTest
    @MethodSource("garbage")
    @DisplayName("The time for reading garbage grows linearly with its length")
    void garbageTakesLinearTime(String text) {
        for (String prefix : List.of("", "curl ", "curl -d '", "POST /token HTTP/1.1\nHost: a\n\n")) {
            String whole = prefix + text.substring(0, text.length() - 100);
            assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
                ParsedInput reading = RequestParser.parse(whole);
                assertThat(reading.request().toString() + reading.notes()).hasSizeLessThan(500_000);
            });
        }
    }

    static List<String> longWhiteSpace() {
        String spaces = " ".repeat(200_000);
        return List.of(
                "grant_type=a&scope=" + spaces + "b\nc",
                "eyJhbGciOiJFUzI1NiJ9" + spaces + ".\ne30.",
                "```\n" + "\n".repeat(200_000) + "'",
                "POST /token HTTP/1.1\nHost: a\n" + " b\n".repeat(300_000));
    }

    @ParameterizedTest
    @MethodSource("longWhiteSpace")
    void whiteSpaceTakesLinearTime(String text) {
        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(RequestParser.parse(text)).isNotNull());
    }
}
