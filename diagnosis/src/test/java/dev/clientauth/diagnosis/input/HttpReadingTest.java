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

import java.net.URI;
import java.time.Instant;
import java.util.List;

import static dev.clientauth.diagnosis.input.RequestSamples.CLIENT;
import static dev.clientauth.diagnosis.input.RequestSamples.ENDPOINT;
import static dev.clientauth.diagnosis.input.RequestSamples.FORM;
import static dev.clientauth.diagnosis.input.RequestSamples.HTTP;
import static dev.clientauth.diagnosis.input.RequestSamples.JWT;
import static dev.clientauth.diagnosis.input.RequestSamples.broken;
import static dev.clientauth.diagnosis.input.RequestSamples.parameters;
import static dev.clientauth.diagnosis.input.RequestSamples.school;
import static dev.clientauth.diagnosis.input.RequestSamples.unknown;
import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("An HTTP request is read as it is sent and as people write it down")
class HttpReadingTest {
    private static final String RESPONSE = "HTTP/1.1 400 Bad Request\r\nDate: Fri, 20 Nov 2026 12:00:00 GMT\r\n"
            + "Content-Type: application/json\r\n\r\n"
            + "{\"error\":\"invalid_client\",\"error_description\":\"not \u2026 known\"}";

    static List<String> soundRequests() {
        return List.of(
                HTTP,
                HTTP.replace("\r\n", "\n"),
                "\n\n" + HTTP + "\r\n",
                HTTP.replace(" HTTP/1.1", ""),
                HTTP.replace("HTTP/1.1", "HTTP/2"),
                HTTP.replace("POST", "post"),
                chunked(FORM.length()),
                chunked(100),
                HTTP.replace("Host:", "Transfer-Encoding: chunked\r\nHost:"),
                HTTP.replace("/auth/oauth2/token ", ENDPOINT + " ").replace("Host: account.apple.com\r\n", ""),
                HTTP.replace("Host: ", "HOST:   "),
                HTTP.replace("application/x", "\r\n application/x"),
                HTTP.replace("\r\n\r\n", "\r\n"),
                HTTP.replace("&", "\n&"),
                HTTP + "\r\n\r\n" + RESPONSE,
                HTTP + "\n" + RESPONSE.replace("\r\n", "\n"));
    }

    @ParameterizedTest
    @MethodSource("soundRequests")
    void aValidRequestBreaksNoRule(String text) {
        ParsedInput reading = RequestParser.parse(text);

        assertThat(reading.format()).isEqualTo(InputFormat.HTTP_REQUEST);
        assertThat(reading.request().faults()).isEmpty();
        assertThat(reading.request().endpoint()).contains(URI.create(ENDPOINT));
        assertThat(parameters(reading.request())).hasSize(5).containsEntry("client_assertion", JWT);
        assertThat(broken(school(reading))).isEmpty();
        assertThat(unknown(school(reading))).doesNotContainKeys("http.post", "http.content-type", "endpoint", "scope");
    }

    /** As logged by a proxy, with the sizes of the chunks. */
    private static String chunked(int most) {
        StringBuilder body = new StringBuilder();
        for (int at = 0; at < FORM.length(); at += most) {
            String chunk = FORM.substring(at, Math.min(FORM.length(), at + most));
            body.append(Integer.toHexString(chunk.length()))
                    .append("\r\n")
                    .append(chunk)
                    .append("\r\n");
        }
        return HTTP.replace("Host:", "Transfer-Encoding: chunked\r\nHost:").replace(FORM, body + "0\r\n\r\n");
    }

    @Test
    void progressOutputOfCurlIsNotAResponse() {
        ParsedInput reading = RequestParser.parse("> POST /token HTTP/1.1\n> Host: a\n>\n} [45 bytes data]\n"
                + "< HTTP/1.1 400 Bad Request\n<\n{ [26 bytes data]\n{\"error\":\"invalid_client\"}");

        assertThat(reading.context().response()).contains(new ErrorResponse(400, "invalid_client", null));
    }

    @Test
    void theResponseAfterTheRequestIsRead() {
        ParsedInput reading = RequestParser.parse(HTTP + "\r\n\r\n" + RESPONSE);

        assertThat(reading.context().response()).contains(new ErrorResponse(400, "invalid_client", "not \u2026 known"));
        assertThat(reading.context().providerClock()).contains(Instant.parse("2026-11-20T12:00:00Z"));
        assertThat(reading.context().sentAt()).isEmpty();
    }

    @Test
    void anInvalidDateIsReported() {
        assertThat(RequestParser.parse(HTTP + "\r\n\r\nHTTP/1.1 400\r\nDate: today\r\n\r\n")
                        .notes())
                .containsExactly("The Date header of the response is not a valid date and was skipped.");
    }

