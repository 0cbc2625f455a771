// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import com.nimbusds.jose.JWSAlgorithm;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** What a diagnosis puts first, and what it advises, depending on the response. */
class DiagnosisOrderTest {
    private static final Citation GUIDE =
            Citation.documented("Guide", "https://example.com/guide", LocalDate.of(2026, 11, 27));
    private static final Verdict BROKEN = Verdict.broken("one", "two");
    private static final KnownCause MAPPING = KnownCause.invalidClient(
                    "not-mapped", "The client is not mapped.", "Ask.", "Map it.", GUIDE)
            .describedAs("no mapping");
    private static final KnownCause SYNC = KnownCause.invalidClient(
                    "not-synced", "The key is not synced.", "Wait.", "Wait longer.", GUIDE)
            .describedAs("no mapping of this key");

    private static Rule rule(Level level, String name, Field field, String error, Verdict verdict) {
        return Rule.of(level, name)
                .about(field)
                .states(name + " is two.")
                .remedy("Set " + name + " to two.")
                .source(GUIDE)
                .error(error)
                .check(Fact.of(""), any -> verdict);
    }

    private static Rule must(String name, Field field, Verdict verdict) {
        return rule(Level.MUST, name, field, Rule.DEFAULT_ERROR, verdict);
    }

    private static Diagnosis diagnose(@Nullable ErrorResponse response, Rule... rules) {
        Profile.Builder profile = Profile.builder("test", "Test").algorithms(JWSAlgorithm.ES256);
        List.of(rules).forEach(profile::rule);
        profile.knownCause(MAPPING).knownCause(SYNC);
        EvaluationContext context = EvaluationContext.unknown();
        return profile.build()
                .diagnose(TokenRequest.builder().build(), response == null ? context : context.withResponse(response));
    }

    private static ErrorResponse refusal(@Nullable String error, @Nullable String description) {
        return new ErrorResponse(400, error, description);
    }

    private static List<String> broken(Diagnosis diagnosis) {
        return diagnosis.broken().stream().map(f -> f.rule().name()).toList();
    }

    @Test
    void requiredRulesComeFirstThenThoseThatAreBrokenForCertain() {
        assertThat(broken(diagnose(
                        null,
                        rule(Level.SHOULD, "should", Field.METHOD, "invalid_client", BROKEN),
                        must("perhaps", Field.METHOD, Verdict.brokenIf("one", "two")),
                        must("aud", Field.claim("aud"), BROKEN))))
                .containsExactly("aud", "perhaps", "should");
    }

    @Test
    void withoutAResponseRulesAreOrderedFromTheOutsideIn() {
        assertThat(broken(diagnose(
                        null,
                        must("aud", Field.claim("aud"), BROKEN),
                        must("kid", Field.header("kid"), BROKEN),
                        must("method", Field.METHOD, BROKEN))))
                .containsExactly("method", "kid", "aud");
    }

    @Test
    void aRuleWhoseFieldIsMentionedInTheDescriptionComesBeforeTheOthers() {
        assertThat(broken(diagnose(
                        refusal("invalid_client", "Invalid audience"),
                        must("method", Field.METHOD, BROKEN),
                        must("aud", Field.claim("aud"), BROKEN))))
                .containsExactly("aud", "method");
    }

    @Test
    void aRequiredRuleThatResultsInTheErrorOfTheResponseComesBeforeTheOthers() {
        Rule other = must("method", Field.METHOD, BROKEN);
        Rule same = rule(Level.MUST, "aud", Field.claim("aud"), "invalid_scope", BROKEN);
        assertThat(broken(diagnose(refusal("invalid_scope", null), other, same)))
                .containsExactly("aud", "method");
        assertThat(broken(diagnose(refusal("invalid_client", null), same, other)))
                .containsExactly("method", "aud");
    }

    @Test
    void aRecommendedRuleDoesNotExplainTheErrorOfTheResponse() {
        assertThat(broken(diagnose(
                        refusal("invalid_scope", null),
                        rule(Level.SHOULD, "method", Field.METHOD, "invalid_client", BROKEN),
                        rule(Level.SHOULD, "aud", Field.claim("aud"), "invalid_scope", BROKEN))))
                .containsExactly("method", "aud");
    }

    @Test
    void onlyARuleThatIsBrokenForCertainIsConclusive() {
        assertThat(diagnose(null, must("aud", Field.claim("aud"), BROKEN)).isConclusive())
                .isTrue();
        assertThat(diagnose(null, must("exp", Field.claim("exp"), Verdict.brokenIf("one", "two")))
                        .isConclusive())
                .isFalse();
        assertThat(diagnose(null, rule(Level.SHOULD, "aud", Field.claim("aud"), "invalid_client", BROKEN))
                        .isConclusive())
                .isFalse();
    }

