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
import java.util.List;
import java.util.Map;

import static dev.clientauth.diagnosis.input.RequestSamples.APPLE;
import static dev.clientauth.diagnosis.input.RequestSamples.CLIENT;
import static dev.clientauth.diagnosis.input.RequestSamples.ENDPOINT;
import static dev.clientauth.diagnosis.input.RequestSamples.FORM;
import static dev.clientauth.diagnosis.input.RequestSamples.JWT;
import static dev.clientauth.diagnosis.input.RequestSamples.TYPE;
import static dev.clientauth.diagnosis.input.RequestSamples.broken;
import static dev.clientauth.diagnosis.input.RequestSamples.curl;
import static dev.clientauth.diagnosis.input.RequestSamples.parameters;
import static dev.clientauth.diagnosis.input.RequestSamples.school;
import static dev.clientauth.diagnosis.input.RequestSamples.signInWithApple;
import static dev.clientauth.diagnosis.input.RequestSamples.unknown;
import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("A curl command is read like by a shell and curl, and as people paste it")
class CurlReadingTest {

    static List<String> soundCommands() {
        String quoted = "-d grant_type=client_credentials -d 'client_id=" + CLIENT
                + "' --data-urlencode \"client_assertion_type=" + TYPE + "\" -d client_assertion=" + JWT
                + " -d scope=school.api";
        return List.of(
                "curl " + ENDPOINT + " " + quoted,
                "curl -X POST " + quoted + " " + ENDPOINT,
                "$ curl -sS -XPOST '" + ENDPOINT + "' " + quoted + " | jq .",
                "curl --location --request POST \"" + ENDPOINT + "\" \\\n  " + quoted.replace(" -d", " \\\n  -d"),
                "curl --location --request POST \"" + ENDPOINT + "\" \\\r\n  " + quoted.replace(" -d", " \\\r\n  -d"),
                "curl --url=" + ENDPOINT + " " + quoted.replace("-d ", "--data="),
                "curl --url " + ENDPOINT + " " + quoted.replace("-d ", "-d"),
                "# get a token\nTOKEN=$(curl -s " + ENDPOINT + " " + quoted + ")\necho $TOKEN",
                "JWT=" + JWT + "\ncurl " + ENDPOINT + " " + quoted.replace(JWT, "$JWT"),
                "export JWT=\"" + JWT + "\"; curl " + ENDPOINT + " " + quoted.replace(JWT, "\"${JWT}\""),
                "curl " + ENDPOINT + " -H 'Content-Type: application/x-www-form-urlencoded' --data-raw $'"
                        + FORM.replace("-", "\\x2d") + "' --compressed",
                "curl.exe ^\n  " + ENDPOINT + " ^\r\n  --data-raw ^\""
                        + FORM.replace("&", "^&").replace("%", "^%") + "^\"",
                "curl `\n  " + ENDPOINT + " `\r\n  -d \"" + FORM + "\" `\n  -k",
                "/usr/bin/curl -kLsS --max-time 10 --retry 3 -o out.json " + ENDPOINT + " " + quoted + " 2>/dev/null",
                "curl " + ENDPOINT + " " + quoted + " > token.json && cat token.json",
                "curl " + ENDPOINT + " " + quoted.replace("'", "\u2019").replace("\"", "\u201c"),
                "the request that fails is curl '" + ENDPOINT + "' " + quoted,
                "https_proxy=http://p:1 sudo curl " + ENDPOINT + " " + quoted + " # no luck",
                "curl " + ENDPOINT + "\n" + quoted.replace(" -d", "\n-d"),
                "```bash\ncurl " + ENDPOINT + " \\ \n" + quoted + "\n```");
    }

    @ParameterizedTest
    @MethodSource("soundCommands")
    void aValidCommandBreaksNoRule(String command) {
        ParsedInput reading = RequestParser.parse(command);

        assertThat(reading.format()).isEqualTo(InputFormat.CURL);
        assertThat(reading.request().faults()).isEmpty();
        assertThat(reading.request().method()).contains("POST");
        assertThat(reading.request().endpoint()).contains(URI.create(ENDPOINT));
        assertThat(reading.request().headers().orElseThrow())
                .containsEntry("content-type", "application/x-www-form-urlencoded")
                .containsEntry("accept", "*/*")
                .containsEntry("user-agent", "curl");
        assertThat(parameters(reading.request()))
                .isEqualTo(Map.of(
                        "grant_type", "client_credentials",
                        "client_id", CLIENT,
                        "client_assertion_type", TYPE,
                        "client_assertion", JWT,
                        "scope", "school.api"));
        assertThat(broken(school(reading))).isEmpty();
    }

