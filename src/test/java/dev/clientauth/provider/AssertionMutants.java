// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import static dev.clientauth.provider.Mutant.of;

/** Faults in the parameters of RFC 7523, kid, aud and jti that several, but not all, providers refuse. */
final class AssertionMutants {
    private AssertionMutants() {}

    /** For providers that expect the JWT as {@code client_assertion}. */
    static List<Mutant> assertionParameter() {
        return List.of(
                of(
                        "client-assertion",
                        "client-assertion with a hyphen",
                        a -> a.assertionParameter = "client-assertion"),
                of("client-assertion", "clientAssertion", a -> a.assertionParameter = "clientAssertion"),
                of("client-assertion", "sent as client_secret", a -> a.assertionParameter = "client_secret"),
                of("client-assertion", "empty", a -> a.compact = jwt -> "", "jwt.compact"),
                type("no type", null),
                type("encoded twice", "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"),
                type("SAML", "urn:ietf:params:oauth:client-assertion-type:saml2-bearer"),
                type("the URN of the grant", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
                type("without urn:", "ietf:params:oauth:client-assertion-type:jwt-bearer"),
                type("with a space after it", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer ")
                        .alsoBreaking("parameters.unquoted"));
    }

    private static Mutant type(String fault, String value) {
        return of("client-assertion-type", fault, a -> {
            if (value == null) {
                a.form.remove("client_assertion_type");
            } else {
                a.form.put("client_assertion_type", value);
            }
        });
    }

    /** For providers that require a kid. */
    static List<Mutant> keyIdRequired() {
        return List.of(of("kid", "no kid", a -> a.header.remove("kid")));
    }

    /** For servers that are known not to require it. */
    static List<Mutant> keyIdDisputed() {
        return List.of(of("kid.present", "no kid", a -> a.header.remove("kid")));
    }

    static List<Mutant> keyId() {
        return List.of(
                of("kid", "null", a -> a.header.put("kid", null)),
                of("kid", "a number", a -> a.header.put("kid", 1L)),
                of("kid", "of none of the registered keys", a -> {
                    String id = (String) a.header.get("kid");
                    a.onFile = List.of(
                            ValidRequest.named(TestKeys.P256, id + "A"), ValidRequest.named(TestKeys.RSA, id + "B"));
                }),
                of("kid", "of a registered key that is not in use", a -> {
                    String id = (String) a.header.get("kid");
                    a.keyId = "the key in use";
                    a.onFile = List.of(
                            ValidRequest.named(a.signer, id), ValidRequest.named(TestKeys.P521, "the key in use"));
                }));
    }

    /** For audiences with a path. */
    static List<Mutant> audience(String right) {
        return List.of(
                aud("absent", null),
                aud("null in an array", Arrays.asList((Object) null)),
                of("aud.one-string", "aud is an array of the right one", a -> a.claims.put("aud", List.of(right))),
                aud("an array of two", List.of(right, "https://as.example.com")),
                aud("an object", Map.of("uri", right)),
                aud(
                        "with a trailing slash more or less",
                        right.endsWith("/") ? right.replaceFirst("/$", "") : right + "/"),
                aud("in upper case", right.toUpperCase(Locale.ROOT)),
                aud("with a space before it", " " + right),
                aud("http", right.replaceFirst("https", "http")),
                aud("another server", "https://attacker.example/token"));
    }

    static Mutant aud(String fault, Object value) {
        return of("aud", "aud is " + fault, a -> a.claims.compute("aud", (name, old) -> value));
    }

    static List<Mutant> jti() {
        List<Mutant> all = new ArrayList<>(oddJti());
        all.add(of("jti", "no jti", a -> a.claims.remove("jti")));
        return all;
    }

    /** For providers whose own sample has no jti. */
    static List<Mutant> jtiIfPresent() {
        List<Mutant> all = new ArrayList<>(oddJti());
        all.add(of("jti.present", "no jti", a -> a.claims.remove("jti")));
        return all;
    }

    private static List<Mutant> oddJti() {
        return List.of(
                of("jti", "null", a -> a.claims.put("jti", null)),
                of("jti", "a number", a -> a.claims.put("jti", 1_763_640_000_000L)),
                of("jti", "empty", a -> a.claims.put("jti", "")),
                of("jti", "an array", a -> a.claims.put("jti", List.of("f9eaafba"))));
    }

    static Mutant usedJti() {
        return of("jti.unused", "sent a second time", a -> a.usedJti.add((String) a.claims.get("jti")));
    }

    static List<Mutant> issuerIsClientId() {
        List<Mutant> all = new ArrayList<>(oddIssuers());
        all.add(of("iss", "no iss", a -> a.claims.remove("iss")));
        return all;
    }

    /** For providers whose own sample has no iss. */
    static List<Mutant> issuerIfPresent() {
        List<Mutant> all = new ArrayList<>(oddIssuers());
        all.add(of("iss.present", "no iss", a -> a.claims.remove("iss")));
        return all;
    }

    private static List<Mutant> oddIssuers() {
        return List.of(
                of("iss", "a Team ID", a -> a.claims.put("iss", "DEF123GHIJ")),
                of("iss", "a number", a -> a.claims.put("iss", 55_155_430L)),
                of("iss", "an array", a -> a.claims.put("iss", List.of(a.clientId))),
                of("iss", "in upper case", a -> a.claims.put("iss", a.clientId.toUpperCase(Locale.ROOT) + "X")));
    }

    /** For providers that do not require {@code client_id}, but check it. */
    static List<Mutant> clientIdIfPresent() {
        return List.of(
                of(
                        "client-id",
                        "of another client",
                        a -> a.form.put("client_id", "9ff2b0d6-5e0f-4c10-8a5f-1d2b6c7f8e90")),
                of("client-id", "empty", a -> a.form.put("client_id", "")));
    }
}
