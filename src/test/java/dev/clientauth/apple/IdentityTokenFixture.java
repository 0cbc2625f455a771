// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.apple.IdentityRejectedException.Check;
import dev.clientauth.fakes.MovableClock;
import dev.clientauth.transport.OkHttpTransport;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A verifier, and a valid Apple identity token that a test changes in one place. */
abstract class IdentityTokenFixture {
    static final String NONCE = "2878cd1ac1fa121f75250f453edaac47365f5144f2e605e8b526a29cb62c83da";
    static final IdentityTokenVerifier.Expectation EXPECTED = IdentityTokenVerifier.Expectation.nonce(NONCE);

    final MovableClock clock = new MovableClock();
    final FakeApple apple = FakeApple.start();
    final OkHttpClient http = new OkHttpClient();
    Map<String, Object> claims;
    IdentityTokenVerifier verifier;

    @BeforeEach
    void publish() {
        apple.publishing(TestTokens.OTHER.toPublicJWK(), TestTokens.KEY.toPublicJWK());
        claims = TestTokens.claims(clock);
        verifier = IdentityTokenVerifier.of(
                        AppleKeys.at(apple.endpoints(), OkHttpTransport.of(http), clock),
                        Set.of("com.example.web", "com.example.app"))
                .withClock(clock);
    }

    @AfterEach
    void stop() {
        apple.close();
    }

    void rejected(Check check, String token) {
        rejected(check, token, EXPECTED);
    }

    void rejected(Check check, String token, IdentityTokenVerifier.Expectation expected) {
        assertThatExceptionOfType(IdentityRejectedException.class)
                .isThrownBy(() -> verifier.verify(token, expected))
                .satisfies(e -> assertThat(e.check()).isEqualTo(check))
                .satisfies(e -> assertThat(e.getMessage()).contains("found").contains("expected"))
                .satisfies(e -> assertThat(e.found()).isNotEmpty())
                .satisfies(e -> assertThat(e.expected()).isNotEmpty())
                .satisfies(
                        e -> assertThat(token.length() < 100 || !e.getMessage().contains(token))
                                .isTrue())
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1000));
    }

    String with(String claim, Object value) {
        claims.put(claim, value);
        return TestTokens.token(TestTokens.KEY, claims);
    }

    String without(String claim) {
        claims.remove(claim);
        return TestTokens.token(TestTokens.KEY, claims);
    }

    String withHeader(String member, Object value) {
        Map<String, Object> header = TestTokens.header(TestTokens.KEY);
        header.put(member, value);
        return TestTokens.token(TestTokens.KEY, header, claims);
    }
}