    static List<Arguments> values() {
        return List.of(
                Arguments.of("-d 'code=a b'", "a b"),
                Arguments.of("-d 'code=a+b'", "a b"),
                Arguments.of("-d code=a%20b", "a b"),
                Arguments.of("--data-urlencode 'code=a+b&c=d'", "a+b&c=d"),
                Arguments.of("--data-urlencode 'code=a%20b'", "a%20b"),
                Arguments.of("--data-urlencode =x -d code=y", "y"),
                Arguments.of("-d code=it\\'s", "it's"),
                Arguments.of("-d 'code=it'\\''s'", "it's"),
                Arguments.of("-d 'code=it'\"'\"'s'", "it's"),
                Arguments.of("-d \"code=say \\\"x\\\" \\$5 \\n\"", "say \"x\" $5 \\n"),
                Arguments.of("-d $'code=a\\tb\\u0041\\101\\'\\\\'", "a\tbAA'\\"),
                Arguments.of("-d \"code=a\\\nb\"", "ab"),
                Arguments.of("-d \"code=$(cat \"jwt.txt\")\" -d x=y", "$(…)"),
                Arguments.of("-d code=`cat jwt.txt`", "$(…)"),
                Arguments.of("-d code=<the code> -d x=y", "<the code>"),
                Arguments.of("--data-urlencode code@code.txt", "<file>"),
                Arguments.of("-F code=a -F file=@x", "a"),
                Arguments.of("-F 'code=<code.txt'", "<file>"),
                Arguments.of("--json '{\"code\":\"a\"}'", "a"),
                Arguments.of("-d code=a --next -d code=b", "a"),
                Arguments.of("-d code=''", ""));
    }

    @ParameterizedTest
    @MethodSource("values")
    void aValueIsUnquotedAndDecodedAsByTheShell(String options, String value) {
        ParsedInput reading = RequestParser.parse(curl(options));

        assertThat(reading.request().faults()).isEmpty();
        assertThat(reading.request().parameter("code")).contains(value);
    }

    @Test
    @DisplayName("Stray quotes in a curl command from a forum stay in the values and do not hide an option")
    void theCommandOfTheForumBreaksTheExpectedRules() {
        ParsedInput reading = RequestParser.parse(
                "here is an example of a curl that generated the problem curl --location '' "
                        + "--header 'Accept: application/json' --header 'Content-Type: application/x-www-form-urlencoded' "
                        + "--data-urlencode 'client_id=----SECRET----'' --data-urlencode 'client_secret=----SECRET----' "
                        + "--data-urlencode 'grant_type=authorization_code' --data-urlencode 'code=----SECRET----'' "
                        + "--data-urlencode 'redirect_uri=----SECRET----'' Any ideia what may be causing this?\nJun \u201924\nIt's 'x'");

        assertThat(reading.format()).isEqualTo(InputFormat.CURL);
        assertThat(parameters(reading.request()))
                .containsEntry("client_id", "----SECRET----'")
                .containsEntry("client_secret", "----SECRET----")
                .containsEntry("grant_type", "authorization_code")
                .containsEntry("code", "----SECRET----'")
                .containsEntry("redirect_uri", "----SECRET----'");
        assertThat(reading.request().faults()).isEmpty();
        assertThat(reading.request().headers().orElseThrow()).containsEntry("accept", "application/json");
        assertThat(reading.request().endpoint()).isEmpty();
        assertThat(unknown(signInWithApple(reading)))
                .containsEntry("client-id", "the value of the parameter client_id, which was left out")
                .containsEntry("sub", "the assertion")
                .containsEntry("endpoint", "the URL of the request");
        assertThat(reading.notes())
                .contains(
                        "The command has a stray quote; it was read as part of the value.",
                        "The URL was left out: paste it to have it checked.",
                        "The value of client_secret was left out: paste it to have it checked.");
    }

    static List<Arguments> faulty() {
        return List.of(
                Arguments.of("-X GET -d code=a", "http.post"),
                Arguments.of("-G -d code=a", "http.post"),
                Arguments.of("-I", "http.post"),
                Arguments.of("-G -d code=a", "parameters.in-body"),
                Arguments.of("--url-query code=a", "parameters.in-body"),
                Arguments.of("--json '{\"code\":\"a\"}'", "http.content-type"),
                Arguments.of("-H 'content-type: application/json' -d code=a", "http.content-type"),
                Arguments.of("-H 'Content-Type:' -d code=a", "http.content-type"),
                Arguments.of("-F code=a", "http.content-type"),
                Arguments.of("-u id:s3cr3t -d code=a", "http.no-authorization"),
                Arguments.of("-H 'Authorization: Bearer s3cr3t' -d code=a", "http.no-authorization"),
                Arguments.of("--oauth2-bearer s3cr3t -d code=a", "http.no-authorization"),
                Arguments.of("-d code=a -d code=b", "parameters.unrepeated"),
                Arguments.of("-d '{\"code\":\"a\"}'", "http.readable"),
                Arguments.of("-d \"code=a", "http.readable"),
                Arguments.of("-d '<xml/>'", "http.readable"),
                Arguments.of("-F code", "http.readable"),
                Arguments.of("-d code=a -H", "http.readable"),
                Arguments.of("-G -d 'code=a b|c'", "http.readable"));
    }

