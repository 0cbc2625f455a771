// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.token.OAuthError;
import dev.clientauth.transport.HttpTransport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What is accepted from Apple and about it, exactly at the limits. */
class AppleLimitsTest {
    private static final Set<String> AUDIENCE = Set.of("com.example.app");

    @Test
    void aNotificationOfTheMaximumLengthIsRead() {
        HttpTransport none = request -> {
            throw new AssertionError("No key is needed.");
        };
        AccountEventVerifier verifier =
                AccountEventVerifier.of(AppleKeys.at(AppleEndpoints.apple(), none, Clock.systemUTC()), AUDIENCE);
        int longest = AppleJws.MAX_LENGTH + 1024;

        rejected(IdentityRejectedException.Check.FORM, verifier, " ".repeat(longest));
        rejected(IdentityRejectedException.Check.SIZE, verifier, " ".repeat(longest + 1));
    }

    @ParameterizedTest
    @CsvSource({"0, true", "99999999999, true", "100000000000, false", "-1, false"})
    void aTimeIsInSeconds(long seconds, boolean isTime) {
        assertThat(TrustedClaims.instant(Map.of("exp", seconds), "exp"))
                .isEqualTo(isTime ? Optional.of(Instant.ofEpochSecond(seconds)) : Optional.empty());
        if (isTime) {
            assertThat(TrustedClaims.expiry(Map.of("exp", seconds))).contains(Instant.ofEpochSecond(seconds));
        } else {
            assertThatExceptionOfType(IdentityRejectedException.class)
                    .isThrownBy(() -> TrustedClaims.expiry(Map.of("exp", seconds)));
        }
        assertThat(TrustedClaims.expiry(Map.of())).isEmpty();
    }

    @Test
    void theToleranceIsAtMostFiveMinutes() {
        TrustedClaims claims = TrustedClaims.of(AUDIENCE);

        assertThat(tolerance(claims, Duration.ofMinutes(5)).tolerance()).isEqualTo(Duration.ofMinutes(5));
        assertThat(tolerance(claims, Duration.ZERO).tolerance()).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tolerance(claims, Duration.ofMinutes(5).plusNanos(1)))
                .withMessageStartingWith("The tolerance is PT5M0.000000001S;");
        assertThatIllegalArgumentException().isThrownBy(() -> tolerance(claims, Duration.ofNanos(-1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustedClaims.of(Set.of(" ")))
                .withMessageStartingWith("There is an empty audience;");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustedClaims.of(Set.of()))
                .withMessageStartingWith("There is no audience;");
    }

    @Test
    void aTextIsCutAfterItsMaximumLength() {
        assertThat(RedactedText.text("a b ".repeat(30))).isEqualTo("a b ".repeat(30));
        assertThat(RedactedText.text("a b ".repeat(30) + "a")).isEqualTo("a b ".repeat(30) + "…");
        assertThat(RedactedText.text("a b ".repeat(300))).isEqualTo("a b ".repeat(30) + "…");
        assertThat(RedactedText.text("a\nb")).isEqualTo("a\uFFFDb");
        assertThat(RedactedText.value(null)).isEqualTo("nothing");
        assertThat(RedactedText.value(5)).isEqualTo("5");
    }

    @Test
    void aUserIsSentBackToThisMachineOnlyFromAMockAndByHttp() {
        URI https = URI.create("https://localhost/callback");

        RedirectUri.check(URI.create("HTTP://localhost/callback"), true);
        RedirectUri.check(https, true);
        for (URI other : new URI[] {URI.create("app://localhost/callback"), URI.create("//localhost/callback")}) {
            assertThatIllegalArgumentException().isThrownBy(() -> RedirectUri.check(other, true));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> RedirectUri.check(https, false));
    }

    @ParameterizedTest
    @CsvSource({"407, false", "408, true", "429, true", "499, false", "500, true", "400, false"})
    void aRefusalCanBeRetriedAfterSomeStatuses(int status, boolean isRetryable) {
        OAuthError error = new OAuthError("server_error", Optional.empty(), Optional.empty());

        assertThat(AppleRefusedException.of(status, error, null).isRetryable()).isEqualTo(isRetryable);
    }

    private static TrustedClaims tolerance(TrustedClaims claims, Duration tolerance) {
        return new TrustedClaims(claims.issuers(), claims.audiences(), claims.clock(), tolerance);
    }

    private static void rejected(IdentityRejectedException.Check check, AccountEventVerifier verifier, String body) {
        assertThatExceptionOfType(IdentityRejectedException.class)
                .isThrownBy(() -> verifier.verify(body))
                .satisfies(e -> assertThat(e.check()).isEqualTo(check));
    }
}
