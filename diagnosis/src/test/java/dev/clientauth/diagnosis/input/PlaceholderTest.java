// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input;

import dev.clientauth.diagnosis.input.part.Placeholder;
import dev.clientauth.profile.Field;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URLEncoder;
import java.util.stream.Stream;

import static dev.clientauth.diagnosis.input.RequestSamples.CLIENT;
import static dev.clientauth.diagnosis.input.RequestSamples.ENDPOINT;
import static dev.clientauth.diagnosis.input.RequestSamples.FORM;
import static dev.clientauth.diagnosis.input.RequestSamples.HEADER;
import static dev.clientauth.diagnosis.input.RequestSamples.JWT;
import static dev.clientauth.diagnosis.input.RequestSamples.PAYLOAD;
import static dev.clientauth.diagnosis.input.RequestSamples.broken;
import static dev.clientauth.diagnosis.input.RequestSamples.school;
import static dev.clientauth.diagnosis.input.RequestSamples.unknown;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("Values that were left out are not treated as sent, and are requested")
class PlaceholderTest {

    static Stream<String> placeholders() {
        return Stream.of(
                "$TOKEN",
                "${TOKEN}",
                "$env:TOKEN",
                "$(cat jwt)",
                "abc$CLIENT_ID",
                "{{token}}",
                "{token}",
                "%TOKEN%",
                "<jwt>",
                "<the client id>",
                "[JWT token]",
                "[timestamp + 30 days]",
                "----SECRET----",
                "--REDACTED--",
                "***",
                "abc*****",
                "REDACTED",
                "[REDACTED]",
                "(removed)",
                "...",
                "eyJhbGci...",
                "\u2026",
                "xxxx",
                "XXXXXXXX-XXXX-XXXX",
                "YOUR_CLIENT_ID",
                "your client id",
                "your-client-id",
                "CLIENT_ID",
                "MY_JWT");
    }

    @ParameterizedTest
    @MethodSource("placeholders")
    void aPlaceholderIsUnknownAndNeverBroken(String placeholder) {
        for (String name :
                new String[] {"client_id", "scope", "client_assertion_type", "grant_type", "client_assertion"}) {
            ParsedInput reading = RequestParser.parse(FORM.replaceFirst(
                    "(?<=(^|&)" + name + "=)[^&]*",
                    URLEncoder.encode(placeholder, UTF_8).replace("$", "\\$")));

            assertThat(reading.request().parameter(name)).as(name).contains(placeholder);
            assertThat(reading.request().isLeftOut(Field.parameter(name)))
                    .as(name)
                    .isTrue();
            assertThat(broken(school(reading))).as(name).isEmpty();
            assertThat(reading.notes())
                    .singleElement()
                    .satisfies(note -> assertThat(note).startsWith("The value of " + name + " "));
        }
    }

    /** The quotes are part of the value: a shell or an environment file added them. */
    @ParameterizedTest
    @ValueSource(strings = {"'----SECRET----'", "----SECRET----'", "\"$TOKEN\" "})
    void quotesAroundAPlaceholderAreDetected(String quoted) {
        ParsedInput reading = RequestParser.parse(FORM.replaceFirst(
                "(?<=&client_id=)[^&]*", URLEncoder.encode(quoted, UTF_8).replace("$", "\\$")));

        assertThat(reading.request().isLeftOut(Field.parameter("client_id"))).isTrue();
        assertThat(broken(school(reading))).containsExactly("parameters.unquoted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                CLIENT,
                "com.example.web",
                "s6BhdRkqt3",
                "system/*.rs",
                "system/Patient.read system/*.*",
                "https://www.example.com/cb?a=b",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "c1f2a3b4c5d6e.0.rrsw.a-b--c",
                "a$b",
                "100%25",
                "{\"a\":1}",
                "token",
                "JWT",
                "-----BEGIN PRIVATE KEY-----",
                "",
            })
    void aValueIsNotAPlaceholder(String value) {
        assertThat(Placeholder.in(value)).isNull();
    }

