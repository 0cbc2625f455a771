// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;

import java.net.URI;
import java.util.List;

import static dev.clientauth.provider.Mutant.of;

/** The rows of the kill matrix for servers that authenticate clients by private_key_jwt. */
final class ServerRows {
    static final String OKTA = "https://acme.okta.com/oauth2/v1/token";
    static final String AUTH0 = "https://acme.eu.auth0.com/oauth/token";
    static final String KEYCLOAK = "https://sso.acme.example/realms/main/protocol/openid-connect/token";
    static final String ENTRA =
            "https://login.microsoftonline.com/8eaef023-2b34-4da1-9baa-8bc8c9d6a490/oauth2/v2.0/token";
    static final String NHS = "https://api.service.nhs.uk/oauth2/token";
    private static final String THUMBPRINT = "A8bq3yMdIp1Pc0ZL1fDZ6W1R6b0uW4m2hQG0xZ2yI3E";

    private ServerRows() {}

    static List<KillMatrixTest.Row> all() {
        return List.of(
                new KillMatrixTest.Row(
                        "Okta", "okta", () -> Okta.profile(URI.create(OKTA)), ServerRows::okta, oktaMutants()),
                new KillMatrixTest.Row(
                        "Auth0", "auth0", () -> Auth0.profile(URI.create(AUTH0)), ServerRows::auth0, auth0Mutants()),
                new KillMatrixTest.Row(
                        "Keycloak",
                        "keycloak",
                        () -> Keycloak.profile(URI.create(KEYCLOAK)),
                        ServerRows::keycloak,
                        keycloakMutants()),
                new KillMatrixTest.Row(
                        "Microsoft Entra ID",
                        "microsoft-entra-id",
                        () -> MicrosoftEntraId.profile(URI.create(ENTRA)),
                        ServerRows::entra,
                        entraMutants()),
                new KillMatrixTest.Row(
                        "NHS England", "nhs-england", () -> NhsEngland.profile(), ServerRows::nhs, nhsMutants()));
    }

    static ValidRequest okta() {
        ValidRequest sound = server(OKTA, "0oa1b2c3d4e5f6g7h8i9");
        sound.key("ES256", TestKeys.P256, "1");
        return sound;
    }

    static ValidRequest auth0() {
        ValidRequest sound = server(AUTH0, "s6BhdRkqt3");
        sound.key("RS256", TestKeys.RSA, "1");
        sound.claims.put("aud", "https://acme.eu.auth0.com/");
        return sound;
    }

    static ValidRequest keycloak() {
        ValidRequest sound = server(KEYCLOAK, "reporting");
        sound.key("ES256", TestKeys.P256, "1");
        sound.claims.put("aud", "https://sso.acme.example/realms/main");
        return sound;
    }

    static ValidRequest entra() {
        ValidRequest sound = server(ENTRA, "97e0a5b7-d745-40b6-94fe-5f77d35c6e05");
        sound.key("PS256", TestKeys.RSA, "1");
        sound.header.remove("kid");
        sound.header.put("x5t#S256", THUMBPRINT);
        sound.onFile = List.of(new RSAKey.Builder(TestKeys.RSA)
                .x509CertSHA256Thumbprint(new Base64URL(THUMBPRINT))
                .build());
        sound.seconds("nbf", -10);
        sound.form.put("scope", "https://graph.microsoft.com/.default");
        return sound;
    }

    static ValidRequest nhs() {
        ValidRequest sound = server(NHS, "Tq5yVnB0yGQK8vLh2f1mWc3R4e5T6y7U");
        sound.key("RS512", TestKeys.RSA, "test-1");
        sound.seconds("exp", 240);
        return sound;
    }

    /** The common rules; the client id is also sent as a parameter. */
    static ValidRequest server(String endpoint, String clientId) {
        ValidRequest sound = ValidRequests.backend(endpoint, clientId);
        sound.header.put("typ", "JWT");
        sound.form.put("client_id", clientId);
        return sound;
    }

    private static List<Mutant> oktaMutants() {
        return MutantList.server(OKTA)
                .plus(AssertionMutants.audience(OKTA))
                .plus(
                        AssertionMutants.aud("the issuer", "https://acme.okta.com"),
                        of("alg", "PS256, which Okta does not list", a -> Es256Mutants.use(a, "PS256", TestKeys.RSA)),
                        of("exp.within-one-hour", "3601 s ahead", a -> a.seconds("exp", 3_601)))
                .withoutFault("jti", "no jti")
                .all();
    }

