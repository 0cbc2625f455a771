// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.secrecy;

import dev.clientauth.diagnosis.DiagnosisReport;
import dev.clientauth.diagnosis.TextStyle;
import dev.clientauth.diagnosis.input.ParsedExchange;
import dev.clientauth.diagnosis.input.ParsedInput;
import dev.clientauth.diagnosis.input.RequestParser;
import dev.clientauth.diagnosis.provider.ProviderDetection;
import dev.clientauth.diagnosis.provider.ProviderMatch;
import dev.clientauth.profile.Profile;
import dev.clientauth.provider.SignInWithApple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * No report prints a secret of any kind that is concatenated with public text in any input format.
 *
 * <p>The system property {@code glued.rounds} sets the number of random combinations, {@code glued.seed} the first seed.
 */
class GluedSecretsTest {
    private static final int ROUNDS = Integer.getInteger("glued.rounds", 400);
    private static final long SEED = Long.getLong("glued.seed", 20_261_126L);
    /** The number of consecutive characters of a secret that count as a leak. */
    private static final int TELLING = 14;

    private static final int MAX_SECRETS = 20;

    private static final String ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String HEX = "0123456789abcdef";

    /** A concatenated secret, and the part of it that must not be printed. */
    private record Secret(String text, String core) {}

    private static final List<Function<Random, Secret>> SECRETS = List.of(
            random -> jwt(random),
            random -> apple(random, "c"),
            random -> apple(random, "a"),
            random -> apple(random, "r"),
            random -> {
                String pair = Base64.getEncoder()
                        .encodeToString(("client-7:" + text(random, ALPHANUMERIC, 30)).getBytes(UTF_8));
                return new Secret((random.nextBoolean() ? "Basic " : "basic ") + pair, pair.substring(12));
            },
            random -> {
                String pair = Base64.getEncoder()
                        .encodeToString(("app.example:" + text(random, ALPHANUMERIC, 33)).getBytes(UTF_8));
                return new Secret(pair, pair.substring(16));
            },
            random -> {
                String token = text(random, ALPHANUMERIC, 20) + "7" + text(random, ALPHANUMERIC, 20);
                return new Secret("Bearer " + token, token);
            },
            random -> {
                String body = "MIGTAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBHkwdwIBAQQg" + text(random, ALPHANUMERIC, 120);
                return new Secret(pem(random, body), body.substring(50));
            },
            random -> {
                String body = "MIGTAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBHkwdwIBAQQg" + text(random, ALPHANUMERIC, 120);
                return new Secret(body, body.substring(50));
            },
            random -> {
                String body = "ME4CAQAwEAYHKoZIzj0CAQYFK4EEACIENzA1" + text(random, ALPHANUMERIC, 70);
                return new Secret(body, body.substring(40));
            },
            random -> {
                String body = "MIIEvAIBADANBgkqhkiG9w0BAQEFAASC" + text(random, ALPHANUMERIC, 300);
                return new Secret(body, body.substring(40));
            },
            random -> {
                String body = "MDAxNWxvY2F0aW9uIGh0dHA6Ly9t" + text(random, ALPHANUMERIC, 60);
                return new Secret(body, body.substring(30));
            },
            random -> named(random, "client_secret=", ""),
            random -> named(random, "\"access_token\":\"", "\""),
            random -> named(random, "'refresh_token': '", "'"),
            random -> named(random, "password=", ""),
            random -> named(random, "code: ", ""),
            random -> named(random, "client_secret => ", ""),
            random -> new Secret("{\"access_token\":\"" + "v7Qx".repeat(8) + "\"}", "v7Qx".repeat(6)));

    private static final List<String> GLUE = List.of(
            "",
            "",
            "",
            " ",
            "&",
            ",",
            ";",
            "\n",
            "\r\n",
            "\"",
            "'",
            "|",
            "/",
            ":",
            "=",
            "\t",
            "}",
            "{",
            "\n\n",
            "HTTP/1.1 200 OK\n\n",
            "<",
            "\\n",
            "+");

    private static final String FORM = "grant_type=authorization_code@1&client_id=com.example.web@2&scope=name@3"
            + "&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb@4&client_assertion_type=urn%3Aietf@5"
            + "&token_type_hint=refresh_token@6&response_type=code@7";
    private static final String RESPONSE =
            "HTTP/1.1 400 Bad Request@1\nDate: Thu, 26 Nov 2026 12:54:28 GMT@2\nWWW-Authenticate: Basic realm=\"x\"@3\n"
                    + "Content-Type: application/json@4\n\n{\"error\":\"invalid_client@5\",\"error_description\":\"Not known@6\","
                    + "\"error_uri\":\"https://e.example/x@7\"}\n";

