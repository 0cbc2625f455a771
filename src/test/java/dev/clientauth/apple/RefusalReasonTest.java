// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.clientauth.apple.SignInFixture.callback;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Apple, "ErrorResponse" and TN3107, and every error_description known from bug reports. */
class RefusalReasonTest {
    private final SignInFixture f = new SignInFixture();

    @AfterEach
    void stop() {
        f.close();
    }

    private AppleRefusedException refusal(String error) {
        f.refusing(error);
        PendingSignIn pending = f.pending();
        return org.assertj.core.api.Assertions.catchThrowableOfType(
                AppleRefusedException.class, () -> f.signIn.exchange(pending, callback(pending, "code-to-refuse")));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "invalid_grant, 'client_id mismatch. The code was not issued to com.example.web.', CLIENT_ID_MISMATCH",
                "invalid_grant, 'client_id mismatch. The code was not issued to', CLIENT_ID_MISMATCH",
                "invalid_grant, 'redirect_uri mismatch. The code was not issued to https://a.example', REDIRECT_URI_MISMATCH",
                "invalid_grant, 'The code has expired or has been revoked.', EXPIRED_OR_REVOKED",
                "invalid_grant, 'The code has already been used.', CODE_ALREADY_USED",
                "invalid_grant, 'THE CODE HAS ALREADY BEEN USED', CODE_ALREADY_USED",
                "invalid_grant, 'something new', GRANT_INVALID",
                "invalid_grant, , GRANT_INVALID",
                "invalid_client, , CLIENT_REFUSED",
                "invalid_request, , REQUEST_REFUSED",
                "unauthorized_client, , CLIENT_UNAUTHORIZED",
                "unsupported_grant_type, , GRANT_UNSUPPORTED",
                "invalid_scope, , SCOPE_INVALID",
                "server_error, , OTHER"
            })
    void applesDescriptionsAreMappedToReasons(String error, String description, AppleRefusedException.Reason reason) {
        AppleRefusedException e = refusal("{\"error\":\"" + error + "\""
                + (description == null ? "" : ",\"error_description\":\"" + description + "\"") + "}");
        assertThat(e.reason()).isEqualTo(reason);
        assertThat(e.status()).isEqualTo(400);
        assertThat(e.error().orElseThrow().code()).isEqualTo(error);
        assertThat(e.diagnosis()).isPresent();
        assertThat(e.getMessage())
                .contains("HTTP 400", error, reason.statement(), reason.remedy())
                .doesNotContain("code-to-refuse");
    }

    @ParameterizedTest
    @EnumSource(AppleRefusedException.Reason.class)
    void everyReasonHasAnExplanationAndARemedy(AppleRefusedException.Reason reason) {
        assertThat(reason.statement()).endsWith(".");
        assertThat(reason.remedy()).endsWith(".");
    }

    /** Seed 002: a code from an app, exchanged with the Services ID. */
    @Test
    void aClientIdMismatchNamesTheUsedAndTheOtherIds() {
        assertThat(refusal("{\"error\":\"invalid_grant\",\"error_description\":\"client_id mismatch. The code was not"
                                + " issued to com.example.web.\"}")
                        .getMessage())
                .contains("sent with com.example.web, the Services ID", "[com.example.app]")
                .contains("bundle id for codes from a native app");
        f.refusing("{\"error\":\"invalid_grant\",\"error_description\":\"client_id mismatch.\"}");
        assertThatExceptionOfType(AppleRefusedException.class)
                .isThrownBy(() -> f.signIn.exchangeNative(
                        "com.example.app", "native-code", IdentityTokenVerifier.Expectation.withoutNonce()))
                .withMessageContaining("sent with com.example.app, a bundle id")
                .withMessageContaining("[com.example.web]");
    }

    /** mikebronner/laravel-sign-in-with-apple 53: members that are not an OAuth error. */
    @Test
    void anErrorWithExtraMembersIsRead() {
        assertThat(refusal("{\"error\":\"invalid_grant\",\"email_verified\":false}")
                        .reason())
                .isEqualTo(AppleRefusedException.Reason.GRANT_INVALID);
    }
}