    private static List<Mutant> auth0Mutants() {
        return MutantList.rsaServer(AUTH0, "RS256")
                .plus(AssertionMutants.audience("https://acme.eu.auth0.com/"))
                .plus(
                        AssertionMutants.aud("the token endpoint", AUTH0),
                        of("alg", "RS512", a -> Es256Mutants.use(a, "RS512", TestKeys.RSA)),
                        of("exp.within-five-minutes", "301 s ahead", a -> a.seconds("exp", 301)))
                .all();
    }

    private static List<Mutant> keycloakMutants() {
        return MutantList.server(KEYCLOAK)
                .plus(AssertionMutants.audience("https://sso.acme.example/realms/main"))
                .without("iat.not-in-future", "nbf.not-in-future")
                .withoutRule("nbf.not-after-exp")
                .withoutFault("jwt.compact", "a claim written twice")
                .withoutFault("jti", "a number")
                .withoutFault("jti", "empty")
                .withoutFault("iat.seconds", "iat is a string")
                .withoutFault("nbf.seconds", "nbf is a string")
                .withoutFault("exp.seconds", "exp is a string")
                .withoutFault("iat.seconds", "iat is null")
                .withoutFault("nbf.seconds", "nbf is null")
                .withoutFault("exp.seconds", "exp is milliseconds")
                .withoutFault("exp.seconds", "exp is nanoseconds")
                .withoutFault("exp.seconds", "exp is the largest long")
                .alsoWhere("exp.in-future", "expired by the provider's clock", "iat.recent")
                .plus(
                        of("iat.recent", "issued 61 s ago", a -> a.seconds("iat", -61)),
                        of("exp.within-one-minute-without-iat", "no iat, 61 s of life", a -> {
                            a.claims.remove("iat");
                            a.seconds("exp", 61);
                        }),
                        AssertionMutants.aud("another realm", "https://sso.acme.example/realms/other"),
                        of("iat.not-in-future", "16 s ahead", a -> a.seconds("iat", 16)),
                        of("nbf.not-in-future", "16 s ahead", a -> a.seconds("nbf", 16)),
                        of("nbf.not-after-exp", "nbf after exp", a -> a.seconds("nbf", 111), "nbf.not-in-future"))
                .all();
    }

    private static List<Mutant> entraMutants() {
        return MutantList.rsaServer(ENTRA, "PS256")
                .without("kid", "kid.present", "jti.unused")
                .plus(
                        AssertionMutants.aud("absent", null),
                        AssertionMutants.aud("an array of two", List.of(ENTRA, "https://as.example.com")),
                        AssertionMutants.aud("http", ENTRA.replaceFirst("https", "http"))
                                .alsoBreaking("aud.token-endpoint"),
                        AssertionMutants.aud("another server", "https://attacker.example/token")
                                .alsoBreaking("aud.token-endpoint"),
                        AssertionMutants.aud("the client", "97e0a5b7-d745-40b6-94fe-5f77d35c6e05")
                                .alsoBreaking("aud.token-endpoint"),
                        of("aud.one-string", "aud is an array", a -> a.claims.put("aud", List.of(ENTRA))))
                .also("scope.spaces", "scope.default")
                .also("endpoint", "aud")
                .also("endpoint.https", "aud")
                .alsoWhere("x5t.bytes", "x5t#S256 is a SHA-1", "x5t-s256")
                .plus(
                        of(
                                "aud.token-endpoint",
                                "the other version",
                                a -> a.claims.put("aud", ENTRA.replace("/v2.0", ""))),
                        of("alg", "PS384", a -> Es256Mutants.use(a, "PS384", TestKeys.RSA)),
                        of("x5t-s256", "nothing names the certificate", a -> a.header.remove("x5t#S256")),
                        of(
                                "x5t-s256",
                                "another certificate",
                                a -> a.header.put("x5t#S256", "B" + THUMBPRINT.substring(1))),
                        of("client-id", "none", a -> a.form.remove("client_id")),
                        of("scope", "none", a -> a.form.remove("scope")),
                        of("scope.default", "a permission", a -> a.form.put("scope", "User.Read.All")),
                        of("scope.default", "no resource", a -> a.form.put("scope", "openid profile")))
                .all();
    }

    private static List<Mutant> nhsMutants() {
        return MutantList.rsaServer(NHS, "RS512")
                .without("kid.present", "typ", "typ.other-kind")
                .plus(AssertionMutants.audience(NHS))
                .plus(AssertionMutants.keyIdRequired())
                .plus(
                        of("alg", "RS256", a -> Es256Mutants.use(a, "RS256", TestKeys.RSA)),
                        of("typ", "none", a -> a.header.remove("typ")),
                        of("typ", "of the updated RFC 7523", a -> a.header.put("typ", "client-authentication+jwt")),
                        of("exp.within-five-minutes", "311 s ahead", a -> a.seconds("exp", 311)))
                .all();
    }
}
