// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.ErrorResponse;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.provider.Epic;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("No report shows a secret, contains control characters of the request, or is wider than the limit")
class ReportTest {
    private static final String SECRET = "s3cr3tV4lueThatNobodyMaySee";
    private static final String KEY =
            "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgevZzL1gdAFr88hb2OF/2NxApJCzGCEDdfSp6VQO30hyhRANCAAQRWz";
    /**
     * Characters that the report of a hostile request must not contain: escapes, line breaks, bidirectional controls,
     * invisible characters.
     */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cntrl}&&[^\n]]|[\\p{Cf}\\p{Co}\\p{Cs}\u2028\u2029]");

    private static final String HOSTILE =
            "\u001b[31m\u202e\u2066\u200b</script><b>`` ```|\n# [x](http://evil.example) \ud800\ue000\u2028漢字漢字e\u0301";

    static Stream<DiagnosisReport> reports() throws Exception {
        return Stream.of(Samples.faulty(), Samples.sound(), hostile(Samples.PROFILE), hostile(Epic.sandbox()), bare());
    }

    @ParameterizedTest
    @MethodSource("reports")
    void noLineIsWiderThanTheStyleExceptAUrl(DiagnosisReport report) {
        for (int width : List.of(0, 40, 43, 57, 80, 100, 140, 200)) {
            for (boolean all : List.of(true, false)) {
                TextStyle style = TextStyle.plain().withWidth(width).withAll(all);
                assertThat(report.toText(style).lines()).allSatisfy(line -> {
                    assertThat(line).isEqualTo(line.stripTrailing());
                    assertThat(Columns.of(line) <= Math.max(40, width)
                                    || line.strip().matches("https?://\\S+"))
                            .as(line)
                            .isTrue();
                });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("reports")
    void asciiStyleIsAsciiAndColorStyleAddsOnlyColors(DiagnosisReport report) {
        TextStyle plain = TextStyle.plain();

        assertThat(report.toText(plain.withAscii(true))).isASCII();
        assertThat(report.toText(plain.withColor(true)))
                .contains("\u001b[")
                .satisfies(
                        text -> assertThat(text.replaceAll("\u001b\\[\\d+m", "").replaceAll("(?m) +$", ""))
                                .isEqualTo(report.toText(plain)));
        assertThat(report).hasToString(report.toText(plain));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void controlCharactersInARequestAreEscaped(DiagnosisReport report) {
        for (String text : List.of(
                report.toText(TextStyle.plain().withAll(true)),
                report.toMarkdown(),
                report.toJson(),
                report.summary())) {
            assertThat(UNSEEN.matcher(text).find()).as(text).isFalse();
        }
    }

    @Test
    void markupInARequestIsEscapedInMarkdown() throws Exception {
        String withoutCode = hostile(Samples.PROFILE).toMarkdown().replaceAll("(?s)(`+)(?!`).*?(?<!`)\\1(?!`)", "");

        assertThat(withoutCode)
                .doesNotContain("<b>")
                .doesNotContain("evil.example")
                .doesNotContain("script");
    }

    @Test
    void jsonIsOneValidDocumentForAnyRequest() throws Exception {
        assertThat(reports())
                .allSatisfy(report -> assertThat(new JsonMapper()
                                .readTree(report.toJson())
                                .get("version")
                                .asInt())
                        .isEqualTo(2));
    }

    @Test
    void aPasswordInTheUrlOfTheServerIsNotShown() {
        URI url = URI.create("https://user:" + SECRET + "@fhir.example.com/interconnect/oauth2/token");
        Profile profile = Epic.profile(url);
        DiagnosisReport report = DiagnosisReport.of(profile.diagnose(
                TokenRequest.builder()
                        .endpoint(URI.create("https://other.example.com/token"))
                        .build(),
                EvaluationContext.unknown()));

        assertThat(report.toJson() + report.toMarkdown() + report + profile.rules())
                .doesNotContain(SECRET);
    }

    @Test
    void noSecretIsShownWhereverItWasPut() {
        String jwt = Samples.jwt("{\"alg\":\"ES256\"}", "{\"sub\":\"a\"}");
        for (String secret : List.of(SECRET, jwt, KEY)) {
            TokenRequest request = TokenRequest.builder()
                    .method("POST")
                    .endpoint(URI.create("https://user:" + SECRET + "@login.example.com/token?code=" + SECRET))
                    .header("Authorization", "Basic " + secret)
                    .header("X-Other", secret)
                    .parameter("refresh_token", secret)
                    .parameter("client_secret", secret)
                    .parameter("redirect_uri", "https://app.example.com/?code=" + SECRET)
                    .parameter("client_id", secret.equals(SECRET) ? "client" : secret)
                    .assertion(Samples.jwt(
                            "{\"alg\":\"ES256\",\"kid\":\"" + jwt + "\"}",
                            "{\"iss\":\"" + KEY + "\",\"aud\":[\"" + jwt + "\"]}"))
                    .build();
            EvaluationContext context = EvaluationContext.unknown()
                    .withResponse(new ErrorResponse(400, "bad " + secret, "The code " + secret + " is used."));
            DiagnosisReport report = DiagnosisReport.of(Samples.PROFILE.diagnose(request, context))
                    .with(request)
                    .notes(List.of("There was " + secret + " in it."));
            for (String text : List.of(
                    report.toText(TextStyle.plain().withAll(true).withWidth(5_000)),
                    report.toMarkdown(),
                    report.toJson())) {
                assertThat(text)
                        .doesNotContain(SECRET)
                        .doesNotContain(Samples.SIGNATURE)
                        .doesNotContain(KEY.substring(0, 24));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid_scope", "invalid_client"})
    void theRulesThatExplainTheResponseComeFirst(String error) {
        TokenRequest request = Samples.request("https://login.example.org/", "write", "{\"alg\":\"ES256\"}", "{}");
        Diagnosis diagnosis = Samples.PROFILE.diagnose(
                request, EvaluationContext.unknown().withResponse(new ErrorResponse(400, error, null)));

        assertThat(diagnosis.broken().get(0).rule().error()).isEqualTo(error);
        assertThat(diagnosis.blocking()).isEqualTo(diagnosis.broken());
        assertThat(diagnosis.broken()).extracting(f -> f.rule().name()).contains("scope", "endpoint", "kid");
    }

    @Test
    void theSummaryCountsRulesAndNamesTheResponse() {
        assertThat(Samples.faulty().summary())
                .isEqualTo("4 rules of Example Login are broken; any of them may be the reason for a refusal.");
        assertThat(Samples.sound().summary())
                .isEqualTo("No problem was found in the request; 7 rules of Example Login could not be checked.");
        assertThat(Samples.faulty().toJson()).contains("\"verdict\" : \"broken\"");
        assertThat(Samples.sound().toJson()).contains("\"verdict\" : \"unknown\"");
    }

    @Test
    void withABrokenRuleTheRestIsOneLineWithoutAll() {
        TextStyle style = TextStyle.plain().withWidth(200);

        assertThat(Samples.faulty().toText(style))
                .doesNotContain("needed by")
                .contains(
                        "4 rules could not be checked. Missing: the public key registered with the provider; the key id; the");
        assertThat(Samples.faulty().toText(style.withAll(true)))
                .contains("?   the public key registered with the provider")
                .contains("needed by");
    }

    @Test
    void omittedValuesAreOneFactAndTheMostNeededFactComesFirst() {
        TokenRequest request = TokenRequest.builder()
                .method("GET")
                .parameter("scope", "read")
                .assertion(Samples.jwt(
                        "{\"alg\":\"ES256\",\"kid\":\"...\"}",
                        "{\"iss\":\"my-client\",\"aud\":\"...\",\"iat\":1795175990,\"exp\":1795176110}"))
                .leftOut(Field.header("kid"))
                .leftOut(Field.claim("aud"))
                .build();
        DiagnosisReport report = DiagnosisReport.of(Samples.PROFILE.diagnose(request, EvaluationContext.unknown()));

        assertThat(report.toText(TextStyle.plain().withAll(true)))
                .contains("values that were left out: header kid, claim aud");
        assertThat(report.toMarkdown()).contains("- 2: the values that were left out: header kid, claim aud");
    }

    private static DiagnosisReport bare() {
        return DiagnosisReport.of(
                Samples.PROFILE.diagnose(TokenRequest.builder().build(), EvaluationContext.unknown()));
    }

    private static DiagnosisReport hostile(Profile profile) throws Exception {
        String json = new JsonMapper().writeValueAsString(HOSTILE);
        TokenRequest request = TokenRequest.builder()
                .method(HOSTILE)
                .endpoint(URI.create("https://login.example.com/%1b%5b31m"))
                .header(HOSTILE, HOSTILE)
                .header("content-type", HOSTILE.repeat(40))
                .parameter("scope", HOSTILE)
                .parameter("\u202e", HOSTILE)
                .parameter("client_id", HOSTILE)
                .parameter("client_id", "x".repeat(500))
                .assertion(Samples.jwt(
                        "{\"alg\":" + json + ",\"kid\":" + json + ",\"\u202e\":1}",
                        "{\"iss\":" + json + ",\"aud\":[" + json + "],\"exp\":1795176120,\"sub\":{\"a\":" + json
                                + "}}"))
                .build();
        EvaluationContext context = EvaluationContext.unknown()
                .withRegistration(Registration.of(HOSTILE))
                .withSentAt(Samples.NOW)
                .withResponse(new ErrorResponse(400, HOSTILE, HOSTILE));
        return DiagnosisReport.of(profile.diagnose(request, context))
                .with(request)
                .notes(List.of(HOSTILE, "x".repeat(5_000)));
    }
}
