// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.fakes.MovableClock;
import dev.clientauth.key.SigningKey;
import mockwebserver3.MockResponse;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** A web site and an app of one team, with a local fake of Apple. */
final class SignInFixture implements AutoCloseable {
    static final String WEB = "com.example.web";
    static final String APP = "com.example.app";
    static final URI REDIRECT = URI.create("https://www.example.com/auth/callback");
    static final SigningKey KEY = SigningKey.generate(JWSAlgorithm.ES256).withKeyId("ABC123DEFG");
    static final String ACCESS_TOKEN = "adg61.access-token.67Or9";
    static final String REFRESH_TOKEN = "rca7.refresh-token.lABoQ";

    final MovableClock clock = new MovableClock();
    final FakeApple apple = FakeApple.start();
    final AppleSignIn signIn;

    SignInFixture() {
        apple.publishing(TestTokens.KEY.toPublicJWK());
        apple.respondingWith("/auth/revoke", 200, "");
        signIn = AppleSignIn.builder("DEF123GHIJ", KEY)
                .servicesId(WEB)
                .bundleId(APP)
                .endpoints(apple.endpoints())
                .clock(clock)
                .build();
    }

    /** A pending request and its callback. */
    PendingSignIn pending() {
        return signIn.authorization(REDIRECT).build().pending();
    }

    static Callback.Authorized callback(PendingSignIn pending, String code) {
        return (Callback.Authorized) pending.read("state=" + pending.state() + "&code=" + code);
    }

    Map<String, Object> claims(String audience, String nonce) {
        Map<String, Object> claims = TestTokens.claims(clock);
        claims.put("aud", audience);
        claims.put("nonce", nonce);
        return claims;
    }

    /** Makes Apple return tokens with an identity token with these claims. */
    void granting(Map<String, Object> claims) {
        apple.respondingWith("/auth/token", form -> tokens(claims));
    }

    static MockResponse tokens(Map<String, Object> claims) {
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("access_token", ACCESS_TOKEN);
        response.put("token_type", "Bearer");
        response.put("expires_in", 3600);
        response.put("refresh_token", REFRESH_TOKEN);
        response.put("id_token", TestTokens.token(TestTokens.KEY, claims));
        return FakeApple.json(200, TestTokens.json(response));
    }

    /** Makes Apple refuse token requests. */
    void refusing(String error) {
        apple.respondingWith("/auth/token", 400, error);
    }

    StoredSignIn kept() {
        return new StoredSignIn(WEB, REFRESH_TOKEN, clock.instant());
    }

    @Override
    public void close() {
        apple.close();
    }
}
