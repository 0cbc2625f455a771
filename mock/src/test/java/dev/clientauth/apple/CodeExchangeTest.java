// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.apple.IdentityRejectedException.Check;
import dev.clientauth.fakes.Crowd;
import dev.clientauth.mock.server.MockProvider;
import dev.clientauth.profile.RuleViolationException;
import dev.clientauth.provider.SignInWithApple;
import dev.clientauth.token.TokenTransportException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static dev.clientauth.apple.SignInFixture.ACCESS_TOKEN;
import static dev.clientauth.apple.SignInFixture.APP;
import static dev.clientauth.apple.SignInFixture.KEY;
import static dev.clientauth.apple.SignInFixture.REFRESH_TOKEN;
import static dev.clientauth.apple.SignInFixture.WEB;
import static dev.clientauth.apple.SignInFixture.callback;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Apple, "Token validation" (grant authorization_code), and duplicate callbacks known from forums. */
class CodeExchangeTest {
    private static final String CODE = "c6a0b1f2e3d4c.0.srzyw.9F2AFe5Gd2iU";

    private final SignInFixture f = new SignInFixture();

    @AfterEach
    void stop() {
        f.close();
    }

    private static AppleRefusedException refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return org.assertj.core.api.Assertions.catchThrowableOfType(AppleRefusedException.class, call);
    }

    @Test
    void aWebCodeIsExchangedWithTheServicesIdAndTheRedirectUriOfItsRequest() {
        PendingSignIn pending = f.pending();
        f.granting(f.claims(WEB, pending.nonce()));
        SignInResult in = f.signIn.exchange(pending, callback(pending, CODE));
        assertThat(in.identity().subject()).isEqualTo("001703.2a52ec72cb874a93986522fa35742bd4.1219");
        assertThat(in.accessToken().value()).isEqualTo(ACCESS_TOKEN);
        assertThat(in.kept())
                .contains(new StoredSignIn(WEB, REFRESH_TOKEN, f.clock.instant().plus(Duration.ofHours(24))));
        Map<String, String> form = f.apple.forms("/auth/token").get(0);
        assertThat(form)
                .containsEntry("client_id", "com.example.web")
                .containsEntry("code", CODE)
                .containsEntry("grant_type", "authorization_code")
                .containsEntry("redirect_uri", "https://www.example.com/auth/callback")
                .containsOnlyKeys("client_id", "client_secret", "code", "grant_type", "redirect_uri");
    }

    @Test
    void aNativeCodeIsExchangedWithTheBundleIdAndNoRedirectUri() {
        f.granting(f.claims(APP, "hashed-nonce"));
        SignInResult in = f.signIn.exchangeNative(APP, CODE, IdentityTokenVerifier.Expectation.nonce("hashed-nonce"));
        assertThat(in.kept().orElseThrow().clientId()).isEqualTo("com.example.app");
        assertThat(f.apple.forms("/auth/token").get(0))
                .containsEntry("client_id", "com.example.app")
                .containsOnlyKeys("client_id", "client_secret", "code", "grant_type");
    }

    @Test
    void theReturnedIdentityTokenMustBeForThisClientAndRequest() {
        PendingSignIn pending = f.pending();
        f.granting(f.claims(APP, pending.nonce()));
        assertThatExceptionOfType(IdentityRejectedException.class)
                .isThrownBy(() -> f.signIn.exchange(pending, callback(pending, "code-1")))
                .satisfies(e -> assertThat(e.check()).isEqualTo(Check.AUDIENCE));
        f.granting(f.claims(WEB, "nonce of another request"));
        assertThatExceptionOfType(IdentityRejectedException.class)
                .isThrownBy(() -> f.signIn.exchange(pending, callback(pending, "code-2")))
                .satisfies(e -> assertThat(e.check()).isEqualTo(Check.NONCE));
        Map<String, Object> claims = f.claims(WEB, pending.nonce());
        claims.put("at_hash", "77QmUPtjPfzWtF2AnpK9RQ");
        f.granting(claims);
        assertThatExceptionOfType(IdentityRejectedException.class)
                .isThrownBy(() -> f.signIn.exchange(pending, callback(pending, "code-3")))
                .satisfies(e -> assertThat(e.check()).isEqualTo(Check.ACCESS_TOKEN_HASH));
    }

    @Test
    void anIdentityTokenReturnedWithTheCodeIsVerifiedBeforeTheCodeIsSent() {
        PendingSignIn pending = f.signIn
                .authorization(SignInFixture.REDIRECT)
                .withIdentityToken()
                .build()
                .pending();
        Map<String, Object> front = f.claims(WEB, pending.nonce());
        front.put("c_hash", "LDktKdoQak3Pk0cnXxCltA");
        String form =
                "state=" + pending.state() + "&code=" + CODE + "&id_token=" + TestTokens.token(TestTokens.KEY, front);
        assertThatExceptionOfType(IdentityRejectedException.class)
                .isThrownBy(() -> f.signIn.exchange(pending, (Callback.Authorized) pending.read(form)))
                .satisfies(e -> assertThat(e.check()).isEqualTo(Check.CODE_HASH));
        assertThat(f.apple.requests("/auth/token")).isEmpty();
    }

    /** OpenID Connect Core section 3.3.3.6: iss and sub of the two tokens are identical. */
    @Test
    void bothIdentityTokensMustHaveTheSameSubject() {
        PendingSignIn pending = f.signIn
                .authorization(SignInFixture.REDIRECT)
                .withIdentityToken()
                .build()
                .pending();
        Map<String, Object> back = f.claims(WEB, pending.nonce());
        back.put("sub", "000000.somebody-else.0000");
        f.granting(back);
        String form = "state=" + pending.state() + "&code=" + CODE + "&id_token="
                + TestTokens.token(TestTokens.KEY, f.claims(WEB, pending.nonce()));
        assertThatExceptionOfType(IdentityRejectedException.class)
                .isThrownBy(() -> f.signIn.exchange(pending, (Callback.Authorized) pending.read(form)))
                .satisfies(e -> assertThat(e.check()).isEqualTo(Check.SUBJECT));
    }

    /** zitadel/zitadel pull request 7843: the same callback twice. */
    @Test
    void aRepeatedCallbackSendsTheCodeOnce() {
        PendingSignIn pending = f.pending();
        f.granting(f.claims(WEB, pending.nonce()));
        f.signIn.exchange(pending, callback(pending, CODE));
        f.clock.advance(Duration.ofMinutes(5));
        AppleRefusedException e = refused(() -> f.signIn.exchange(pending, callback(pending, CODE)));
        assertThat(e.reason()).isEqualTo(AppleRefusedException.Reason.CODE_ALREADY_USED);
        assertThat(e).hasMessageContaining("Not sent").hasMessageNotContaining(CODE);
        assertThat(f.apple.requests("/auth/token")).hasSize(1);
    }

    @Test
    void concurrentCallbacksSendTheCodeOnce() throws Exception {
        PendingSignIn pending = f.pending();
        f.granting(f.claims(WEB, pending.nonce()));
        List<Boolean> outcomes = Crowd.of(8).each(1, () -> {
            try {
                f.signIn.exchange(pending, callback(pending, CODE));
                return true;
            } catch (AppleRefusedException e) {
                assertThat(e.reason()).isEqualTo(AppleRefusedException.Reason.CODE_ALREADY_USED);
                return false;
            }
        });
        assertThat(outcomes).containsOnlyOnce(true);
        assertThat(f.apple.requests("/auth/token")).hasSize(1);
    }

    @Test
    void aCodeIsNotSentAgainAfterAnUnusableResponse() {
        PendingSignIn pending = f.pending();
        f.apple.respondingWith("/auth/token", 503, "<html>down</html>");
        assertThatExceptionOfType(TokenTransportException.class)
                .isThrownBy(() -> f.signIn.exchange(pending, callback(pending, CODE)));
        assertThat(refused(() -> f.signIn.exchange(pending, callback(pending, CODE)))
                        .reason())
                .isEqualTo(AppleRefusedException.Reason.CODE_ALREADY_USED);
        assertThat(f.apple.requests("/auth/token")).hasSize(1);
    }

    @Test
    void aCodeIsNotSentWhileApplesKeysAreNotAvailable() {
        PendingSignIn pending = f.pending();
        f.granting(f.claims(WEB, pending.nonce()));
        f.apple.respondingWith("/auth/keys", 503, "down");
        assertThatExceptionOfType(TokenTransportException.class)
                .isThrownBy(() -> f.signIn.exchange(pending, callback(pending, CODE)))
                .satisfies(e -> assertThat(e.isSent()).isFalse())
                .withMessageContaining("The code was not sent");
        assertThat(f.apple.requests("/auth/token")).isEmpty();
        f.apple.publishing(TestTokens.KEY.toPublicJWK());
        f.clock.advance(Duration.ofSeconds(31));
        assertThat(f.signIn.exchange(pending, callback(pending, CODE)).identity())
                .isNotNull();
    }

    @Test
    void aCodeThatWasNotSentMayBeSentLater() {
        PendingSignIn pending = f.pending();
        f.granting(f.claims(WEB, pending.nonce()));
        AppleSignIn unreachable = AppleSignIn.builder("DEF123GHIJ", KEY)
                .servicesId(WEB)
                .endpoints(new AppleEndpoints(
                        f.apple.endpoints().authorize(),
                        URI.create("http://127.0.0.1:1/auth/token"),
                        f.apple.endpoints().revoke(),
                        f.apple.endpoints().keys(),
                        f.apple.endpoints().userMigration()))
                .clock(f.clock)
                .build();
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(TokenTransportException.class)
                    .isThrownBy(() -> unreachable.exchange(pending, callback(pending, CODE)))
                    .satisfies(e -> assertThat(e.isSent()).isFalse());
        }
    }

    @Test
    void aCodeThatBreaksARuleIsNeverSent() {
        f.granting(f.claims(APP, "hashed-nonce"));
        String identityToken = "eyJhbGciOiJSUzI1NiJ9.eyJub25jZSI6ImEifQ.AAAA";
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatExceptionOfType(RuleViolationException.class)
                    .isThrownBy(() -> f.signIn.exchangeNative(
                            APP, identityToken, IdentityTokenVerifier.Expectation.nonce("hashed-nonce")))
                    .withMessageContaining("not identity tokens");
        }
        assertThat(f.apple.forms("/auth/token")).isEmpty();
    }

    @Test
    void aResponseWithoutAnIdentityTokenSignsNobodyIn() {
        PendingSignIn pending = f.pending();
        f.apple.respondingWith("/auth/token", 200, "{\"access_token\":\"a\",\"expires_in\":3600}");
        assertThatExceptionOfType(TokenTransportException.class)
                .isThrownBy(() -> f.signIn.exchange(pending, callback(pending, CODE)))
                .withMessageContaining("no id_token");
    }

    @Test
    void aClientIdThatIsNotConfiguredIsRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> f.signIn.exchangeNative(
                        "com.example.typo", CODE, IdentityTokenVerifier.Expectation.withoutNonce()))
                .withMessageContaining("expected one of [com.example.web, com.example.app]");
    }

    @Test
    void aClientIdIsRequiredAndTheServicesIdForTheWeb() {
        assertThatIllegalStateException()
                .isThrownBy(() -> AppleSignIn.builder("DEF123GHIJ", KEY).build())
                .withMessageContaining("servicesId(…) for the web");
        AppleSignIn nativeOnly =
                AppleSignIn.builder("DEF123GHIJ", KEY).bundleId(APP).build();
        assertThatIllegalStateException()
                .isThrownBy(() -> nativeOnly.authorization(SignInFixture.REDIRECT))
                .withMessageContaining("no Services ID");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AppleSignIn.builder("DEF123GHIJ", KEY)
                        .bundleId("DEF123GHIJ.com.example.app")
                        .build());
    }

    /** The mock verifies the client secret and the form as Apple does; only its keys are not published yet. */
    @Test
    void theMockAcceptsTheExchange() throws Exception {
        try (MockProvider mock = MockProvider.start(SignInWithApple.profile())
                .register(dev.clientauth.profile.Registration.of(WEB)
                        .withTeamId("DEF123GHIJ")
                        .withKeys(List.of(KEY.publicJwk())))) {
            AppleSignIn signIn = AppleSignIn.builder("DEF123GHIJ", KEY)
                    .servicesId(WEB)
                    .endpoints(new AppleEndpoints(
                            f.apple.endpoints().authorize(),
                            mock.tokenEndpoint(),
                            f.apple.endpoints().revoke(),
                            f.apple.endpoints().keys(),
                            f.apple.endpoints().userMigration()))
                    .build();
            PendingSignIn pending =
                    signIn.authorization(SignInFixture.REDIRECT).build().pending();
            String code = mock.authorizationCode(WEB, SignInFixture.REDIRECT);
            assertThatExceptionOfType(IdentityRejectedException.class)
                    .isThrownBy(() -> signIn.exchange(pending, callback(pending, code)))
                    .satisfies(e -> assertThat(e.check()).isEqualTo(Check.KEY));
            assertThat(mock.received().get(0).status()).isEqualTo(200);
        }
    }
}
