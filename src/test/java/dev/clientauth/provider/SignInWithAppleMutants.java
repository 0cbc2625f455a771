// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import java.util.ArrayList;
import java.util.List;

import static dev.clientauth.provider.Mutant.of;

/** Faults that Sign in with Apple refuses. */
final class SignInWithAppleMutants {
    private static final long SIX_MONTHS = 15_777_000;

    private SignInWithAppleMutants() {}

    static List<Mutant> all() {
        List<Mutant> all = new ArrayList<>(RequestMutants.all());
        all.addAll(AssertionMutants.audience("https://appleid.apple.com"));
        all.addAll(AssertionMutants.keyId());
        all.addAll(AssertionMutants.keyIdRequired());
        TimeMutants.all().stream()
                .map(m -> m.rule().startsWith("nbf") ? m.alsoBreaking("claims.members") : m)
                .forEach(all::add);
        all.addAll(SignatureMutants.all(TestKeys.ANOTHER_P256));
        all.addAll(Es256Mutants.all());
        all.addAll(request());
        all.addAll(redirectUris());
        all.addAll(assertion());
        return all;
    }

    /** At {@code /auth/revoke}. */
    static List<Mutant> revocation() {
        List<Mutant> all = elsewhere();
        all.addAll(List.of(
                of("token", "none", a -> a.form.remove("token")),
                of("token", "empty", a -> a.form.put("token", "")),
                of("token-type-hint", "of an identity token", a -> a.form.put("token_type_hint", "id_token")),
                of("token-type-hint", "spelled token_hint_type", a -> {
                    a.form.remove("token_type_hint");
                    a.form.put("token_hint_type", "refresh_token");
                })));
        return all;
    }

    /** At {@code /auth/usermigrationinfo}. */
    static List<Mutant> userMigration() {
        List<Mutant> all = elsewhere();
        all.removeIf(m -> m.rule().equals("http.no-authorization"));
        all.addAll(List.of(
                of("http.bearer", "none", a -> a.http.remove("Authorization")),
                of("http.bearer", "Basic", a -> a.http.put("Authorization", "Basic Y2xpZW50OnNlY3JldA==")),
                of("http.bearer", "the token alone", a -> a.http.put("Authorization", "ad5ae0d1")),
                of("target", "a bundle id", a -> a.form.put("target", "com.example.app")),
                of("target", "a Team ID in small letters", a -> a.form.put("target", "rec123ghij")),
                of("target.other-team", "the sender's own team", a -> a.form.put("target", "DEF123GHIJ")),
                of("parameters.one-step", "sub alone", a -> a.form.remove("target")),
                of("parameters.one-step", "of the sender and of the recipient", a -> a.form.put("transfer_sub", "000")),
                of("parameters.one-step", "of neither", a -> {
                    a.form.remove("sub");
                    a.form.remove("target");
                })));
        return all;
    }

    /** The faults that the token endpoint and the other endpoints refuse. */
    private static List<Mutant> elsewhere() {
        List<Mutant> all = all();
        all.removeIf(m -> List.of("grant-type", "grant-type.parameters", "scope", "redirect-uri")
                .contains(m.rule()));
        all.removeIf(m -> m.rule().equals("parameters.unrepeated") && m.fault().startsWith("grant_type"));
        return all;
    }

    private static List<Mutant> redirectUris() {
        return List.of(
                redirect("http://www.example.com/callback"),
                redirect("https://localhost/callback"),
                redirect("https://app.localhost/callback"),
                redirect("http://localhost:3000/callback"),
                redirect("https://192.168.0.4/callback"),
                redirect("https://[2001:db8::1]/callback"),
                redirect("https://www.example.com/callback#signed-in"),
                redirect("https://intranet/callback"),
                redirect("com.example.app://callback"),
                redirect("not a URL"),
                redirect(""));
    }

    private static Mutant redirect(String uri) {
        return of("redirect-uri", uri, a -> a.form.put("redirect_uri", uri));
    }

