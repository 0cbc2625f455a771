// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.ErrorResponse;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.KnownCause;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.TokenRequest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("Apple Developer Forums 818652: invalid_client for weeks, and five faults in the request")
class ForumRequestTest {

    private static final String CLIENT_ID = "SCHOOLAPI.7c0c10a0-4d8a-4ef8-a2be-eda040b65c59";
    private static final String KEY_ID = "8136a1f6-c995-4010-b964-bc8278c107ef";
    private static final String ORGANIZATION = "55155430";
    private static final long DAYS_30 = 2_592_000;
    private static final long DAYS_180 = 15_552_000;
    private static final List<String> FIVE = List.of("endpoint", "aud", "iss", "client-id", "scope");

    @Test
    void theOriginalRequestBreaksSixRules() {
        assertBroken(sent -> {}, FIVE);
        assertBrokenWithoutRegistration(sent -> {}, FIVE);
    }

    @Test
    void withTheOrganizationIdAsSubjectToo() {
        Consumer<ValidRequest> organization = sent -> sent.claims.put("sub", ORGANIZATION);

        assertBroken(organization, with(FIVE, "sub", "sub.prefix"));
        // The client id is not known, so iss can only be compared with sub, which is now equal.
        assertBrokenWithoutRegistration(organization, List.of("endpoint", "aud", "client-id", "scope", "sub.prefix"));
    }

    @Test
    void withoutAScope() {
        assertBroken(sent -> sent.form.remove("scope"), FIVE);
        assertBrokenWithoutRegistration(sent -> sent.form.remove("scope"), FIVE);
    }

    @Test
    void withALifetimeOfExactly180Days() {
        Consumer<ValidRequest> long180 = sent -> sent.seconds("exp", DAYS_180);

        assertBroken(long180, FIVE);
        assertBrokenWithoutRegistration(long180, FIVE);
        ValidRequest sent = asSent();
        long180.accept(sent);
        assertThat(AppleSchoolManager.profile()
                        .diagnose(sent.attempt(), sent.context())
                        .disputed())
                .extracting(f -> f.rule().name())
                .containsExactlyInAnyOrder("exp.under-180-days", "jti.present");
    }

    @Test
    void eachFaultIsShownWithTheExpectedValue() {
        ValidRequest sent = asSent();
        String report = AppleSchoolManager.profile()
                .diagnose(sent.attempt(), sent.context())
                .toString();

        assertThat(report)
                .contains("observed: https://appleid.apple.com/auth/oauth2/v2/token")
                .contains("expected: \"https://account.apple.com/auth/oauth2/token\"")
                .contains("observed: \"https://appleid.apple.com\"")
                .contains("expected: \"https://account.apple.com/auth/oauth2/v2/token\"")
                .contains("observed: \"55155430\"")
                .contains("expected: \"" + CLIENT_ID + "\"")
                .contains("observed: \"https://api.apple.com/auth/schoolmanager\"")
                .contains("expected: \"school.api\"");
    }

    @Test
    void withTheSixFaultsFixedOnlyKnownCausesRemain() {
        ValidRequest sent = asSent();
        sent.endpoint = "https://account.apple.com/auth/oauth2/token";
        sent.claims.put("aud", "https://account.apple.com/auth/oauth2/v2/token");
        sent.claims.put("iss", CLIENT_ID);
        sent.claims.put("jti", "1");
        sent.form.put("client_id", CLIENT_ID);
        sent.form.put("scope", "school.api");

        Diagnosis diagnosis = AppleSchoolManager.profile()
                .diagnose(sent.attempt(), sent.context().withResponse(new ErrorResponse(400, "invalid_client", null)));

        assertThat(diagnosis.broken()).isEmpty();
        assertThat(diagnosis.unknown()).isEmpty();
        assertThat(diagnosis.knownCauses())
                .extracting(KnownCause::id)
                .containsExactly(
                        "another-key",
                        "key-or-account-replaced",
                        "account-not-active-yet",
                        "kid-refused",
                        "developer-membership");
    }

    @Test
    @DisplayName("Support's reply is classified, and the delay for a new account is not documented")
    void supportAndDelay() {
        ValidRequest fixed = ValidRequests.school();

        DiagnosisAssert.withResponse(AppleSchoolManager.profile(), fixed, "invalid_client", null)
                .cause(
                        "developer-membership",
                        "Apple support may point to developer team membership",
                        "probably irrelevant")
                .cause("account-not-active-yet", "Apple does not document how long", "retry at long intervals")
                .cause("another-key", "it loads and signs does not rule this out")
                .offers("another-key", "account-not-active-yet", "developer-membership");
    }

    private static ValidRequest asSent() {
        ValidRequest sent =
                new ValidRequest("https://appleid.apple.com/auth/oauth2/v2/token", "client_assertion", CLIENT_ID);
        sent.key("ES256", TestKeys.P256, KEY_ID);
        sent.header.put("typ", "JWT");
        sent.claims.put("iss", ORGANIZATION);
        sent.claims.put("sub", CLIENT_ID);
        sent.claims.put("aud", "https://appleid.apple.com");
        sent.seconds("iat", 0);
        sent.seconds("exp", DAYS_30);
        sent.form.put("grant_type", "client_credentials");
        sent.form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        sent.form.put("scope", "https://api.apple.com/auth/schoolmanager");
        return sent;
    }

    private static void assertBroken(Consumer<ValidRequest> change, List<String> rules) {
        ValidRequest sent = asSent();
        change.accept(sent);
        assertThat(broken(sent.attempt(), sent.context())).containsExactlyInAnyOrderElementsOf(rules);
        assertThat(broken(sent.attempt(), EvaluationContext.unknown().withRegistration(Registration.of(CLIENT_ID))))
                .containsExactlyInAnyOrderElementsOf(rules);
    }

    private static void assertBrokenWithoutRegistration(Consumer<ValidRequest> change, List<String> rules) {
        ValidRequest sent = asSent();
        change.accept(sent);
        assertThat(broken(sent.attempt(), EvaluationContext.unknown())).containsExactlyInAnyOrderElementsOf(rules);
    }

    private static List<String> broken(TokenRequest attempt, EvaluationContext context) {
        return AppleSchoolManager.profile().diagnose(attempt, context).broken().stream()
                .map(f -> f.rule().name())
                .toList();
    }

    private static List<String> with(List<String> rules, String... more) {
        List<String> all = new ArrayList<>(rules);
        all.addAll(List.of(more));
        return all;
    }
}
