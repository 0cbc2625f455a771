// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input;

import dev.clientauth.diagnosis.provider.ProviderDetection;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.provider.AppleSchoolManager;
import dev.clientauth.provider.SignInWithApple;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import static dev.clientauth.diagnosis.input.RequestSamples.APPLE;
import static dev.clientauth.diagnosis.input.RequestSamples.ENDPOINT;
import static dev.clientauth.diagnosis.input.RequestSamples.FORM;
import static dev.clientauth.diagnosis.input.RequestSamples.HEADER;
import static dev.clientauth.diagnosis.input.RequestSamples.HTTP;
import static dev.clientauth.diagnosis.input.RequestSamples.PAYLOAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

@DisplayName("Reading a mutated text does not fail and shows no secret")
class ReadingFuzzTest {
    private static final Set<String> PUBLIC =
            Set.of("grant_type", "client_id", "client_assertion_type", "scope", "redirect_uri");
    private static final int ROUNDS = 2_500;
    private static final String SECRET = "s3cr3tV4lu3ThatN0b0dyM4ySee7x";
    private static final List<String> SPLINTERS = List.of(
            "'",
            "\"",
            "\\",
            "\n",
            "\r\n",
            " ",
            "&",
            "=",
            "%",
            "?",
            "{",
            "}",
            "[",
            "]",
            "$",
            "$(",
            "`",
            "<",
            ">",
            ":",
            "-",
            "--",
            " -d ",
            "\u0000",
            "\ud83d",
            "\u201c",
            "^",
            "|",
            "#",
            "@",
            ",",
            ".",
            "HTTP/1.1 400\n",
            "curl ",
            "\n\n",
            "Bearer ",
            "$'",
            "...");
    private static final List<Profile> PROFILES = List.of(AppleSchoolManager.profile(), SignInWithApple.profile());

    private static final List<String> TEXTS = List.of(
            RequestSamples.JWT.replace(RequestSamples.SIGNATURE, SECRET),
            FORM.replace(RequestSamples.SIGNATURE, SECRET) + "&code=" + SECRET,
            HTTP.replace(RequestSamples.SIGNATURE, SECRET)
                            .replace("Host:", "Authorization: Basic " + SECRET + "\r\nHost:")
                    + "\r\n\r\nHTTP/1.1 400 Bad Request\r\nDate: Fri, 20 Nov 2026 12:00:00 GMT\r\n\r\n"
                    + "{\"error\":\"invalid_client\"}",
            "curl -sS -X POST '" + APPLE + "' \\\n  -H 'Accept: application/json' -u \"id:" + SECRET
                    + "\" \\\n  --data-urlencode 'code=" + SECRET + "' -d \"client_secret=" + SECRET
                    + "\" -d $'refresh_token=" + SECRET + "' -F 'token=" + SECRET + "' | jq .",
            "curl ^\n  " + ENDPOINT + " ^\r\n  --data-raw ^\"code=" + SECRET + "^&client_secret=" + SECRET + "^\"",
            "{\"log\":{\"entries\":[{\"startedDateTime\":\"2026-11-20T12:00:00Z\",\"request\":{\"method\":\"POST\",\"url\":\""
                    + APPLE
                    + "?code=" + SECRET + "\",\"headers\":[{\"name\":\"Cookie\",\"value\":\"" + SECRET
                    + "\"}],\"postData\":{\"mimeType\":\"application/json\",\"text\":\"{\\\"code\\\":\\\"" + SECRET
                    + "\\\"}\"}},\"response\":{\"status\":400}}]}}",
            "{\"grant_type\":\"authorization_code\",\"code\":\"" + SECRET + "\",\"client_secret\":\"" + SECRET + "\"}",
            HEADER + PAYLOAD,
            "Method: POST\nEndpoint: " + APPLE + "\ngrant_type: authorization_code\ncode: " + SECRET
                    + "\nclient_secret: " + SECRET);

    @Test
    void mutationsOfValidTextsThrowNothing() {
        Random random = new Random(20_261_121);
        for (int round = 0; round < ROUNDS; round++) {
            String text = TEXTS.get(round % TEXTS.size());
            for (int i = random.nextInt(6); i >= 0; i--) {
                text = mutated(text, random);
            }
            String spoiled = text;
            assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertReadWithoutSecret(spoiled));
        }
    }

    private static String mutated(String text, Random random) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + random.nextInt(5));
        // A secret that was split is no longer found by the search.
        int secret = text.indexOf(SECRET);
        String splinter = SPLINTERS.get(random.nextInt(SPLINTERS.size()));
        return switch (random.nextInt(5)) {
            case 0 -> text.substring(0, at) + text.substring(end);
            case 1 -> text.substring(at) + text.substring(0, at);
            case 2 -> secret < 0 ? text : text.substring(0, secret) + splinter + text.substring(secret);
            case 3 ->
                secret < 0
                        ? text
                        : text.substring(0, secret + SECRET.length())
                                + splinter
                                + text.substring(secret + SECRET.length());
            default -> text.substring(0, at) + splinter + text.substring(end);
        };
    }

    private static void assertReadWithoutSecret(String text) {
        ParsedInput reading = RequestParser.parse(text);
        assertThat(reading.notes() + " " + reading.request().faults()
                        + reading.context().response())
                .as("read from: %s", text)
                .doesNotContain(SECRET);
        if (isWherePublicValuesStand(reading.request())) {
            return;
        }
        assertThat(ProviderDetection.detect(reading.request())).isNotNull();
        String judged = PROFILES.stream()
                .map(profile -> profile.diagnose(reading.request(), reading.context()))
                .map(d -> d + d.findings().stream().map(Finding::toString).collect(Collectors.joining("\n")))
                .collect(Collectors.joining());

        assertThat(reading + judged).as("judged: %s", text).doesNotContain(SECRET);
    }

    /** Whether a mutation has made the secret a part of a scope, a host or the like, which is shown. */
    private static boolean isWherePublicValuesStand(TokenRequest request) {
        return request.parameters().stream()
                        .flatMap(List::stream)
                        .anyMatch(p -> PUBLIC.contains(p.name()) && p.value().contains(SECRET))
                || request.endpoint()
                        .map(URI::toString)
                        .filter(url -> url.split("[?#]", -1)[0].contains(SECRET))
                        .isPresent()
                || request.headers().stream()
                        .flatMap(headers -> headers.entrySet().stream())
                        .anyMatch(h -> !h.getKey().equals("authorization")
                                && h.getValue().contains(SECRET));
    }
}