    @ParameterizedTest
    @MethodSource("faulty")
    void aFaultIsReportedUnderItsRule(String options, String rule) {
        assertThat(broken(signInWithApple(RequestParser.parse(curl(options))))).contains(rule);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--json '{\"client_secret\":\"@\"}'",
                "-H 'Content-Type: application/json' -d '{\"client_secret\":\"@\"}'",
                "-H 'Content-Type: application/json' -d client_secret=@",
                "-F client_secret=@",
                "-G -d client_secret=@",
                "-d client_secret=@ --data-binary @rest.txt",
            })
    void theAssertionIsFoundInEveryOption(String options) {
        assertThat(RequestParser.parse(curl(options.replace("@", JWT).replace(JWT + "rest", "@rest")))
                        .request()
                        .assertion()
                        .flatMap(DecodedAssertion::claims)
                        .orElseThrow())
                .containsEntry("sub", CLIENT);
    }

    static List<Arguments> notes() {
        return List.of(
                Arguments.of("-d @body.txt", "The body is read from a file: paste its content."),
                Arguments.of("-d \"$BODY\"", "The body is the shell variable $BODY: paste what it expands to."),
                Arguments.of("-d client_secret=@jwt.txt", "-d reads a file only where the value begins with @;"),
                Arguments.of("-d 'client_id=$ID'", "A variable is in single quotes, so the shell does not expand it."),
                Arguments.of("-d code=a --frobnicate", "--frobnicate is not a known option of curl and was skipped."),
                Arguments.of("-d code=a --S3cr3t", "A word that looks like an option was skipped."),
                Arguments.of("-d code=a -?", "A word that looks like an option was skipped."),
                Arguments.of("-d code=a&client_id=b", "An unquoted & ends the command in the shell:"),
                Arguments.of("-d code=a https://other.example", "The command names 2 URLs; the first was read."),
                Arguments.of(
                        "-d code=a -H 'Accept application/json'",
                        "curl does not send a header without a colon; one was skipped."),
                Arguments.of("-d code=a -H @file", "Headers are read from a file: paste them too."),
                Arguments.of("-K curlrc", "More options are in a file: paste them too."),
                Arguments.of("-T body.txt", "The body is read from a file: paste its content."),
                Arguments.of("-d code=a --next -d code=b", "The command makes several requests; the first was read."),
                Arguments.of("-d code=a \\ \n-d x=y", "A space follows the backslash at the end of a line:"));
    }

    @ParameterizedTest
    @MethodSource("notes")
    void aNoteExplainsHowItWasRead(String options, String note) {
        assertThat(RequestParser.parse(curl(options)).notes())
                .anySatisfy(n -> assertThat(n).startsWith(note));
    }

    @Test
    void parametersInAFileAreUnknown() {
        ParsedInput reading = RequestParser.parse(curl("-d @body.txt"));

        assertThat(reading.request().parameters()).isEmpty();
        assertThat(reading.request().method()).contains("POST");
        assertThat(broken(signInWithApple(reading))).isEmpty();
    }

    @Test
    void aUrlWithoutASchemeIsHttp() {
        ParsedInput reading = RequestParser.parse("curl appleid.apple.com/auth/token -d code=a");

        assertThat(reading.request().endpoint()).contains(URI.create("http://appleid.apple.com/auth/token"));
    }

    @Test
    void ofSeveralCommandsTheTokenRequestIsRead() {
        ParsedInput reading =
                RequestParser.parse("curl -s https://api.example.com/v1/devices\n" + curl("-d grant_type=x"));

        assertThat(reading.request().endpoint()).contains(URI.create(APPLE));
    }

    @Test
    void theResponseAfterTheCommandIsRead() {
        ParsedInput reading = RequestParser.parse(curl("-i -d code=s3cr3t-code -d grant_type=authorization_code")
                + "\nHTTP/2 400\ndate: Fri, 20 Nov 2026 12:00:00 GMT\n\n"
                + "{\"error\":\"invalid_grant\",\"error_description\":\"The code s3cr3t-code has expired\"}");

        assertThat(parameters(reading.request())).hasSize(2);
        assertThat(reading.context().response())
                .contains(new ErrorResponse(400, "invalid_grant", "The code (not shown) has expired"));
        assertThat(reading.context().providerClock()).isPresent();
    }

    @Test
    void aUserInTheUrlIsBasicAuthentication() {
        ParsedInput reading =
                RequestParser.parse("curl https://id:pw@account.apple.com/auth/oauth2/token -d '" + FORM + "'");

        assertThat(school(reading).broken())
                .extracting(f -> f.rule().name())
                .containsExactlyInAnyOrder("http.no-authorization", "endpoint");
        assertThat(school(reading).toString())
                .contains("https://account.apple.com/auth/oauth2/token, with a user name before the host")
                .doesNotContain("pw@");
    }
}
