package dev.clientauth.provider;

import dev.clientauth.profile.Answer;
import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.Situation;
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

@DisplayName("A rule that lacks a fact is undecided and names it, and accuses nobody")
class UndecidedTest {

    private static final String URL = "the URL that is posted to";
    private static final String METHOD = "the HTTP method";
    private static final String HEADERS = "the HTTP headers";
    private static final String FORM = "the form parameters";
    private static final String CLIENT_ID = "the client id";
    private static final String KEY = "the public key on file with the provider";
    private static final String INSTANT = "when it was sent";

    @Test
    void aBareSchoolManagerJwtLeavesTheRequestTheRegistrationAndTheClockOpen() {
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

        assertThat(undecided(AppleSchoolManager.profile(), bare(SoundAttempts.school())))
                .containsExactlyInAnyOrderEntriesOf(expected);
    }

    @Test
    void aBareSignInWithAppleSecretLeavesTheTeamIdOpen() {
        assertThat(undecided(SignInWithApple.profile(), bare(SoundAttempts.signInWithApple())))
                .contains(
                        entry("iss", "the Team ID"),
                        entry("sub", CLIENT_ID),
                        entry("kid", "the key id"),
                        entry("exp.within-six-months", INSTANT),
                        entry("client-secret", FORM))
                .doesNotContainKeys("aud", "jwt.compact", "alg", "kid.ten-characters", "signature.raw");
    }

    @Test
    void aBareEpicJwtLeavesItsAudienceAndTheUseOfItsJtiOpen() {
        assertThat(undecided(Epic.sandbox(), bare(SoundAttempts.epicSandbox())))
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
    void aBareSoundJwtBreaksNothing(KillMatrixTest.Row row) {
        Diagnosis diagnosis = row.profile().diagnose(bare(row.sound().get()), Situation.unknown());

        assertThat(diagnosis.broken()).as("%s", diagnosis).isEmpty();
        assertThat(diagnosis.toString()).isEqualTo("No rule of " + row.profile().name() + " is broken.");
        assertThat(diagnosis.answered(new Answer(400, "invalid_client", null)).toString())
                .contains("could not be checked without");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void nothingAtAllBreaksNothingAndEveryRuleSaysWhatItLacks(KillMatrixTest.Row row) {
        Diagnosis diagnosis = row.profile().diagnose(Attempt.builder().build(), Situation.unknown());

        assertThat(diagnosis.findings())
                .extracting(Finding::verdict)
                .allSatisfy(verdict -> assertThat(verdict)
                        .isInstanceOfSatisfying(
                                Verdict.Undecided.class,
                                u -> assertThat(u.missing()).isNotBlank()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    @DisplayName("An audience that is an array of two is wrong whatever the URL is, and one of one is disputed")
    void anArrayAsAudienceNeedsNoOtherFact(KillMatrixTest.Row row) {
        SoundAttempt sound = row.sound().get();
        Object right = sound.claims.get("aud");
        sound.claims.put("aud", List.of(right, "https://as.example.com"));

        Diagnosis two = row.profile().diagnose(bare(sound), Situation.unknown());
        sound.claims.put("aud", List.of(right));
        Diagnosis one = row.profile().diagnose(bare(sound), Situation.unknown());

        assertThat(two.broken()).extracting(f -> f.rule().name()).containsExactly("aud");
        assertThat(two.toString()).contains("an array instead of one string");
        assertThat(one.broken()).isEmpty();
        assertThat(one.disputed()).extracting(f -> f.rule().name()).containsExactly("aud.one-string");
    }

    @Test
    void withoutARegistrationTheIssuerIsHeldAgainstTheSubject() {
        SoundAttempt sound = SoundAttempts.school();
        sound.claims.put("iss", "55155430");

        Diagnosis diagnosis = AppleSchoolManager.profile().diagnose(bare(sound), Situation.unknown());

        assertThat(diagnosis.broken()).extracting(f -> f.rule().name()).containsExactly("iss");
    }

    @Test
    void severalKeysOnFileWithoutTheirIdsLeaveTheKeyOpenToNobody() {
        SoundAttempt sound = SoundAttempts.epic();
        Registration registration =
                Registration.of(sound.clientId).withKeys(List.of(TestKeys.RSA, TestKeys.ANOTHER_RSA));

        Diagnosis diagnosis = Epic.profile(URI.create(SoundAttempts.EPIC_CUSTOMER))
                .diagnose(
                        sound.attempt(),
                        Situation.unknown()
                                .withRegistration(registration)
                                .withProviderClock(SoundAttempt.NOW)
                                .withUsedJti(jti -> false));

        assertThat(diagnosis.broken()).isEmpty();
        assertThat(diagnosis.undecided()).extracting(f -> f.rule().name()).containsExactly("kid");
    }

    @Test
    @DisplayName("Our clock an hour slow: in order by ours, expired by theirs")
    void theProvidersClockCountsAndNotTheClients() {
        Instant theirs = SoundAttempt.NOW;
        SoundAttempt sound = SoundAttempts.epic();
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

    private static List<String> times(SoundAttempt sound) {
        return Epic.profile(URI.create(SoundAttempts.EPIC_CUSTOMER))
                .diagnose(sound.attempt(), sound.situation())
                .broken()
                .stream()
                .map(f -> f.rule().name())
                .toList();
    }

    private static Attempt bare(SoundAttempt sound) {
        return Attempt.ofAssertion(sound.assertion());
    }

    private static Map<String, String> undecided(Profile profile, Attempt attempt) {
        Map<String, String> missing = new LinkedHashMap<>();
        profile.diagnose(attempt, Situation.unknown())
                .undecided()
                .forEach(f -> missing.put(f.rule().name(), ((Verdict.Undecided) f.verdict()).missing()));
        return missing;
    }
}
