// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.profile.Registration.KeyOrigin;

import java.util.ArrayList;
import java.util.List;

import static dev.clientauth.provider.Mutant.of;

/** Faults that Epic, SMART and other private_key_jwt servers refuse. */
final class BackendMutants {
    private BackendMutants() {}

    /** @param endpoint the one right token endpoint */
    private static List<Mutant> common(String endpoint) {
        List<Mutant> all = new ArrayList<>(RequestMutants.all());
        all.addAll(AssertionMutants.assertionParameter());
        all.addAll(AssertionMutants.keyId());
        all.addAll(AssertionMutants.jti());
        all.addAll(AssertionMutants.issuerIsClientId());
        all.addAll(AssertionMutants.clientIdIfPresent());
        all.add(AssertionMutants.usedJti());
        all.add(shortKey("RS384"));
        all.addAll(TimeMutants.all());
        all.add(of("sub", "no sub", a -> a.claims.remove("sub")));
        all.add(of("sub", "another client's", a -> a.claims.put("sub", "another")));
        all.add(of("parameters.in-body", "parameters in the query", a -> a.inQuery = true, "endpoint.no-query"));
        all.add(of("endpoint.no-query", "a trailing question mark", a -> a.endpoint += "?"));
        all.add(of("endpoint.no-query", "a fragment", a -> a.endpoint += "#token"));
        all.add(posted("endpoint.https", endpoint.replaceFirst("https", "http"), "endpoint"));
        all.add(posted("endpoint.https", endpoint.replaceFirst("https", "ftp"), "endpoint"));
        all.add(posted("endpoint", "https://fhir.another.example/oauth2/token"));
        return all;
    }

    /** Keys that the latest version of Epic refuses because of how they were registered. */
    private static List<Mutant> keyOrigins(boolean isSandbox) {
        List<Mutant> all = new ArrayList<>();
        all.add(of("key.origin", "a static EC key", a -> {
            Es256Mutants.use(a, "ES384", TestKeys.P384);
            a.keyOrigin = KeyOrigin.STATIC;
        }));
        if (isSandbox) {
            all.add(of("key.origin", "a static RSA key", a -> a.keyOrigin = KeyOrigin.STATIC));
        }
        return all;
    }

    /** Sent to the endpoint that is in aud, so that only the endpoint is wrong. */
    static Mutant posted(String rule, String url, String... implied) {
        return of(
                rule,
                "posted to " + url,
                a -> {
                    a.claims.replace("aud", a.endpoint, url);
                    a.endpoint = url;
                },
                implied);
    }

    private static List<Mutant> grants() {
        return List.of(
                of("grant-type", "none", a -> a.form.remove("grant_type")),
                of("grant-type", "a password", a -> a.form.put("grant_type", "password")),
                of("grant-type.parameters", "no code", a -> a.form.put("grant_type", "authorization_code")),
                of("grant-type.parameters", "no refresh token", a -> a.form.put("grant_type", "refresh_token")));
    }