    static List<Arguments> faulty() {
        return List.of(
                Arguments.of(HTTP.replace("POST", "GET"), List.of("http.post")),
                Arguments.of(
                        HTTP.replace("Content-Type: application/x-www-form-urlencoded\r\n", ""),
                        List.of("http.content-type")),
                Arguments.of(HTTP.replace("x-www-form-urlencoded", "json"), List.of("http.content-type")),
                Arguments.of(
                        HTTP.replace("Host:", "Authorization: Basic czNjcjN0\r\nHost:"),
                        List.of("http.no-authorization")),
                Arguments.of(HTTP.replace("Host:", "no colon\r\nHost:"), List.of("http.readable")),
                Arguments.of(
                        HTTP.replace("Host:", "content-type: application/json\r\nHost:"), List.of("http.readable")),
                Arguments.of(HTTP.replace("token HTTP", "token?x=^ HTTP"), List.of("http.readable")),
                Arguments.of(HTTP.replace("oauth2/token", "token"), List.of("endpoint")));
    }

    @ParameterizedTest
    @MethodSource("faulty")
    void aFaultIsReportedUnderItsRule(String text, List<String> rules) {
        assertThat(broken(school(RequestParser.parse(text)))).containsExactlyInAnyOrderElementsOf(rules);
    }

    @Test
    void aJsonBodyWithAFormContentTypeIsAFault() {
        ParsedInput reading = RequestParser.parse(
                HTTP.substring(0, HTTP.indexOf("\r\n\r\n")) + "\r\n\r\n{\"client_assertion\":\"" + JWT + "\"}");

        assertThat(reading.request().faults()).containsExactly("the body is a JSON object instead of a form");
        assertThat(reading.request()
                        .assertion()
                        .flatMap(DecodedAssertion::claims)
                        .orElseThrow())
                .containsEntry("sub", CLIENT);
    }

    @Test
    void everyPartOfAMultipartBodyIsRead() {
        ParsedInput reading =
                RequestParser.parse("POST " + ENDPOINT + "\nContent-Type: multipart/form-data; boundary=x\n\n"
                        + "--x\nContent-Disposition: form-data; name=\"client_id\"\n\n" + CLIENT + "\n"
                        + "--x\nContent-Disposition: form-data; name=client_assertion; filename=a\nContent-Type: text/plain\n\n"
                        + JWT + "\n--x--\n");

        assertThat(parameters(reading.request()))
                .containsEntry("client_id", CLIENT)
                .containsEntry("client_assertion", JWT);
        assertThat(broken(school(reading)))
                .contains("http.content-type")
                .doesNotContain("jwt.compact", "http.readable");
    }

    @Test
    void aBodyThatIsTheJwtIsAFaultAndIsChecked() {
        ParsedInput reading = RequestParser.parse(HTTP.replace(FORM, JWT));

        assertThat(reading.request().faults()).containsExactly("the body is not a form: it has no name=value pair");
        assertThat(reading.request().assertion()).isPresent();
    }

    @Test
    void withoutAHostTheServerIsMissing() {
        ParsedInput reading = RequestParser.parse(HTTP.replace("Host: account.apple.com\r\n", ""));

        assertThat(reading.request().endpoint()).isEmpty();
        assertThat(reading.notes()).containsExactly("No Host header was found: state which server it was sent to.");
    }

    @Test
    void aRequestToLoopbackIsHttp() {
        assertThat(RequestParser.parse(HTTP.replace("account.apple.com", "localhost:8080"))
                        .request()
                        .endpoint())
                .contains(URI.create("http://localhost:8080/auth/oauth2/token"));
    }

    @Test
    void verboseCurlOutputHasEverythingButTheBody() {
        ParsedInput reading = RequestParser.parse("* Connected to account.apple.com\n> POST /auth/oauth2/token HTTP/2\n"
                + "> Host: account.apple.com\n> Content-Type: application/json\n> \n} [5 bytes data]\n"
                + "< HTTP/2 400 \n< date: Fri, 20 Nov 2026 12:00:00 GMT\n< \n{\"error\":\"invalid_request\"}\n");

        assertThat(reading.format()).isEqualTo(InputFormat.HTTP_REQUEST);
        assertThat(reading.request().parameters()).isEmpty();
        assertThat(broken(school(reading))).containsExactly("http.content-type");
        assertThat(reading.context().response()).contains(new ErrorResponse(400, "invalid_request", null));
        assertThat(reading.context().providerClock()).contains(Instant.parse("2026-11-20T12:00:00Z"));
    }
}
