// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Faults that Apple School Manager and Apple Business refuse. */
final class AppleManagerMutants {
    private static final long DAYS_180 = 15_552_000;

    private AppleManagerMutants() {}

    /** @param siblingsId a client id of the other of the two */
    static List<Mutant> of(String siblingsId, String siblingsScope) {
        List<Mutant> all = new ArrayList<>(RequestMutants.all().stream()
                .map(m -> m.rule().equals("scope.spaces") ? m.alsoBreaking("scope") : m)
                .toList());
        all.addAll(AssertionMutants.assertionParameter());
        all.addAll(AssertionMutants.keyId());
        all.addAll(AssertionMutants.audience("https://account.apple.com/auth/oauth2/v2/token"));
        all.addAll(AssertionMutants.jtiIfPresent());
        all.addAll(AssertionMutants.issuerIfPresent());
        all.addAll(AssertionMutants.keyIdRequired());
        all.addAll(TimeMutants.all());
        all.addAll(SignatureMutants.all(TestKeys.ANOTHER_P256));
        all.addAll(Es256Mutants.all());
        all.addAll(request(siblingsScope));
        all.addAll(assertion(siblingsId));
        return all;
    }

    private static List<Mutant> request(String siblingsScope) {
        return List.of(
                endpoint("https://appleid.apple.com/auth/oauth2/v2/token"),
                endpoint("https://appleid.apple.com/auth/token"),
                endpoint("https://account.apple.com/auth/oauth2/token/"),
                endpoint("https://account.apple.com/auth/oauth2/authorize"),
                endpoint("https://account.apple.com:8443/auth/oauth2/token"),
                endpoint("https://account.apple.com/auth/OAuth2/token"),
                endpoint("https://somebody@account.apple.com/auth/oauth2/token"),
                endpoint("http://account.apple.com/auth/oauth2/token"),
                endpoint("https://account.apple.com.attacker.example/auth/oauth2/token"),
                Mutant.of(
                        "parameters.in-body",
                        "parameters in the query, as Apple's curl has them",
                        a -> a.inQuery = true),
                Mutant.of("grant-type", "no grant type", a -> a.form.remove("grant_type")),
                Mutant.of("grant-type", "a code in place of nothing", a -> {
                    a.form.put("grant_type", "authorization_code");
                    a.form.put("code", "c1f2a3b4c5d6e");
                }),
                Mutant.of(
                        "grant-type.parameters",
                        "a refresh without a token",
                        a -> a.form.put("grant_type", "refresh_token"),
                        "grant-type"),
                Mutant.of("client-id", "no client_id", a -> a.form.remove("client_id")),
                Mutant.of("client-id", "the organization id", a -> a.form.put("client_id", "55155430")),
                Mutant.of("client-id", "lower case", a -> a.form.compute("client_id", (n, id) -> lower(id))),
                scope("none", null),
                scope("empty", ""),
                scope("that of the other product", siblingsScope),
                scope("a URL", "https://api.apple.com/auth/schoolmanager"),
                scope("both", "school.api business.api"),
                Mutant.of("typ", "of the updated RFC 7523", a -> a.header.put("typ", "client-authentication+jwt")),
                Mutant.of("typ", "null", a -> a.header.put("typ", null)));
    }

    private static List<Mutant> assertion(String siblingsId) {
        return List.of(
                Mutant.of("iss", "the organization id", a -> a.claims.put("iss", "55155430")),
                Mutant.of("sub", "the organization id", a -> a.claims.put("sub", "55155430"), "sub.prefix"),
                Mutant.of("sub", "no sub", a -> a.claims.remove("sub")),
                Mutant.of("sub", "a lower-case prefix", a -> a.claims.put("sub", lower(a.clientId)), "sub.prefix"),
                Mutant.of("sub", "an upper-case UUID", a -> a.claims.put("sub", a.clientId.toUpperCase(Locale.ROOT))),
                Mutant.of("sub", "the id of another account", a -> a.claims.put("sub", a.clientId.replace('5', '6'))),
                Mutant.of("sub", "without its prefix", a -> a.claims.put("sub", bare(a.clientId)), "sub.prefix"),
                Mutant.of("sub.prefix", "a client id of the other product", a -> a.clientIdEverywhere(siblingsId)),
                Mutant.of("sub.prefix", "registered without its prefix", a -> a.clientIdEverywhere(bare(a.clientId))),
                AssertionMutants.aud("that of Sign in with Apple", "https://appleid.apple.com"),
                AssertionMutants.aud("the endpoint without v2", "https://account.apple.com/auth/oauth2/token"),
                Mutant.of("kid.uuid", "the ten characters of another product", AppleManagerMutants::tenCharacters),
                TimeMutants.absent("iat"),
                Mutant.of("exp.under-180-days", "exactly 180 days", a -> TimeMutants.life(a, -10, DAYS_180 - 10)),
                Mutant.of(
                        "exp.within-180-days",
                        "a second more than 180 days",
                        a -> TimeMutants.life(a, -10, DAYS_180 - 9),
                        "exp.under-180-days"),
                Mutant.of(
                        "exp.within-180-days",
                        "six months",
                        a -> TimeMutants.life(a, 0, 15_777_000),
                        "exp.under-180-days"),
                Mutant.of(
                        "exp.within-180-days",
                        "a year",
                        a -> TimeMutants.life(a, 0, 31_536_000),
                        "exp.under-180-days"));
    }

    private static void tenCharacters(ValidRequest a) {
        a.header.put("kid", "ABC123DEFG");
        a.onFile = List.of(ValidRequest.named(a.signer, "ABC123DEFG"));
    }

    private static Mutant endpoint(String url) {
        return Mutant.of("endpoint", url, a -> a.endpoint = url);
    }

    private static Mutant scope(String fault, String value) {
        return Mutant.of("scope", "scope: " + fault, a -> a.form.compute("scope", (name, old) -> value));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static String bare(String clientId) {
        return clientId.substring(clientId.indexOf('.') + 1);
    }
}