    /** Samples of requests in which the positions of public text are marked. */
    private static final List<String> TEXTS = List.of(
            FORM,
            "POST /auth/token@1 HTTP/1.1\nHost: appleid.apple.com@2\nUser-Agent: x@3\nAccept: */*@4\n"
                    + "Content-Type: application/x-www-form-urlencoded@5\nContent-Length: 10@6\n\n"
                    + FORM.replace("@1", "").replaceAll("@[2-7]", ""),
            "POST https://appleid.apple.com/auth/token\n\n" + FORM + "\n\n" + RESPONSE.replaceAll("@\\d", ""),
            "POST https://appleid.apple.com/auth/token\n\ngrant_type=authorization_code&client_id=a.b\n\n" + RESPONSE,
            "curl https://appleid.apple.com/auth/token@1 -H 'Accept: */*@2' -d 'client_id=com.example@3' -d \"scope=a@4\" -X POST@5",
            "http -f POST https://appleid.apple.com/auth/token@1 client_id=com.example@2 scope=name@3 grant_type=x@4",
            "{\"grant_type\":\"authorization_code@1\",\"client_id\":\"com.example@2\",\"scope\":\"x@3\"}",
            "{'grant_type': 'authorization_code@1', 'client_id': 'com.example@2', 'redirect_uri': 'https://a.example@3'}",
            "flutter: {grant_type: authorization_code@1, client_id: com.example@2, scope: x@3}",
            "URL: https://appleid.apple.com/auth/token@1\nMethod: POST\ngrant_type: authorization_code@2\nclient_id: com.example@3\nscope: a@4\n"
                    + "HTTP status: 400@5\nerror: invalid_client@6\n",
            "{\"alg\":\"ES256@1\",\"kid\":\"ABC123DEFG@2\",\"typ\":\"JWT@3\"}\n{\"iss\":\"DEF123GHIJ@4\",\"sub\":\"com.example@5\","
                    + "\"aud\":\"https://appleid.apple.com@6\",\"jti\":\"1@7\",\"iat\":1795697638,\"exp\":1795701238}",
            "APPLE_CLIENT_ID=com.example.web@1\nAPPLE_TEAM_ID=DEF123GHIJ@2\nAPPLE_KEY_ID=ABC123DEFG@3\n",
            "2026-11-26 11:41:25,367 DEBUG [org.apache.http.wire] (t-4) http-outgoing-2 >> \"POST /auth/token@1 HTTP/1.1[\\r][\\n]\"\n"
                    + "2026-11-26 11:41:25,367 DEBUG [org.apache.http.wire] (t-4) http-outgoing-2 >> \"Host: a.example@2[\\r][\\n]\"\n"
                    + "2026-11-26 11:41:25,367 DEBUG [org.apache.http.wire] (t-4) http-outgoing-2 >> \"grant_type=x@3&client_id=y@4\"\n",
            "[invalid_client@1] Parameter client_assertion_type is missing@2\n",
            "WARN The audience of the client assertion is not valid: expected https://a.example@1 but was x@2\n");

