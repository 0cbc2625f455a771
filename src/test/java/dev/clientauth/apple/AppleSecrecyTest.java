// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.fakes.LogCapture;
import dev.clientauth.fakes.Secrets;
import dev.clientauth.token.OAuthError;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

import static dev.clientauth.apple.SignInFixture.ACCESS_TOKEN;
import static dev.clientauth.apple.SignInFixture.APP;
import static dev.clientauth.apple.SignInFixture.REFRESH_TOKEN;
import static dev.clientauth.apple.SignInFixture.WEB;
import static dev.clientauth.apple.SignInFixture.callback;
import static org.assertj.core.api.Assertions.assertThat;

/** Searches all output of the package for codes, tokens, client secrets, states, nonces and addresses. */
class AppleSecrecyTest {
    private static final String CODE = "c6a0b1f2e3d4c.0.srzyw.9F2AFe5Gd2iU";
    private static final List<String> SECRET_PARAMETERS =
            List.of("client_secret", "code", "token", "refresh_token", "id_token");

    private final SignInFixture f = new SignInFixture();
    private final LogCapture logs = new LogCapture();
    private final StringBuilder said = new StringBuilder();
    private final PendingSignIn pending = f.pending();
    private final Map<String, Object> claims = f.claims(WEB, pending.nonce());
    private final Secrets secrets = new Secrets()
            .with(CODE, ACCESS_TOKEN, REFRESH_TOKEN, pending.state(), pending.nonce(), "migration-token-7f3a")
            .with("abcdefgh12@privaterelay.appleid.com");

    @BeforeEach
    void grant() {
        f.granting(claims);
    }

    @AfterEach
    void stop() {
        logs.close();
        f.close();
    }

    private void say(Callable<?> task) {
        try {
            said.append(task.call()).append('\n');
        } catch (Exception e) {
            said.append(LogCapture.printed(e)).append('\n');
        }
    }

    private void assertNoSecretIsShown() {
        for (String path : List.of("/auth/token", "/auth/revoke", "/auth/usermigrationinfo")) {
            f.apple
                    .forms(path)
                    .forEach(form -> SECRET_PARAMETERS.stream()
                            .filter(form::containsKey)
                            .forEach(name -> secrets.with(form.get(name))));
        }
        secrets.assertAbsentFrom("what was said", said.toString());
        secrets.assertAbsentFrom("what was logged", logs.text());
    }

    @Test
    void successfulCallsShowNoSecret() {
        say(() -> f.signIn);
        say(() -> f.signIn.authorization(SignInFixture.REDIRECT).build());
        say(() -> pending);
        say(() -> callback(pending, CODE));
        say(() -> f.signIn.exchange(pending, callback(pending, CODE)));
        say(() -> f.signIn.check(f.kept()));
        say(() -> f.kept());
        say(() -> f.signIn.deleteAccount(List.of(f.kept())));
        say(() -> IdentityTokenVerifier.Expectation.nonce(pending.nonce())
                .withCode(CODE)
                .withAccessToken(ACCESS_TOKEN));
        say(() -> f.signIn.identityTokens() + " " + f.signIn.accountEvents() + " " + AppleKeys.apple());
        say(() -> new UserDetails(
                Optional.of("Zoe"), Optional.empty(), Optional.of("abcdefgh12@privaterelay.appleid.com")));
        say(() -> f.signIn.authenticator(WEB) + " " + f.signIn.userMigration(APP));
        assertNoSecretIsShown();
    }

    @Test
    void anErrorThatEchoesTheRequestShowsNoSecret() {
        for (String path : List.of("/auth/token", "/auth/revoke")) {
            f.apple.respondingWith(path, AppleSecrecyTest::echo);
        }
        say(() -> f.signIn.exchange(pending, callback(pending, CODE)));
        say(() -> f.signIn.exchange(pending, callback(pending, CODE)));
        say(() -> f.signIn.check(f.kept()));
        say(() -> {
            f.signIn.revoke(f.kept());
            return "";
        });
        say(() -> f.signIn.deleteAccount(List.of(f.kept())));
        assertThat(said).contains("You sent", "(not shown)");
        assertThat(logs.text()).contains("invalid_request");
        assertNoSecretIsShown();
    }

    @Test
    void aMigrationDoesNotShowItsToken() {
        f.apple.respondingWith("/auth/token", 200, "{\"access_token\":\"migration-token-7f3a\",\"expires_in\":3600}");
        f.apple.respondingWith(
                "/auth/usermigrationinfo",
                400,
                "{\"error\":\"invalid_request\",\"error_description\":\"bad token migration-token-7f3a\"}");
        say(() -> f.signIn
                .userMigration(APP)
                .send("TEAM567890", List.of("person-0"), (outcome, done, total) -> said.append(outcome))
                .failed());
        assertNoSecretIsShown();
    }

    @Test
    void aRejectedTokenOrCallbackIsNotShown() {
        String token = TestTokens.token(TestTokens.OTHER, TestTokens.header(TestTokens.KEY), claims);
        secrets.with(token, token.substring(0, token.indexOf('.', 100)));
        IdentityTokenVerifier verifier = f.signIn.identityTokens();
        say(() -> verifier.verify(token, IdentityTokenVerifier.Expectation.nonce(pending.nonce())));
        say(() -> verifier.verify(token + "x", IdentityTokenVerifier.Expectation.nonce(pending.nonce())));
        say(() -> verifier.verify(
                TestTokens.token(TestTokens.KEY, claims),
                IdentityTokenVerifier.Expectation.nonce("another").withCode(CODE)));
        say(() -> f.signIn.accountEvents().verify("{\"payload\":\"" + token + "\"}"));
        say(() -> f.signIn.accountEvents().verify(token));
        claims.put("iss", token);
        say(() -> verifier.verify(
                TestTokens.token(TestTokens.KEY, claims), IdentityTokenVerifier.Expectation.nonce(pending.nonce())));
        say(() -> pending.read("state=wrong&code=" + CODE));
        say(() -> pending.read("state=" + pending.state() + "&code=" + CODE + "&code=" + CODE));
        say(() -> pending.read("state=" + pending.state() + "&code=%" + CODE));
        say(() -> pending.read("state=" + pending.state() + "&error=" + token));
        say(() -> new Callback.Failed(new OAuthError("x", Optional.empty(), Optional.empty())));
        assertNoSecretIsShown();
    }

    private static MockResponse echo(Map<String, String> form) {
        return FakeApple.json(
                400,
                TestTokens.json(Map.of("error", "invalid_request", "error_description", "You sent " + form.values())));
    }
}
