// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.apple.AccountDeletion.Step;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.TokenTransportException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import static dev.clientauth.apple.SignInFixture.APP;
import static dev.clientauth.apple.SignInFixture.WEB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/** Apple, "Token revocation" and TN3194 (account deletion). */
class RevocationTest {
    private final SignInFixture f = new SignInFixture();

    @AfterEach
    void stop() {
        f.close();
    }

    /** a-tokyo/apple-signin-auth 132 and 141: "returns nothing", and a misspelled hint. */
    @Test
    void anEmpty200IsSuccessAndTheHintIsSpelledAsDocumented() {
        f.signIn.revoke(f.kept());
        assertThat(f.apple.forms("/auth/revoke").get(0))
                .containsEntry("client_id", "com.example.web")
                .containsEntry("token", SignInFixture.REFRESH_TOKEN)
                .containsEntry("token_type_hint", "refresh_token")
                .containsOnlyKeys("client_id", "client_secret", "token", "token_type_hint");
        assertThat(f.apple.requests("/auth/revoke").get(0).getHeaders().get("Content-Type"))
                .isEqualTo("application/x-www-form-urlencoded");
    }

    @Test
    void anAccessTokenCanBeRevokedWithoutARefreshToken() {
        f.signIn.revoke(
                APP,
                new AccessToken(
                        SignInFixture.ACCESS_TOKEN,
                        "Bearer",
                        null,
                        f.clock.instant(),
                        f.clock.instant().plusSeconds(3600)));
        assertThat(f.apple.forms("/auth/revoke").get(0))
                .containsEntry("client_id", "com.example.app")
                .containsEntry("token_type_hint", "access_token");
    }

    /** Seed 002: invalid_client from the revocation endpoint. */
    @Test
    void aRefusalIsExplainedAndNotRetried() {
        f.apple.respondingWith("/auth/revoke", 400, "{\"error\":\"invalid_client\"}");
        assertThatExceptionOfType(AppleRefusedException.class)
                .isThrownBy(() -> f.signIn.revoke(f.kept()))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(AppleRefusedException.Reason.CLIENT_REFUSED))
                .satisfies(e -> assertThat(e.isRetryable()).isFalse());
        assertThat(f.apple.requests("/auth/revoke")).hasSize(1);
    }

    @Test
    void aTransientFailureIsRetried() {
        Deque<Integer> statuses = new ArrayDeque<>(List.of(503, 429, 200));
        f.apple.respondingWith("/auth/revoke", form -> FakeApple.json(statuses.remove(), ""));
        assertThatNoException().isThrownBy(() -> f.signIn.revoke(f.kept()));
        assertThat(f.apple.requests("/auth/revoke")).hasSize(3);
    }

    @Test
    void aPermanentFailureEndsAfterFourAttempts() {
        f.apple.respondingWith("/auth/revoke", 503, "<html>");
        assertThatExceptionOfType(TokenTransportException.class).isThrownBy(() -> f.signIn.revoke(f.kept()));
        assertThat(f.apple.requests("/auth/revoke")).hasSize(4);
    }

    @Test
    void anAccountDeletionRevokesAllSignIns() {
        AccountDeletion deletion = f.signIn.deleteAccount(
                List.of(f.kept(), new StoredSignIn(APP, "refresh-token-of-the-app", f.clock.instant())));
        assertThat(deletion.revoked()).isEqualTo(2);
        assertThat(deletion.failed()).isEmpty();
        assertThat(deletion.remaining()).containsExactly(Step.SIGN_OUT, Step.DELETE_DATA);
        assertThat(f.apple.forms("/auth/revoke"))
                .extracting(form -> form.get("client_id"))
                .containsExactly("com.example.web", "com.example.app");
    }

    /** TN3194: without a token, the account is deleted as well, and the user revokes the consent manually. */
    @Test
    void anAccountDeletionWithoutATokenTellsTheUserToRevoke() {
        AccountDeletion deletion = f.signIn.deleteAccount(List.of());
        assertThat(deletion.revoked()).isZero();
        assertThat(deletion.remaining().get(0).instruction()).contains("Ask the user to stop using Apple");
        assertThat(deletion.remaining()).containsExactly(Step.ASK_PERSON_TO_REVOKE, Step.SIGN_OUT, Step.DELETE_DATA);
    }

    @Test
    void anAccountDeletionContinuesAfterAFailedRevocation() {
        f.apple.respondingWith(
                "/auth/revoke",
                form -> form.get("client_id").equals(WEB)
                        ? FakeApple.json(400, "{\"error\":\"invalid_client\"}")
                        : FakeApple.json(200, ""));
        StoredSignIn web = f.kept();
        AccountDeletion deletion = f.signIn.deleteAccount(
                List.of(web, new StoredSignIn(APP, "refresh-token-of-the-app", f.clock.instant())));
        assertThat(deletion.revoked()).isEqualTo(1);
        assertThat(deletion.failed()).extracting(AccountDeletion.Failure::kept).containsExactly(web);
        assertThat(deletion.remaining()).containsExactly(Step.REVOKE_AGAIN, Step.SIGN_OUT, Step.DELETE_DATA);
    }
}
