// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.diagnosis.provider.NeutralChecks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static dev.clientauth.provider.Mutant.of;

/** The rows of the kill matrix for profiles that are used only for diagnosis: there is no client for them. */
final class JudgingRows {
    private JudgingRows() {}

    static List<KillMatrixTest.Row> all() {
        return Stream.of(
                        new KillMatrixTest.Row(
                                "the neutral checks",
                                "neutral",
                                NeutralChecks::profile,
                                ValidRequests::tokenEndpointAudience,
                                neutralMutants()),
                        new KillMatrixTest.Row(
                                "a JWT bearer grant to an unknown service",
                                "jwt-bearer-grant",
                                NeutralChecks::grant,
                                JudgingRows::grant,
                                grantMutants()))
                .map(row -> new KillMatrixTest.Row(
                        row.name(),
                        row.id(),
                        row.builder(),
                        row.sound(),
                        Stream.concat(row.mutants().stream(), CritMutants.of(row.profile()).stream())
                                .toList()))
                .toList();
    }

    private static ValidRequest grant() {
        ValidRequest valid = new ValidRequest("https://service.example.com/token", "assertion", "acme");
        valid.key("ES256", TestKeys.P256, "1");
        valid.claims.put("iss", "acme");
        valid.claims.put("sub", "somebody");
        valid.claims.put("aud", "https://service.example.com/token");
        valid.seconds("iat", -10);
        valid.seconds("exp", 110);
        valid.form.put("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
        return valid;
    }

    /** Faults of a JWT that are independent of the provider. */
    private static List<Mutant> jwt() {
        List<Mutant> all = new ArrayList<>(SignatureMutants.all(TestKeys.ANOTHER_P256));
        all.removeIf(mutant -> mutant.rule().equals("signature.verifies"));
        all.addAll(TimeMutants.all());
        all.add(of("alg", "HS256", a -> a.saysAlgorithm("HS256")));
        all.add(of("alg", "none", a -> a.saysAlgorithm("none")));
        all.add(of("x5t.bytes", "x5t#S256 is a SHA-1", a -> a.header.put("x5t#S256", "A8bq3yMdIp1Pc0ZL1fDZ6W1R6b0")));
        return all;
    }

    private static List<Mutant> neutralMutants() {
        return MutantList.of(RequestMutants.all())
                .without("http.content-type.plain", "http.no-authorization")
                .plus(jwt())
                .without("iat.whole-seconds", "exp.whole-seconds", "nbf.whole-seconds")
                .withoutFault("exp.seconds", "no exp")
                .alsoWhere("jwt.compact", "nothing in its place but spaces", "client-assertion.not-empty")
                .plus(
                        of("client-assertion.not-empty", "empty", a -> a.compact = jwt -> "", "jwt.compact"),
                        of("grant-type.parameters", "no code", a -> a.form.put("grant_type", "authorization_code")),
                        of(
                                "exp.as-response-says",
                                "two minutes where the response allows one",
                                a -> a.response = "exp must be no more than 60 seconds after iat"),
                        of(
                                "aud.as-response-says",
                                "another audience than the response expects",
                                a -> a.response = "Invalid audience, expected 'https://issuer.example.org/'"),
                        of(
                                "kid.as-response-says",
                                "a kid that the response does not list",
                                a -> a.response = "Requested kid is unknown. Available kids: [key-A, key-B]"),
                        of("scope.as-response-says", "no scope where the response refuses the scope", a -> {
                            a.responseError = "invalid_scope";
                            a.response = "The scope is missing.";
                        }),
                        of(
                                "x5t.as-response-says",
                                "nothing names the key where the response misses a thumbprint",
                                a -> {
                                    a.header.remove("kid");
                                    a.response = "AADSTS50027: JWT token is invalid or malformed.";
                                }))
                .all();
    }

    private static List<Mutant> grantMutants() {
        return MutantList.of(RequestMutants.all())
                .without(
                        "http.content-type.plain",
                        "http.no-authorization",
                        "parameters.no-identity-token",
                        "scope.spaces")
                .plus(jwt())
                .without(
                        "iat.whole-seconds",
                        "exp.whole-seconds",
                        "nbf.whole-seconds",
                        "nbf.seconds",
                        "nbf.not-after-exp")
                .plus(
                        of("grant-type", "another", a -> a.form.put("grant_type", "client_credentials")),
                        of("assertion", "sent as client_assertion", a -> a.assertionParameter = "client_assertion"),
                        of("assertion", "empty", a -> a.compact = jwt -> "", "jwt.compact"),
                        AssertionMutants.aud("absent", null),
                        AssertionMutants.aud("empty", ""),
                        AssertionMutants.aud("an array of two", List.of("https://a.example", "https://b.example")))
                .all();
    }
}