    @Test
    void aDisputedRuleAboutAClaimIsUnsafeAndOneAboutAHeaderIsNot() {
        Diagnosis diagnosis = diagnose(
                null,
                must("kid", Field.header("kid"), BROKEN).disputed("It is accepted."),
                must("aud", Field.claim("aud"), BROKEN).disputed("It is accepted."));
        assertThat(diagnosis.broken()).isEmpty();
        assertThat(diagnosis.disputed()).extracting(f -> f.rule().name()).containsExactly("kid", "aud");
        assertThat(diagnosis.unsafe()).extracting(f -> f.rule().name()).containsExactly("aud");
    }

    @Test
    void theAdviceIsTheFirstBrokenRuleAndHowManyMoreThereAre() {
        Rule aud = must("aud", Field.claim("aud"), BROKEN);
        assertThat(diagnose(null, aud).advice()).contains("aud is two. Set aud to two.");
        assertThat(diagnose(null, aud, must("sub", Field.claim("sub"), BROKEN)).advice())
                .contains("aud is two. Set aud to two. (1 more rule broken)");
    }

    @Test
    void theAdviceAfterARefusalThatNoRuleExplainsIsTheMostLikelyCause() {
        Rule perhaps = must("exp", Field.claim("exp"), Verdict.brokenIf("one", "two"));
        assertThat(diagnose(refusal("invalid_client", "No mapping of this key."), perhaps)
                        .advice())
                .contains("Possible cause: The key is not synced. Wait longer.");
        assertThat(diagnose(null, perhaps).advice()).contains("exp is two. Set exp to two.");
    }

    @Test
    void thereIsNoAdviceIfNothingIsBrokenAndNothingWasRefused() {
        assertThat(diagnose(null).advice()).isEmpty();
        assertThat(diagnose(new ErrorResponse(200, null, null)).advice()).isEmpty();
    }

    @Test
    void aStatusFrom400AnErrorOrOnlyADescriptionIsARefusal() {
        assertThat(diagnose(null).isRefused()).isFalse();
        assertThat(diagnose(new ErrorResponse(399, null, "moved")).isRefused()).isFalse();
        assertThat(diagnose(new ErrorResponse(400, null, null)).isRefused()).isTrue();
        assertThat(diagnose(new ErrorResponse(200, "invalid_client", null)).isRefused())
                .isTrue();
        assertThat(diagnose(new ErrorResponse(0, null, "no mapping")).isRefused())
                .isTrue();
        assertThat(diagnose(new ErrorResponse(0, null, null)).isRefused()).isFalse();
    }

    @Test
    void theCauseThatTheDescriptionIndicatesMostSpecificallyIsNamed() {
        assertThat(diagnose(refusal("invalid_client", "NO MAPPING, of this key"))
                        .namedCause())
                .contains(SYNC);
        assertThat(diagnose(refusal("invalid_client", "no mapping")).namedCause())
                .contains(MAPPING);
        assertThat(diagnose(refusal("invalid_client", "denied")).namedCause()).isEmpty();
        assertThat(diagnose(null).namedCause()).isEmpty();
    }

    @Test
    void noCauseIsNamedIfTheDescriptionMentionsTheFieldOfABrokenRule() {
        ErrorResponse response = refusal("invalid_client", "no mapping for this audience");
        assertThat(diagnose(response, must("aud", Field.claim("aud"), BROKEN)).namedCause())
                .isEmpty();
        assertThat(diagnose(response, must("method", Field.METHOD, BROKEN)).namedCause())
                .contains(MAPPING);
        assertThat(diagnose(response).namedCause()).contains(MAPPING);
    }

    @Test
    void anAcceptedRequestHasNoKnownCausesAndAnUnknownResponseHasAll() {
        assertThat(diagnose(new ErrorResponse(200, null, null)).knownCauses()).isEmpty();
        assertThat(diagnose(null).knownCauses()).containsExactly(MAPPING, SYNC);
        assertThat(diagnose(refusal("invalid_scope", null)).knownCauses()).isEmpty();
        assertThat(diagnose(refusal("invalid_scope", "no mapping")).knownCauses())
                .containsExactly(MAPPING);
    }

    @Test
    void theTextNamesTheBrokenRuleWithWhatWasObservedAndTheSource() {
        String text = diagnose(
                        null,
                        must("aud", Field.claim("aud"), BROKEN),
                        rule(Level.SHOULD, "kid", Field.header("kid"), "invalid_client", BROKEN))
                .toString();
        assertThat(text)
                .isEqualTo("Rules of Test that are broken: 2"
                        + "\n  test.aud\n    observed: one\n    expected: two\n    remedy:   Set aud to two."
                        + "\n    source:   " + GUIDE
                        + "\n  test.kid (SHOULD)\n    observed: one\n    expected: two\n    remedy:   Set kid to two."
                        + "\n    source:   " + GUIDE);
    }

