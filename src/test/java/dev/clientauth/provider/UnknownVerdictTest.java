// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.profile.Citation.Certainty;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.ErrorResponse;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.profile.Verdict;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

@DisplayName("A rule that needs a missing fact is unknown, names the fact and is never broken")
class UnknownVerdictTest {

    private static final String URL = "the URL of the request";
    private static final String METHOD = "the HTTP method";
    private static final String HEADERS = "the HTTP headers";
    private static final String FORM = "the form parameters";
    private static final String CLIENT_ID = "the client id";
    private static final String KEY = "the public key registered with the provider";
    private static final String INSTANT = "when the request was sent";

    @Test
    void withABareSchoolManagerJwtRequestRegistrationAndClockAreUnknown() {
        Map<String, String> expected = new TreeMap<>(Map.of(
                "http.post", METHOD,
                "http.content-type", HEADERS,
                "http.content-type.plain", HEADERS,
                "http.no-authorization", HEADERS,
                "parameters.in-body", FORM,
                "parameters.unrepeated", FORM,
                "grant-type", FORM,
                "grant-type.parameters", FORM,
                "client-assertion", FORM,
                "client-assertion-type", FORM));
        expected.put("parameters.unquoted", FORM);
        expected.putAll(Map.of(
                "client-id", FORM,
                "scope", FORM,
                "endpoint", URL,
                "alg.fits-key", KEY,
                "signature.verifies", KEY,
                "kid", "the key id",
                "sub", CLIENT_ID,
                "exp.in-future", INSTANT,
                "iat.not-in-future", INSTANT));

        expected.put("http.readable", "the HTTP request");
        expected.put("parameters.no-private-key", FORM);
        expected.put("parameters.no-identity-token", FORM);
        expected.put("scope.spaces", FORM);

        assertThat(unknown(AppleSchoolManager.profile(), bare(ValidRequests.school())))
                .containsExactlyInAnyOrderEntriesOf(expected);
    }

    @Test
    void withABareClientSecretTheTeamIdIsUnknown() {
        assertThat(unknown(SignInWithApple.profile(), bare(ValidRequests.signInWithApple())))
                .contains(
                        entry("iss", "the Team ID"),
                        entry("sub", CLIENT_ID),
                        entry("kid", "the key id"),
                        entry("exp.within-six-months", INSTANT),
                        entry("client-secret", FORM))
                .doesNotContainKeys("aud", "jwt.compact", "alg", "kid.ten-characters", "signature.raw");
    }

    @Test
    void withABareEpicJwtAudienceAndUseOfTheJtiAreUnknown() {
        assertThat(unknown(Epic.sandbox(), bare(ValidRequests.epicSandbox())))
                .contains(
                        entry("aud", URL),
                        entry("jti.unused", "which jti values the provider has seen before"),
                        entry("exp.within-five-minutes", INSTANT))
                .doesNotContainKeys("exp.within-five-minutes-of-iat", "jti", "jti.length", "typ");
    }

