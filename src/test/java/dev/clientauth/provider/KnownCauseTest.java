// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.profile.ErrorResponse;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.KnownCause;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.TokenRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("Causes outside the request are reported if they can explain the response")
class KnownCauseTest {

    static List<KillMatrixTest.Row> rows() {
        return KillMatrixTest.rows();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void everyProfileHasCausesWithConfirmationAndRemedy(KillMatrixTest.Row row) {
        List<KnownCause> causes = row.profile().knownCauses();

        assertThat(causes).isNotEmpty().extracting(KnownCause::id).doesNotHaveDuplicates();
        assertThat(causes).allSatisfy(cause -> {
            assertThat(cause.statement()).endsWith(".");
            assertThat(cause.confirm()).endsWith(".");
            assertThat(cause.remedy()).endsWith(".");
            assertThat(cause.errors()).isNotEmpty();
        });
        assertThat(causes(row.profile(), "invalid_client")).isNotEmpty();
        assertThat(causes(row.profile(), "something_new")).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void withoutAResponseAllCausesArePossible(KillMatrixTest.Row row) {
        TokenRequest attempt = TokenRequest.builder().build();
        EvaluationContext unread = EvaluationContext.unknown().withResponse(new ErrorResponse(500, null, null));

        assertThat(row.profile().diagnose(attempt, EvaluationContext.unknown()).knownCauses())
                .isEqualTo(row.profile().knownCauses());
        assertThat(row.profile().diagnose(attempt, unread).knownCauses())
                .isEqualTo(row.profile().knownCauses());
    }

    @Test
    void epicExplainsEachErrorDifferently() {
        Profile epic = Epic.profile(URI.create(ValidRequests.EPIC_CUSTOMER));

        assertThat(causes(epic, "unauthorized_client")).containsExactly("no-background-user");
        assertThat(causes(epic, "invalid_client"))
                .contains("key-not-synced-customer", "app-listing", "other-environment")
                .doesNotContain("no-background-user");
        assertThat(causes(epic, "invalid_request")).isEmpty();
        // The sandbox maps clients automatically.
        assertThat(causes(Epic.sandbox(), "unauthorized_client")).isEmpty();
    }

    @Test
    void epicsSyncTakesFifteenMinutesInTheSandboxAndTwelveHoursForACustomer() {
        assertThat(takes(Epic.sandbox())).contains(Duration.ofMinutes(15), Duration.ofHours(29));
        assertThat(takes(Epic.sandbox())).doesNotContain(Duration.ofHours(12));
        assertThat(takes(Epic.profile(URI.create(ValidRequests.EPIC_CUSTOMER))))
                .contains(Duration.ofHours(12), Duration.ofHours(29))
                .doesNotContain(Duration.ofMinutes(15));
    }

    private static List<@Nullable Duration> takes(Profile profile) {
        return profile.knownCauses().stream()
                .<@Nullable Duration>map(KnownCause::takes)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Epic.Version.class)
    void epicsCausesForTheSandboxAndForCustomersNeverMix(Epic.Version version) {
        List<KnownCause> sandbox = Epic.sandbox(version).knownCauses();
        List<KnownCause> customer =
                Epic.profile(URI.create(ValidRequests.EPIC_CUSTOMER), version).knownCauses();

        assertThat(sandbox).extracting(KnownCause::toString).noneMatch(text -> text.contains("customer"));
        assertThat(customer).extracting(KnownCause::toString).noneMatch(text -> text.contains("sandbox"));
        assertThat(customer).extracting(KnownCause::id).doesNotContain("key-not-synced-sandbox", "no-jwk-set-url");
        assertThat(sandbox).extracting(KnownCause::id).doesNotContain("key-not-synced-customer");
        assertThat(sandbox).extracting(KnownCause::takes).doesNotContain(Duration.ofHours(12));
        assertThat(customer).extracting(KnownCause::takes).doesNotContain(Duration.ofMinutes(15));
    }

    @Test
    void adviceToUploadAKeyIsForOldVersionsOfEpicOnly() {
        URI customer = URI.create(ValidRequests.EPIC_CUSTOMER);
        for (Epic.Version version : Epic.Version.values()) {
            boolean isOld = version.compareTo(Epic.Version.MAY_2026) < 0;
            assertThat(Epic.profile(customer, version).knownCauses())
                    .as("%s", version)
                    .extracting(KnownCause::remedy)
                    .anyMatch(remedy -> remedy.contains(isOld ? "Upload both keys" : "have it configured"))
                    .noneMatch(
                            remedy -> !isOld && remedy.toLowerCase(Locale.ROOT).contains("upload"));
            assertThat(Epic.profile(customer, version).knownCauses())
                    .extracting(KnownCause::toString)
                    .as("a file is for August 2026")
                    .matches(texts -> texts.stream().anyMatch(text -> text.contains(".pem file"))
                            == (version == Epic.Version.AUGUST_2026));
        }
    }

    @Test
    void signInWithAppleExplainsARefusedCodeDifferentlyFromARefusedClient() {
        Profile apple = SignInWithApple.profile();

        assertThat(causes(apple, "invalid_grant"))
                .contains("code-used-or-old", "services-id-or-bundle-id", "redirect-uri")
                .doesNotContain("key-not-enabled");
        assertThat(causes(apple, "invalid_client"))
                .contains("key-not-enabled", "services-id-or-bundle-id", "app-transferred")
                .doesNotContain("code-used-or-old");
    }

    @Test
    @DisplayName("The cause that Apple's error description indicates comes first, however it is spelled")
    void theErrorDescriptionDeterminesTheFirstCause() {
        Profile apple = SignInWithApple.profile();

        assertThat(causes(apple, "invalid_grant", "client_id mismatch. The code was not issued to com.example.web."))
                .startsWith("services-id-or-bundle-id", "app-not-in-app-store-connect")
                .contains("code-used-or-old");
        assertThat(causes(
                        apple, "invalid_grant", "redirect_uri mismatch. The code was not issued to https://a.example"))
                .startsWith("redirect-uri");
        assertThat(causes(apple, "invalid_grant", "The code has already been used."))
                .startsWith("code-used-or-old");
        assertThat(causes(apple, "invalid_grant", "The code has EXPIRED or\nhas been revoked!"))
                .startsWith("code-used-or-old", "refresh-token-revoked");
        // Regardless of the error code, because the description is more specific.
        assertThat(causes(apple, "something_new", "Redirect URI mismatch")).containsExactly("redirect-uri");
        assertThat(causes(apple, "invalid_grant", "")).isEqualTo(causes(apple, "invalid_grant"));
    }

    @Test
    void aSmartServerExplainsARefusedScope() {
        Profile smart = SmartBackendServices.profile(URI.create("https://authorize.smarthealthit.org/token"));

        assertThat(causes(smart, "invalid_scope")).containsExactly("scope-not-granted", "scope-version");
        assertThat(causes(smart, "invalid_client"))
                .startsWith("jwk-set-unreachable", "key-not-in-set", "proxy-audience")
                .contains("client-unknown-or-disabled", "clock-off", "assertion-used-twice");
    }

    private static List<String> causes(Profile profile, String error) {
        return causes(profile, error, null);
    }

    private static List<String> causes(Profile profile, String error, @Nullable String description) {
        return profile
                .diagnose(
                        TokenRequest.builder().build(),
                        EvaluationContext.unknown().withResponse(new ErrorResponse(400, error, description)))
                .knownCauses()
                .stream()
                .map(KnownCause::id)
                .toList();
    }
}
