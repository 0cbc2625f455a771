// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.token.TokenTransportException;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

import static dev.clientauth.apple.SignInFixture.REFRESH_TOKEN;
import static dev.clientauth.apple.SignInFixture.WEB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Apple, "Verifying a user": a refresh token is validated up to once a day. */
class RefreshTokenCheckTest {
    private final SignInFixture f = new SignInFixture();

    @AfterEach
    void stop() {
        f.close();
    }

    private int requests() {
        return f.apple.requests("/auth/token").size();
    }

    @Test
    void aTokenIsCheckedOnceADay() {
        f.apple.respondingWith(
                "/auth/token", 200, "{\"access_token\":\"a\",\"token_type\":\"bearer\",\"expires_in\":3600}");
        StoredSignIn kept = f.kept();
        RefreshTokenCheck.Valid valid = (RefreshTokenCheck.Valid) f.signIn.check(kept);
        assertThat(valid.kept())
                .isEqualTo(
                        new StoredSignIn(WEB, REFRESH_TOKEN, f.clock.instant().plus(Duration.ofHours(24))));
        f.clock.advance(Duration.ofHours(24).minusSeconds(1));
        assertThat(f.signIn.check(valid.kept()))
                .isEqualTo(new RefreshTokenCheck.NotDue(f.clock.instant().plusSeconds(1)));
        assertThat(requests()).isEqualTo(1);
        f.clock.advance(Duration.ofSeconds(1));
        assertThat(f.signIn.check(valid.kept())).isInstanceOf(RefreshTokenCheck.Valid.class);
        assertThat(f.apple.forms("/auth/token").get(1))
                .containsEntry("grant_type", "refresh_token")
                .containsEntry("client_id", "com.example.web")
                .containsOnlyKeys("client_id", "client_secret", "grant_type", "refresh_token");
    }

    @Test
    void invalidGrantMeansThatTheTokenIsInvalid() {
        f.refusing(
                "{\"error\":\"invalid_grant\",\"error_description\":\"The token has expired or has been revoked.\"}");
        assertThat(f.signIn.check(f.kept()))
                .isInstanceOfSatisfying(
                        RefreshTokenCheck.Invalid.class,
                        invalid -> assertThat(invalid.error().code()).isEqualTo("invalid_grant"));
    }

    @Test
    void aTokenOfAnotherClientIsNotReportedAsInvalid() {
        f.refusing("{\"error\":\"invalid_grant\",\"error_description\":\"client_id mismatch.\"}");
        assertThatExceptionOfType(AppleRefusedException.class)
                .isThrownBy(() -> f.signIn.check(f.kept()))
                .withMessageContaining("sent with com.example.web");
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid_client", "unauthorized_client", "unsupported_grant_type"})
    void aRefusalOfTheClientIsThrown(String error) {
        f.refusing("{\"error\":\"" + error + "\"}");
        assertThatExceptionOfType(AppleRefusedException.class).isThrownBy(() -> f.signIn.check(f.kept()));
    }

    /** TN3107: also if the user withdrew consent; seed 002: occasionally also without a known reason. */
    @Test
    void invalidRequestMeansThatTheStateIsUnknown() {
        f.refusing("{\"error\":\"invalid_request\"}");
        assertThat(f.signIn.check(f.kept())).isInstanceOfSatisfying(RefreshTokenCheck.Unknown.class, unknown -> {
            assertThat(unknown.failure()).isInstanceOf(AppleRefusedException.class);
            assertThat(unknown.kept().nextCheckAt()).isEqualTo(f.clock.instant().plus(Duration.ofHours(1)));
        });
    }

    @Test
    void anOutageKeepsTheUserSignedIn() {
        f.apple.respondingWith(
                "/auth/token",
                form -> new MockResponse.Builder()
                        .code(503)
                        .addHeader("Retry-After", "3600")
                        .body("<html>")
                        .build());
        assertThat(f.signIn.check(f.kept())).isInstanceOfSatisfying(RefreshTokenCheck.Unknown.class, unknown -> {
            assertThat(unknown.failure()).isInstanceOf(TokenTransportException.class);
            assertThat(unknown.kept().nextCheckAt()).isEqualTo(f.clock.instant().plus(Duration.ofHours(1)));
            assertThat(unknown.kept().refreshToken()).isEqualTo(REFRESH_TOKEN);
        });
        assertThat(requests()).isEqualTo(1);
    }
}