    private static List<Mutant> request() {
        return List.of(
                endpoint("https://account.apple.com/auth/token"),
                endpoint("https://appleid.apple.com/auth/oauth2/v2/token"),
                endpoint("https://appleid.apple.com/auth/authorize"),
                endpoint("https://appleid.apple.com/auth/token/"),
                endpoint("http://appleid.apple.com/auth/token"),
                of("parameters.in-body", "parameters in the query", a -> a.inQuery = true),
                of("client-secret", "client-secret with a hyphen", a -> a.assertionParameter = "client-secret"),
                of("client-secret", "sent as client_assertion", a -> a.assertionParameter = "client_assertion"),
                of("client-secret", "none", a -> a.assertionParameter = "key"),
                of(
                        "jwt.compact",
                        "the .p8 file in its place",
                        a -> a.compact = jwt -> "-----BEGIN PRIVATE KEY-----",
                        "parameters.no-private-key"),
                of(
                        "parameters.own-places",
                        "an authorization code as refresh token",
                        a -> a.appended.add("refresh_token=c0123456789abcdef0123456789abcdef.0.rrsw.abc")),
                of("grant-type", "none", a -> a.form.remove("grant_type")),
                of("grant-type", "a password", a -> a.form.put("grant_type", "password")),
                of("grant-type.parameters", "no code", a -> a.form.remove("code")),
                of("grant-type.parameters", "an empty code", a -> a.form.put("code", "")),
                of("grant-type.parameters", "a code for a refresh", a -> a.form.put("grant_type", "refresh_token")),
                of("client-id", "none", a -> a.form.remove("client_id")),
                of(
                        "client-id",
                        "the bundle id beside the Services ID",
                        a -> a.form.put("client_id", "com.example.app")),
                of("client-id", "the Team ID", a -> a.form.put("client_id", "DEF123GHIJ")),
                of("scope", "a migration without a scope", a -> {
                    ValidRequests.migrate(a);
                    a.form.remove("scope");
                }),
                of("scope", "a migration with the scope of a sign-in", a -> {
                    ValidRequests.migrate(a);
                    a.form.put("scope", "name email");
                }));
    }

    private static List<Mutant> assertion() {
        return List.of(
                of("kid", "another key's", a -> {
                    a.keyId = "ABC123DEFG";
                    a.header.put("kid", "ZZZ123DEFG");
                    a.onFile = List.of(ValidRequest.named(a.signer, "ZZZ123DEFG"));
                }),
                of("kid", "lower case", a -> a.header.put("kid", "abc123defg"), "kid.ten-characters"),
                of("kid.ten-characters", "the file's name", a -> a.key("ES256", TestKeys.P256, "AuthKey_ABC123DEFG")),
                of("kid.ten-characters", "nine characters", a -> a.key("ES256", TestKeys.P256, "ABC123DEF")),
                of("iss", "no iss", a -> a.claims.remove("iss")),
                of("iss", "another team", a -> a.claims.put("iss", "AAA123GHIJ")),
                of("iss", "the client id", a -> a.claims.put("iss", "com.example.web"), "iss.ten-characters"),
                of("iss", "the Team ID in lower case", a -> a.claims.put("iss", "def123ghij"), "iss.ten-characters"),
                of("iss.ten-characters", "no Team ID was registered", a -> {
                    a.teamId = "55155430";
                    a.claims.put("iss", "55155430");
                }),
                of("sub", "no sub", a -> a.claims.remove("sub")),
                of("sub", "the bundle id beside the Services ID", a -> a.claims.put("sub", "com.example.app")),
                of("sub", "another case", a -> a.claims.put("sub", "com.Example.web")),
                of(
                        "sub",
                        "the Team ID before it",
                        a -> a.claims.put("sub", "DEF123GHIJ.com.example.web"),
                        "sub.no-team-prefix"),
                of(
                        "sub.no-team-prefix",
                        "registered with the Team ID before it",
                        a -> a.clientIdEverywhere("DEF123GHIJ.com.example.web")),
                AssertionMutants.aud("that of School Manager", "https://account.apple.com/auth/oauth2/v2/token"),
                AssertionMutants.aud("the endpoint", "https://appleid.apple.com/auth/token"),
                of("claims.members", "a nonce", a -> a.claims.put("nonce", "n-0S6_WzA2Mj")),
                of("claims.members", "a jti", a -> a.claims.put("jti", "f9eaafba-2e49-11ea-8880-5ce0c5aee679")),
                of("typ", "of the updated RFC 7523", a -> a.header.put("typ", "client-authentication+jwt")),
                TimeMutants.absent("iat"),
                of("exp.within-six-months", "a second too long", a -> a.seconds("exp", SIX_MONTHS + 1)),
                of("exp.within-six-months", "six calendar months of 183 days", a -> a.seconds("exp", 15_811_200)),
                of("exp.within-six-months", "a year", a -> a.seconds("exp", 31_536_000)),
                of("exp.within-six-months", "a second too long by Apple's clock only", a -> {
                    a.seconds("exp", SIX_MONTHS);
                    a.providerClock = ValidRequest.NOW.minusSeconds(1);
                }));
    }

    private static Mutant endpoint(String url) {
        return of("endpoint", url, a -> a.endpoint = url);
    }
}
