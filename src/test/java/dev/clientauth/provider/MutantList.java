// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The faults that one provider refuses, composed of those of its family. */
final class MutantList {
    private final List<Mutant> all;

    private MutantList(Collection<Mutant> all) {
        this.all = new ArrayList<>(all);
    }

    static MutantList of(Collection<Mutant> family) {
        return new MutantList(family);
    }

    /** Those of a server that authenticates clients by private_key_jwt, for a valid request with an EC key. */
    static MutantList server(String endpoint) {
        return of(BackendMutants.privateKeyJwt(endpoint))
                .plus(
                        Mutant.of("typ", "JOSE", a -> a.header.put("typ", "JOSE")),
                        Mutant.of(
                                "typ.other-kind",
                                "of a request object",
                                a -> a.header.put("typ", "oauth-authz-req+jwt"),
                                "typ"));
    }

    /** The same, for a server that accepts RSA keys only. */
    static MutantList rsaServer(String endpoint, String alg) {
        return server(endpoint).withRsa(alg);
    }

    /** Those of a provider that accepts a JWT, signed with an RSA key, as the grant. */
    static MutantList grant(String endpoint, String alg) {
        MutantList list = of(RequestMutants.all())
                .without("http.no-authorization", "parameters.no-identity-token", "scope.spaces")
                .plus(AssertionMutants.keyId())
                .plus(AssertionMutants.issuerIsClientId())
                .plus(TimeMutants.all())
                .plus(rsa(alg));
        return list.plus(
                Mutant.of("assertion", "sent as client_assertion", a -> a.assertionParameter = "client_assertion"),
                Mutant.of("assertion", "empty", a -> a.compact = jwt -> "", "jwt.compact"),
                Mutant.of("grant-type", "none", a -> a.form.remove("grant_type")),
                Mutant.of("grant-type", "another", a -> a.form.put("grant_type", "client_credentials")),
                Mutant.of("parameters.in-body", "parameters in the query", a -> a.inQuery = true, "endpoint.no-query"),
                Mutant.of("endpoint.no-query", "a trailing question mark", a -> a.endpoint += "?"),
                Mutant.of(
                        "endpoint.https",
                        "posted over http",
                        a -> a.endpoint = endpoint.replaceFirst("https", "http"),
                        "endpoint"),
                Mutant.of(
                        "endpoint", "posted elsewhere", a -> a.endpoint = "https://fhir.another.example/oauth2/token"),
                Mutant.of("typ", "JOSE", a -> a.header.put("typ", "JOSE")),
                Mutant.of("alg", "HS256", a -> a.saysAlgorithm("HS256"), "alg.fits-key", "signature.verifies"));
    }

    private static List<Mutant> rsa(String alg) {
        return List.of(
                BackendMutants.shortKey(alg),
                Mutant.of("alg", "ES512 with such a registered key", a -> Es256Mutants.use(a, "ES512", TestKeys.P521)),
                Mutant.of("alg.fits-key", "a registered P-384 key", a -> a.registeredKey(TestKeys.P384)),
                Mutant.of("signature.verifies", "another private key", a -> a.signer = TestKeys.ANOTHER_RSA),
                Mutant.of("signature.verifies", "cut short", a -> a.signature = made -> new byte[255]));
    }

    /** Without the faults of these rules, which the provider does not have. */
    MutantList without(String... rules) {
        Set<String> gone = Set.of(rules);
        return new MutantList(all.stream()
                .filter(mutant -> !gone.contains(mutant.rule()))
                .map(mutant -> new Mutant(
                        mutant.rule(),
                        mutant.fault(),
                        mutant.spoil(),
                        mutant.implied().stream()
                                .filter(rule -> !gone.contains(rule))
                                .toList()))
                .toList());
    }

    /** With the faults of RSA signatures in place of those of EC signatures. */
    MutantList withRsa(String alg) {
        return without("signature.raw")
                .withoutRule("signature.verifies")
                .withoutRule("alg.fits-key")
                .withoutRule("key.rsa-2048")
                .plus(rsa(alg));
    }

    /** Without the faults of this rule, which other faults may still imply. */
    MutantList withoutRule(String rule) {
        return new MutantList(
                all.stream().filter(mutant -> !mutant.rule().equals(rule)).toList());
    }

    /** Without one fault, which the provider accepts. */
    MutantList withoutFault(String rule, String fault) {
        return new MutantList(all.stream()
                .filter(mutant -> !(mutant.rule().equals(rule) && mutant.fault().equals(fault)))
                .toList());
    }

    /** Where each fault of a rule breaks these as well. */
    MutantList also(String rule, String... more) {
        return new MutantList(all.stream()
                .map(mutant -> mutant.rule().equals(rule) ? mutant.alsoBreaking(more) : mutant)
                .toList());
    }

    /** Where one fault of a rule breaks these as well. */
    MutantList alsoWhere(String rule, String fault, String... more) {
        return new MutantList(all.stream()
                .map(mutant ->
                        mutant.rule().equals(rule) && mutant.fault().equals(fault) ? mutant.alsoBreaking(more) : mutant)
                .toList());
    }

    MutantList plus(Mutant... more) {
        return plus(List.of(more));
    }

    MutantList plus(List<Mutant> more) {
        MutantList list = new MutantList(all);
        list.all.addAll(more);
        return list;
    }

    List<Mutant> all() {
        return List.copyOf(all);
    }
}
