// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.apple.IdentityToken.RealUserStatus;
import dev.clientauth.fakes.MovableClock;
import dev.clientauth.transport.HttpTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** Apple, "Authenticating users with Sign in with Apple": the claims, as documented and as observed. */
class IdentityTokenTest {
    private final MovableClock clock = new MovableClock();
    private final FakeApple apple = FakeApple.start();
    private Map<String, Object> claims;

    @BeforeEach
    void publish() {
        apple.publishing(TestTokens.KEY.toPublicJWK());
        claims = TestTokens.claims(clock);
        claims.remove("nonce");
    }

    @AfterEach
    void stop() {
        apple.close();
    }

    private IdentityToken read() {
        return IdentityTokenVerifier.of(
                        AppleKeys.at(apple.endpoints(), HttpTransport.standard(), clock), Set.of("com.example.web"))
                .withClock(clock)
                .verify(TestTokens.token(TestTokens.KEY, claims), IdentityTokenVerifier.Expectation.withoutNonce());
    }

    /** Strings until about 2024-02-07, booleans since (nicokaiser/passport-apple pull request 86). */
    @ParameterizedTest
    @CsvSource({"true, true", "false, false", "\"true\", true", "\"false\", false", "\"yes\", false", "1, false"})
    void booleansAreReadFromStringsToo(String wire, boolean expected) {
        Object value = switch (wire) {
            case "true" -> true;
            case "false" -> false;
            case "1" -> 1;
            default -> wire.replace("\"", "");
        };
        claims.put("email_verified", value);
        claims.put("is_private_email", value);
        claims.put("nonce_supported", value);
        IdentityToken token = read();
        assertThat(token.isEmailVerified()).isEqualTo(expected);
        assertThat(token.isPrivateEmail()).isEqualTo(expected);
        assertThat(token.isNonceSupported()).isEqualTo(expected);
    }

    @Test
    void missingBooleansAreFalse() {
        claims.keySet().removeAll(Set.of("email_verified", "is_private_email", "nonce_supported"));
        IdentityToken token = read();
        assertThat(token.isEmailVerified()).isFalse();
        assertThat(token.isPrivateEmail()).isFalse();
        assertThat(token.isNonceSupported()).isFalse();
    }

    @Test
    void theAddressOfAWorkAndSchoolAccountCanBeMissingOrEmpty() {
        claims.put("email", "");
        claims.put("org_id", "2050705");
        assertThat(read().email()).isEmpty();
        assertThat(read().organizationId()).contains("2050705");
        claims.remove("email");
        assertThat(read().email()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, UNSUPPORTED", "1, UNKNOWN", "2, LIKELY_REAL"})
    void theRealUserStatusIsReadByItsNumber(int wire, RealUserStatus expected) {
        claims.put("real_user_status", wire);
        assertThat(read().realUserStatus()).contains(expected);
    }

    @Test
    void aMissingOrUnknownRealUserStatusIsEmpty() {
        assertThat(read().realUserStatus()).isEmpty();
        claims.put("real_user_status", 3);
        assertThat(read().realUserStatus()).isEmpty();
    }

    @Test
    void aTransferredUserHasATransferSub() {
        claims.put("transfer_sub", "001703.r2a52ec72cb874a9.1219");
        assertThat(read().transferSubject()).contains("001703.r2a52ec72cb874a9.1219");
    }

    @Test
    void theAuthenticationTimeIsInSeconds() {
        claims.put("auth_time", 1718017883L);
        assertThat(read().authenticatedAt()).contains(Instant.parse("2024-06-10T11:11:23Z"));
    }

    @Test
    void noPersonalDataIsShown() {
        assertThat(read().toString())
                .contains("com.example.web")
                .doesNotContain("001703")
                .doesNotContain("privaterelay");
    }
}
