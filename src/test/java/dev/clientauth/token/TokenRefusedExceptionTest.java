// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.token;

import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.ErrorResponse;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.provider.AppleSchoolManager;
import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** The contents of a refusal, each printed once. */
class TokenRefusedExceptionTest {
    private static final Diagnosis DIAGNOSIS = AppleSchoolManager.profile()
            .diagnose(
                    TokenRequest.builder()
                            .endpoint(URI.create("https://account.apple.com/oauth"))
                            .build(),
                    EvaluationContext.unknown());

    private final TokenRefusedException first = new TokenRefusedException(
            400, new OAuthError("invalid_client", Optional.empty(), Optional.empty()), DIAGNOSIS, null);

    @Test
    void aRememberedRefusalIsEqualUntilItsRetryTime() {
        Instant retryAt = Instant.parse("2026-11-21T08:00:00Z");
        TokenRefusedException remembered = first.until(retryAt);

        assertThat(remembered.getMessage()).isEqualTo(first.getMessage());
        assertThat(remembered.status()).isEqualTo(400);
        assertThat(remembered.error()).isEqualTo(first.error());
        assertThat(remembered.diagnosis()).isSameAs(DIAGNOSIS);
        assertThat(remembered.retryAt()).hasValue(retryAt);
        assertThat(first.retryAt()).isEmpty();
    }

    @Test
    void aRememberedRefusalPrintsItsDiagnosisOnce() {
        StringWriter trace = new StringWriter();
        first.until(Instant.EPOCH).until(Instant.MAX).printStackTrace(new PrintWriter(trace, true));

        assertThat(trace.toString())
                .containsOnlyOnce("Send the request to https://account.apple.com/auth/oauth2/token.");
    }

    @Test
    void theMessageIsOneLineAndTheEventDoesNotRepeatIt() {
        assertThat(first.getMessage())
                .isEqualTo(
                        "Apple School Manager refused the request with HTTP 400, invalid_client. The request is sent to"
                                + " https://account.apple.com/auth/oauth2/token. Send the request to"
                                + " https://account.apple.com/auth/oauth2/token.")
                .doesNotContain("\n");
        assertThat(new TokenEvent.Refused(first)).hasToString("Refused[HTTP 400, invalid_client]");
    }

    @Test
    void withoutABrokenRuleTheMessageNamesTheMostLikelyCause() {
        Diagnosis clean = AppleSchoolManager.profile()
                .diagnose(TokenRequest.builder().build(), EvaluationContext.unknown())
                .withResponse(new ErrorResponse(400, "invalid_client", null));
        TokenRefusedException refused = new TokenRefusedException(
                400, new OAuthError("invalid_client", Optional.empty(), Optional.empty()), clean, null);

        assertThat(refused.getMessage())
                .contains("Possible cause: ")
                .doesNotContain("\n")
                .doesNotContain("To confirm");
    }
}