    @Test
    void theNoteNamesTheVariable() {
        assertThat(RequestParser.parse("curl " + ENDPOINT + " -d \"client_assertion=$JWT\"")
                        .notes())
                .containsExactly("The value of client_assertion is the shell variable $JWT: paste what it expands to.");
    }

    @Test
    void aVariableThatMayBeASecretIsNotNamed() {
        assertThat(RequestParser.parse("client_id=a&client_assertion=$s3cr3t").notes())
                .containsExactly("The value of client_assertion is a shell variable: paste what it expands to.");
    }

    @Test
    void anOmittedAssertionIsReportedAndItsParameterIsSatisfied() {
        ParsedInput reading = RequestParser.parse(FORM.replace(JWT, "[JWT token]"));

        assertThat(reading.request().assertion()).isEmpty();
        assertThat(broken(school(reading))).isEmpty();
        assertThat(unknown(school(reading)))
                .containsEntry("aud", "the assertion")
                .doesNotContainKeys("client-assertion", "grant-type");
    }

    @Test
    void aTruncatedJwtIsNotChecked() {
        ParsedInput reading = RequestParser.parse(JWT.substring(0, 60) + "...");

        assertThat(reading.format()).isEqualTo(InputFormat.JWT);
        assertThat(reading.notes()).containsExactly("The JWT is truncated: paste all of it.");
        assertThat(broken(school(reading))).isEmpty();
    }

    @Test
    void omittedClaimsAndHeaderMembersAreUnknown() {
        String header = HEADER.replaceFirst("\"kid\":\"[^\"]*\"", "\"kid\":\"<Key ID>\"");
        String payload = PAYLOAD.replaceFirst("\"iat\":[0-9]*", "\"iat\":\"[timestamp]\"")
                .replaceFirst("\"exp\":[0-9]*", "\"exp\":\"{{exp}}\"")
                .replaceFirst("\"jti\":\"[^\"]*\"", "\"jti\":\"...\"");
        ParsedInput reading = RequestParser.parse(header + payload);

        assertThat(broken(school(reading))).isEmpty();
        assertThat(unknown(school(reading)))
                .containsEntry("exp.seconds", "the value of the claim exp, which was left out")
                .containsEntry("iat.seconds", "the value of the claim iat, which was left out")
                .containsEntry("exp.in-future", "the value of the claim exp, which was left out")
                .containsEntry("kid", "the value of the header kid, which was left out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"''", "$TOKEN_URL", "https://$HOST/token", "'https://<org>/oauth2/token'", "\"{{url}}\""})
    void anOmittedUrlIsReported(String url) {
        ParsedInput reading = RequestParser.parse("curl " + url + " -d '" + FORM + "'");

        assertThat(reading.request().endpoint()).isEmpty();
        assertThat(broken(school(reading))).isEmpty();
        assertThat(unknown(school(reading))).containsEntry("endpoint", "the URL of the request");
        assertThat(reading.notes()).singleElement().satisfies(n -> assertThat(n).startsWith("The URL "));
    }

    @Test
    void parametersInTheQueryOfAnOmittedUrlAreChecked() {
        ParsedInput reading = RequestParser.parse("curl -X POST \"$TOKEN_URL?" + FORM + "\"");

        assertThat(broken(school(reading))).containsExactly("http.content-type");
        assertThat(unknown(school(reading))).containsEntry("endpoint", "the URL of the request");
    }

    @Test
    void ofARepeatedValueTheFirstIsUsed() {
        ParsedInput reading = RequestParser.parse("client_id=a&client_id=$CLIENT_ID&scope=x");

        assertThat(reading.request().isLeftOut(Field.parameter("client_id"))).isFalse();
        assertThat(broken(school(reading))).contains("parameters.unrepeated");
    }
}