    static List<KillMatrixTest.Row> rows() {
        return KillMatrixTest.rows();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void aBareValidJwtBreaksNoRule(KillMatrixTest.Row row) {
        Diagnosis diagnosis = row.profile().diagnose(bare(row.sound().get()), EvaluationContext.unknown());

        assertThat(diagnosis.broken()).as("%s", diagnosis).isEmpty();
        assertThat(diagnosis.toString()).isEqualTo("No rule of " + row.profile().name() + " is broken.");
        assertThat(diagnosis
                        .withResponse(new ErrorResponse(400, "invalid_client", null))
                        .toString())
                .contains("could not be checked without");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void anEmptyRequestBreaksNoRuleAndEveryRuleSaysWhatIsMissing(KillMatrixTest.Row row) {
        Diagnosis diagnosis = row.profile().diagnose(TokenRequest.builder().build(), EvaluationContext.unknown());

        assertThat(diagnosis.findings())
                .extracting(Finding::verdict)
                .allSatisfy(verdict -> assertThat(verdict)
                        .isInstanceOfSatisfying(
                                Verdict.Unknown.class,
                                u -> assertThat(u.missing()).isNotBlank()));
    }

    /** Some providers certainly accept or refuse an array that contains the audience; for CMS BCDA, this is not known. */
    static List<KillMatrixTest.Row> rowsWithDisputedArrays() {
        return rows().stream()
                .filter(row -> row.profile()
                        .rule("aud")
                        .filter(rule -> rule.certainty() != Certainty.DISPUTED)
                        .isPresent())
                // Those of an unknown server allow an array of two as well.
                .filter(row -> row.profile().rule("exp.within-tolerance").isEmpty())
                .filter(row -> row.profile()
                        .rule("aud.one-string")
                        .filter(rule -> rule.certainty() == Certainty.DISPUTED)
                        .isPresent())
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rowsWithDisputedArrays")
    @DisplayName("An aud array with two elements is wrong for any URL; one with a single element is disputed")
    void anArrayAsAudienceIsBrokenWithoutFurtherFacts(KillMatrixTest.Row row) {
        ValidRequest sound = row.sound().get();
        Object right = sound.claims.get("aud");
        sound.claims.put("aud", List.of(right, "https://as.example.com"));

        Diagnosis two = row.profile().diagnose(bare(sound), EvaluationContext.unknown());
        sound.claims.put("aud", List.of(right));
        Diagnosis one = row.profile().diagnose(bare(sound), EvaluationContext.unknown());

        assertThat(two.broken()).extracting(f -> f.rule().name()).containsExactly("aud");
        assertThat(two.toString()).contains("an array instead of one string");
        assertThat(one.broken()).isEmpty();
        assertThat(one.disputed()).extracting(f -> f.rule().name()).containsExactly("aud.one-string");
    }

    @Test
    void withoutARegistrationTheIssuerIsComparedWithTheSubject() {
        ValidRequest sound = ValidRequests.school();
        sound.claims.put("iss", "55155430");

        Diagnosis diagnosis = AppleSchoolManager.profile().diagnose(bare(sound), EvaluationContext.unknown());

        assertThat(diagnosis.broken()).extracting(f -> f.rule().name()).containsExactly("iss");
    }

    @Test
    void withSeveralRegisteredKeysWithoutIdsTheKeyIsUnknown() {
        ValidRequest sound = ValidRequests.epic();
        Registration registration =
                Registration.of(sound.clientId).withKeys(List.of(TestKeys.RSA, TestKeys.ANOTHER_RSA));

        Diagnosis diagnosis = Epic.profile(URI.create(ValidRequests.EPIC_CUSTOMER))
                .diagnose(
                        sound.attempt(),
                        EvaluationContext.unknown()
                                .withRegistration(registration)
                                .withProviderClock(ValidRequest.NOW)
                                .withUsedJti(jti -> false));

        assertThat(diagnosis.broken()).isEmpty();
        assertThat(diagnosis.unknown()).extracting(f -> f.rule().name()).containsExactly("kid");
    }

    @Test
    @DisplayName("This machine's clock is one hour slow: valid by this machine's clock, expired by the provider's")
    void theProvidersClockIsUsedNotTheClients() {
        Instant theirs = ValidRequest.NOW;
        ValidRequest sound = ValidRequests.epic();
        sound.presentedAt = theirs.minusSeconds(3_600);
        TimeMutants.life(sound, -3_610, -3_490);
        assertThat(times(sound)).isEmpty();

        sound.providerClock = theirs;
        assertThat(times(sound)).containsExactly("exp.in-future");

        TimeMutants.life(sound, -10, 110);
        assertThat(times(sound)).isEmpty();

        sound.providerClock = null;
        assertThat(times(sound))
                .containsExactlyInAnyOrder("exp.within-five-minutes", "iat.not-in-future", "nbf.not-in-future");
    }

    private static List<String> times(ValidRequest sound) {
        return Epic.profile(URI.create(ValidRequests.EPIC_CUSTOMER))
                .diagnose(sound.attempt(), sound.context())
                .broken()
                .stream()
                .map(f -> f.rule().name())
                .toList();
    }

    private static TokenRequest bare(ValidRequest sound) {
        return TokenRequest.ofAssertion(sound.assertion());
    }

    private static Map<String, String> unknown(Profile profile, TokenRequest attempt) {
        Map<String, String> missing = new LinkedHashMap<>();
        profile.diagnose(attempt, EvaluationContext.unknown())
                .unknown()
                .forEach(f -> missing.put(f.rule().name(), ((Verdict.Unknown) f.verdict()).missing()));
        return missing;
    }
}