    @Test
    void theTextAfterAnUnexplainedRefusalNamesWhatIsUnknownAndThePossibleCauses() {
        Rule open = must("jti", Field.claim("jti"), new Verdict.Unknown("the used ids"));
        assertThat(diagnose(null, open)).hasToString("No rule of Test is broken.");
        assertThat(diagnose(refusal("invalid_client", "no mapping"), open))
                .hasToString("No rule of Test is broken."
                        + "\n  test.jti could not be checked without the used ids"
                        + "\n  Possible cause: " + MAPPING
                        + "\n  Possible cause: " + SYNC);
    }

    /** A rule that some servers enforce, and that the request does not follow. */
    private static Rule disputed(String name) {
        return must(name, Field.claim(name), Verdict.broken("one", "two"))
                .disputed("Some servers accept it.")
                .brokenIfDescribedAs("bad " + name);
    }

    @Test
    void aDisputedRuleThatSomeServersEnforceIsAPossibleReason() {
        Rule accepted =
                must("aud", Field.claim("aud"), Verdict.broken("one", "two")).disputed("All servers accept it.");
        Diagnosis refused = diagnose(refusal("invalid_client", null), accepted, disputed("exp"));
        assertThat(refused.possibleReasons())
                .extracting(finding -> finding.rule().name())
                .containsExactly("exp");
        assertThat(refused.advice()).contains("A disputed rule is not followed: exp is two. Set exp to two.");
        assertThat(refused.toString())
                .startsWith("No rule of Test is broken."
                        + "\n  test.exp (disputed)\n    observed: one\n    expected: two"
                        + "\n    remedy:   Set exp to two.\n    source:   " + GUIDE
                        + "\n  Possible cause: ")
                .doesNotContain("test.aud");
        Rule kid = must("kid", Field.header("kid"), Verdict.broken("one", "two"))
                .disputed("Some servers accept it.")
                .brokenIfDescribedAs("kid");
        assertThat(diagnose(refusal("invalid_client", null), kid).possibleReasons())
                .hasSize(1);
        assertThat(diagnose(null, disputed("exp"), kid).possibleReasons())
                .extracting(finding -> finding.rule().name())
                .containsExactly("exp");
    }

    @Test
    void aDisputedRuleIsNoReasonIfTheRequestWasAcceptedOrTheReasonIsKnown() {
        ErrorResponse refusal = refusal("invalid_client", null);
        assertThat(diagnose(new ErrorResponse(200, null, null), disputed("exp")).possibleReasons())
                .isEmpty();
        assertThat(diagnose(refusal, disputed("exp"))
                        .explained("The key was revoked.")
                        .possibleReasons())
                .isEmpty();
        assertThat(diagnose(refusal, disputed("exp"), must("sub", Field.claim("sub"), Verdict.broken("one", "two")))
                        .possibleReasons())
                .isEmpty();
    }

    @Test
    void aDisputedRuleIsBrokenIfTheServerNamesIt() {
        Diagnosis named = diagnose(refusal("invalid_client", "Bad exp."), disputed("exp"));
        assertThat(broken(named)).containsExactly("exp");
        assertThat(named.possibleReasons()).isEmpty();
    }

    @Test
    void aKnownReasonReplacesThePossibleCauses() {
        Diagnosis explained = diagnose(refusal("invalid_client", null)).explained("The key was revoked.");
        assertThat(explained.reason()).contains("The key was revoked.");
        assertThat(explained).hasToString("The key was revoked.");
        Diagnosis withRule = diagnose(
                        refusal("invalid_client", null),
                        must("exp", Field.claim("exp"), Verdict.brokenIf("one", "two")))
                .explained("The key was revoked.");
        assertThat(withRule.toString())
                .startsWith("The key was revoked.\nRules of Test that are broken: 1\n")
                .doesNotContain("Possible cause");
    }

    @Test
    void aResponseCanBeAddedLater() {
        ErrorResponse response = refusal("invalid_client", null);
        assertThat(diagnose(null).response()).isEqualTo(Optional.empty());
        assertThat(diagnose(null).withResponse(response).response()).contains(response);
    }

    @Test
    void aCauseOfAnotherGrantIsNotConsidered() {
        Profile profile = Profile.builder("test", "Test")
                .algorithms(JWSAlgorithm.ES256)
                .knownCause(MAPPING.withGrants("refresh_token"))
                .knownCause(SYNC)
                .build();
        TokenRequest request = TokenRequest.builder()
                .parameter("grant_type", "client_credentials")
                .build();
        assertThat(profile.diagnose(request, EvaluationContext.unknown()).knownCauses())
                .containsExactly(SYNC);
    }
}