    @Test
    void aSecretNextToAPublicValueIsNotPrinted() {
        Random random = new Random(SEED);
        List<String> failed = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Secret secret = SECRETS.get(random.nextInt(SECRETS.size())).apply(random);
            String pattern = TEXTS.get(random.nextInt(TEXTS.size()));
            String text = glued(pattern, secret, random);
            if (failed.size() < MAX_SECRETS && isPrinted(text, secret)) {
                failed.add(text);
            }
        }
        assertThat(failed).as("texts whose secret was printed").isEmpty();
    }

    /** Found by rounds of other seeds. */
    private static Stream<Secret> printedOnce() {
        return Stream.of(
                new Secret(
                        "WARN audience: expected https://a.examplecode: ZWcgrHWvIzkWFnPDAFxLyGqWbaUK",
                        "HWvIzkWFnPDAFxLyGqWb"),
                new Secret(
                        "HTTP/1.1 400 Bad Request\n\n{\"error\":\"invalid_clientcode: njHiWuzJrSmnlfaNtnCdrmaUMcGe\"}",
                        "uzJrSmnlfaNtnCdrmaUM"),
                new Secret(
                        "flutter: {grant_type: a, client_id: com.exampleYXBwLmV4YW1wbGU6NmRUWk9rZHNwdXNHcURQV3NGanY1bWFwNWUyN0FUSWtIHTTP/1.1"
                                + " 200 OK\n\n, scope: x}",
                        "ZHNwdXNHcURQV3NGanY1bWFwNWUy"),
                new Secret(
                        "curl https://appleid.apple.com/auth/token -d a=b -X POSTYXBwLmV4YW1wbGU6ajVEZFRrQUxCUFVLZG1UZU1VR1J4RDFNMVFzclltMzBE",
                        "VEZFRrQUxCUFVLZG1UZU1VR1J4RDFNMVFzclltMzBE".toUpperCase(Locale.ROOT)),
                new Secret(
                        "http -f POST https://appleid.apple.com/auth/tokenYXBwLmV4YW1wbGU6aldhN25nTWE4Z0ZlcTdmSkVqZHo5S3VHUDRjWlg0N0tM\\n"
                                + " client_id=a",
                        "WE4Z0ZlcTdmSkVqZHo5S3VHUDRj"),
                new Secret(
                        "flutter: {grant_type: a, client_id: b, scope: x{-----BEGIN PRIVATE KEY-----\nMIGTAgEAMBMGByqGSM49AgEG\n"
                                + "1erqvTs4DMhCf0yAyRsEsm8474a9cGw53iYl\n-----END PRIVATE KEY-----}",
                        "DMhCf0yAyRsEsm8474a9cGw53iYl"));
    }

    @ParameterizedTest
    @MethodSource("printedOnce")
    void aSecretThatWasPrintedOnceIsPrintedNoMore(Secret glued) {
        assertThat(isPrinted(glued.text(), glued)).isFalse();
    }

    private static String glued(String pattern, Secret secret, Random random) {
        int places = 0;
        while (pattern.contains("@" + (places + 1))) {
            places++;
        }
        int chosen = 1 + random.nextInt(places);
        String glue = GLUE.get(random.nextInt(GLUE.size()));
        boolean isBefore = random.nextInt(6) == 0;
        StringBuilder text = new StringBuilder();
        int from = 0;
        for (int place = 1; place <= places; place++) {
            int at = pattern.indexOf("@" + place, from);
            if (at < 0) {
                continue;
            }
            text.append(pattern, from, at);
            if (place == chosen) {
                text.append(isBefore ? secret.text() + glue : glue + secret.text());
            }
            from = at + 2;
        }
        return text.append(pattern, from, pattern.length()).toString();
    }

    private static boolean isPrinted(String text, Secret secret) {
        ParsedInput input = RequestParser.parse(text);
        String printed = input + " " + input.notes() + " " + input.keys();
        for (ParsedExchange exchange : input.exchanges()) {
            Profile profile = ProviderDetection.detect(exchange.request())
                    .map(ProviderMatch::profile)
                    .orElse(SignInWithApple.profile());
            DiagnosisReport report = DiagnosisReport.of(profile.diagnose(exchange.request(), exchange.context()))
                    .with(exchange.request())
                    .notes(input.notes());
            printed += report.toText(TextStyle.plain().withWidth(120).withAll(true))
                    + report.toJson()
                    + report.toMarkdown()
                    + exchange.response()
                            .map(r -> r.description() + " " + r.error() + r.uri() + r.uriName() + r.challenge()
                                    + r.sentences())
                            .orElse("");
        }
        String bare = printed.replaceAll("\\s", "");
        for (int at = 0; at + TELLING <= secret.core().length(); at += TELLING / 2) {
            if (bare.contains(secret.core().substring(at, at + TELLING))) {
                return true;
            }
        }
        return false;
    }

    private static Secret jwt(Random random) {
        String signature = text(random, ALPHANUMERIC, 60);
        return new Secret(
                "eyJhbGciOiJFUzI1NiJ9." + encoded("{\"iss\":\"" + text(random, ALPHANUMERIC, 12) + "\"}") + "."
                        + signature,
                signature);
    }

    private static Secret apple(Random random, String letter) {
        String first = letter + text(random, HEX, 32);
        String last = text(random, ALPHANUMERIC, 22);
        return new Secret(first + ".0." + (random.nextBoolean() ? "rsuv" : "mrsuv") + "." + last, last);
    }

    private static Secret named(Random random, String before, String after) {
        String value = text(random, ALPHANUMERIC, 28);
        return new Secret(before + value + after, value);
    }

    private static String pem(Random random, String body) {
        String line = random.nextBoolean() ? "\n" : "\\n";
        return "-----BEGIN PRIVATE KEY-----" + line + body.substring(0, 64) + line + body.substring(64) + line
                + "-----END PRIVATE KEY-----";
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    private static String text(Random random, String alphabet, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