    /** The JWT is the grant itself, and there is no client assertion. */
    static void asDynamicClient(ValidRequest a) {
        a.assertionParameter = "assertion";
        a.form.put("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
        a.form.remove("client_assertion_type");
    }

    static List<Mutant> fiveMinutes() {
        return List.of(
                of("exp.within-five-minutes", "301 s ahead", a -> {
                    a.claims.remove("iat");
                    a.claims.remove("nbf");
                    a.seconds("exp", 301);
                }),
                of(
                        "exp.within-five-minutes",
                        "301 s ahead and after iat",
                        a -> {
                            a.claims.remove("nbf");
                            a.seconds("iat", 0);
                            a.seconds("exp", 301);
                        },
                        "exp.within-five-minutes-of-iat"),
                of("exp.within-five-minutes", "301 s ahead by the provider's clock only", a -> {
                    a.claims.remove("iat");
                    a.claims.remove("nbf");
                    a.seconds("exp", 240);
                    a.providerClock = ValidRequest.NOW.minusSeconds(61);
                }),
                of("exp.within-five-minutes-of-iat", "301 s after iat", a -> {
                    a.claims.remove("nbf");
                    a.seconds("iat", -61);
                    a.seconds("exp", 240);
                }),
                of("exp.within-five-minutes-of-nbf", "301 s after nbf", a -> {
                    a.seconds("nbf", -61);
                    a.seconds("exp", 240);
                }));
    }

    private static List<Mutant> jku() {
        return List.of(
                of("jku", "another JWK Set URL than the registered one", a -> {
                    a.jwkSetUrl = "https://app.example.com/jwks.json";
                    a.header.put("jku", "https://app.example.com/keys.json");
                }),
                Es256Mutants.member("cty", "JWT"),
                Es256Mutants.member("x5t", "dGh1bWJwcmludA"));
    }

    /** The faults of RSA signatures. */
    private static List<Mutant> rsa() {
        return List.of(
                of("alg", "PS256", a -> Es256Mutants.use(a, "PS256", TestKeys.RSA)),
                of("alg", "ES512 with such a registered key", a -> Es256Mutants.use(a, "ES512", TestKeys.P521)),
                of("alg", "HS256", a -> a.saysAlgorithm("HS256"), "alg.fits-key", "signature.verifies"),
                of("alg", "none", a -> a.saysAlgorithm("none"), "alg.fits-key", "signature.verifies"),
                of("alg.fits-key", "RS384 and a registered P-384 key", a -> a.registeredKey(TestKeys.P384)),
                of("signature.verifies", "said RS256, made RS384", a -> a.saysAlgorithm("RS256")),
                of("signature.verifies", "another private key", a -> a.signer = TestKeys.ANOTHER_RSA),
                of("signature.verifies", "cut short", a -> a.signature = made -> new byte[255]));
    }

    static Mutant shortKey(String alg) {
        return of(
                "key.rsa-2048",
                "a registered RSA key of 1024 bits",
                a -> {
                    Es256Mutants.use(a, alg, TestKeys.RSA);
                    a.registeredKey(TestKeys.WEAK_RSA);
                },
                "signature.verifies");
    }

    /** Faults of EC signatures at a provider whose valid request has an RSA key. */
    private static List<Mutant> ec384() {
        return SignatureMutants.all(TestKeys.ANOTHER_P384).stream()
                .map(m -> new Mutant(
                        m.rule(),
                        "ES384, " + m.fault(),
                        a -> {
                            Es256Mutants.use(a, "ES384", TestKeys.P384);
                            m.spoil().accept(a);
                        },
                        m.implied()))
                .toList();
    }

    static List<Mutant> epic(String endpoint) {
        List<Mutant> all = new ArrayList<>(common(endpoint));
        all.addAll(grants());
        all.addAll(fiveMinutes());
        all.addAll(jku());
        all.addAll(rsa());
        all.addAll(ec384());
        all.addAll(keyOrigins(endpoint.startsWith("https://fhir.epic.com/")));
        all.addAll(AssertionMutants.audience(endpoint));
        all.add(AssertionMutants.aud("the issuer", "https://fhir.epic.com/interconnect-fhir-oauth/oauth2"));
        all.addAll(AssertionMutants.keyIdDisputed());
        all.add(posted("endpoint.token-path", endpoint.replace("/token", "/authorize"), "endpoint"));
        all.add(posted("endpoint.token-path", endpoint + "/", "endpoint"));
        all.add(of("grant-type.parameters", "no assertion to trade", a -> {
            a.form.put("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
            a.form.put("client_id", a.clientId);
        }));
        all.add(of("client-id.with-grant", "a dynamic client without client_id", BackendMutants::asDynamicClient));
        all.add(of("alg.fits-key", "ES256 with a registered P-384 key", a -> {
            Es256Mutants.use(a, "ES256", TestKeys.P256);
            a.registeredKey(TestKeys.P384);
        }));
        all.add(of("typ", "of the updated RFC 7523", a -> a.header.put("typ", "client-authentication+jwt")));
        all.add(of("typ", "lower case", a -> a.header.put("typ", "jwt")));
        all.add(of("jti.length", "152 characters", a -> a.claims.put("jti", "j".repeat(152))));
        return all;
    }

    static List<Mutant> smart(String endpoint) {
        List<Mutant> all = new ArrayList<>(common(endpoint));
        all.addAll(grants());
        all.addAll(fiveMinutes());
        all.addAll(jku());
        all.addAll(SignatureMutants.all(TestKeys.ANOTHER_P384));
        all.addAll(AssertionMutants.audience(endpoint));
        all.add(of("scope", "none", a -> a.form.remove("scope")));
        all.add(of("scope", "a space", a -> a.form.put("scope", " "), "parameters.unquoted"));
        all.addAll(AssertionMutants.keyIdRequired());
        all.add(of("typ", "none, as Nimbus and Spring leave it", a -> a.header.remove("typ")));
        all.add(of("typ", "of the updated RFC 7523", a -> a.header.put("typ", "client-authentication+jwt")));
        all.add(of("alg.guaranteed", "PS384", a -> Es256Mutants.use(a, "PS384", TestKeys.RSA)));
        all.add(of("alg.guaranteed", "RS256", a -> Es256Mutants.use(a, "RS256", TestKeys.RSA)));
        all.add(of(
                "alg", "HS256", a -> a.saysAlgorithm("HS256"), "alg.fits-key", "alg.guaranteed", "signature.verifies"));
        all.add(of("alg.fits-key", "a registered RSA key", a -> a.registeredKey(TestKeys.RSA)));
        all.add(of("alg.fits-key", "a registered P-256 key", a -> a.registeredKey(TestKeys.P256)));
        return all;
    }

    static List<Mutant> issuerAudience() {
        List<Mutant> all = new ArrayList<>(privateKeyJwt("https://issuer.example.com/oauth/token"));
        all.addAll(AssertionMutants.audience("https://issuer.example.com/"));
        all.add(AssertionMutants.aud("the token endpoint", "https://issuer.example.com/oauth/token"));
        all.add(of("typ.client-authentication-jwt", "JWT", a -> a.header.put("typ", "JWT")));
        all.add(of("typ.client-authentication-jwt", "no typ", a -> a.header.remove("typ")));
        all.add(of("typ", "JOSE", a -> a.header.put("typ", "JOSE"), "typ.client-authentication-jwt"));
        all.add(of(
                "typ.other-kind",
                "of access tokens",
                a -> a.header.put("typ", "at+jwt"),
                "typ",
                "typ.client-authentication-jwt"));
        return all;
    }

    static List<Mutant> tokenEndpointAudience() {
        List<Mutant> all = new ArrayList<>(privateKeyJwt("https://login.example.org/oidc/token"));
        all.addAll(AssertionMutants.audience("https://login.example.org/oidc/token").stream()
                .map(m -> m.fault().contains("array")
                                || m.fault().contains("object")
                                || m.fault().contains("absent")
                        ? m
                        : m.alsoBreaking("aud.token-endpoint"))
                .toList());
        all.add(of(
                "aud.token-endpoint", "aud is the issuer", a -> a.claims.put("aud", "https://login.example.org/oidc")));
        all.add(AssertionMutants.aud("the client", "s6BhdRkqt3").alsoBreaking("aud.token-endpoint"));
        all.add(AssertionMutants.aud("a path", "/oidc/token").alsoBreaking("aud.token-endpoint"));
        all.add(AssertionMutants.aud("the scheme twice", "https://https://login.example.org/oidc/token")
                .alsoBreaking("aud.token-endpoint"));
        all.add(AssertionMutants.aud("where people sign in", "https://login.example.org/oidc/authorize")
                .alsoBreaking("aud.token-endpoint"));
        all.add(of("typ", "JOSE", a -> a.header.put("typ", "JOSE")));
        all.add(of("typ.other-kind", "of a request object", a -> a.header.put("typ", "oauth-authz-req+jwt"), "typ"));
        return all;
    }

    static List<Mutant> privateKeyJwt(String endpoint) {
        List<Mutant> all = new ArrayList<>(common(endpoint));
        all.addAll(SignatureMutants.all(TestKeys.ANOTHER_P256));
        all.add(of("alg", "HS256", a -> a.saysAlgorithm("HS256"), "alg.fits-key", "signature.verifies"));
        all.add(of("alg", "none", a -> a.saysAlgorithm("none"), "alg.fits-key", "signature.verifies"));
        all.addAll(AssertionMutants.keyIdDisputed());
        all.add(of(
                "x5t.bytes",
                "x5t is the base64 of hexadecimal text",
                a -> a.header.put("x5t", "QzBENzQ2NDNERDRENDM5MUMxNEYxODNFNUMwQjhBRkQwQjU0MjkzMAo")));
        all.add(of("x5t.bytes", "x5t#S256 is a SHA-1", a -> a.header.put("x5t#S256", "A8bq3yMdIp1Pc0ZL1fDZ6W1R6b0")));
        all.add(of("alg.fits-key", "a registered RSA key", a -> a.registeredKey(TestKeys.RSA)));
        all.add(of("grant-type.parameters", "no code", a -> a.form.put("grant_type", "authorization_code")));
        return all;
    }
}
