// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.jwk.JWK;

import java.util.List;

import static dev.clientauth.provider.Mutant.of;

/** Faults of the header for providers that accept only ES256, with alg, kid and optionally typ. */
final class Es256Mutants {
    private Es256Mutants() {}

    static List<Mutant> all() {
        return List.of(
                of("alg", "ES384 with such a registered key", a -> use(a, "ES384", TestKeys.P384)),
                of("alg", "RS256 with such a registered key", a -> use(a, "RS256", TestKeys.RSA)),
                of("alg", "no alg", a -> a.saysAlgorithm(null)),
                of("alg", "in lower case", a -> a.saysAlgorithm("es256"), "alg.fits-key", "signature.verifies"),
                of("alg", "HS256", a -> a.saysAlgorithm("HS256"), "alg.fits-key", "signature.verifies"),
                of("alg", "said to be RS256", a -> a.saysAlgorithm("RS256"), "alg.fits-key", "signature.verifies"),
                of(
                        "alg",
                        "said to be ES384",
                        a -> a.saysAlgorithm("ES384"),
                        "alg.fits-key",
                        "signature.raw",
                        "signature.verifies"),
                of("alg", "none", a -> unsecured(a), "alg.fits-key", "jwt.compact"),
                of("alg", "a list", a -> a.saysAlgorithm(List.of("ES256"))),
                of("alg.fits-key", "a registered RSA key", a -> a.registeredKey(TestKeys.RSA)),
                of("alg.fits-key", "a registered P-384 key", a -> a.registeredKey(TestKeys.P384)),
                member("cty", "JWT"),
                member("jku", "https://keys.example.com/jwks.json"),
                member("x5c", List.of("MIIB")),
                member("b64", true),
                of("typ", "lower case", a -> a.header.put("typ", "jwt")),
                of("typ", "a number", a -> a.header.put("typ", 1L)));
    }

    static void use(ValidRequest a, String alg, JWK key) {
        a.header.put("alg", alg);
        a.signer = key;
        a.registeredKey(key);
    }

    private static void unsecured(ValidRequest a) {
        a.saysAlgorithm("none");
        a.compact = jwt -> jwt.substring(0, jwt.lastIndexOf('.') + 1);
    }

    static Mutant member(String name, Object value) {
        return of("header.members", "with " + name, a -> a.header.put(name, value));
    }
}
