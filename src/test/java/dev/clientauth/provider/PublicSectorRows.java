// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.profile.Profile;

import java.net.URI;
import java.util.List;
import java.util.function.Supplier;

import static dev.clientauth.provider.Mutant.of;

/** The rows of the kill matrix for government identity services and for standards. */
final class PublicSectorRows {
    private static final String PING = "https://am.acme.example/am/oauth2/realms/root/realms/alpha/access_token";
    private static final String FEDERATE = "https://sso.acme.example:9031/as/token.oauth2";
    private static final String HELSE = "https://helseid-sts.nhn.no/connect/token";
    private static final String SINGPASS = "https://id.singpass.gov.sg/token";
    private static final String ONE_LOGIN = "https://oidc.account.gov.uk/token";
    private static final String LOGIN_GOV = "https://secure.login.gov/api/openid_connect/token";
    private static final String FAPI = "https://as.bank.example/token";
    private static final String MCP = "https://auth.mcp.example/token";

    private PublicSectorRows() {}

    static List<KillMatrixTest.Row> all() {
        return List.of(
                row("PingAM", () -> PingAm.profile(URI.create(PING)), PublicSectorRows::pingAm, pingAmMutants()),
                row(
                        "PingFederate",
                        () -> PingFederate.profile(URI.create(FEDERATE)),
                        PublicSectorRows::pingFederate,
                        pingFederateMutants()),
                row("HelseID", () -> HelseId.profile(), PublicSectorRows::helseId, helseIdMutants()),
                row("Singpass", () -> Singpass.profile(), PublicSectorRows::singpass, singpassMutants()),
                row("GOV.UK One Login", () -> GovUkOneLogin.profile(), PublicSectorRows::oneLogin, oneLoginMutants()),
                row("login.gov", () -> LoginGov.profile(), PublicSectorRows::loginGov, loginGovMutants()),
                row(
                        "FAPI 2.0",
                        () -> Fapi2.profile("https://as.bank.example", URI.create(FAPI)),
                        PublicSectorRows::fapi2,
                        fapi2Mutants()),
                row(
                        "MCP client credentials",
                        () -> McpClientCredentials.profile(
                                "https://auth.mcp.example", URI.create(MCP), URI.create("https://tools.mcp.example")),
                        PublicSectorRows::mcp,
                        mcpMutants()));
    }

    private static KillMatrixTest.Row row(
            String name, Supplier<Profile> builder, Supplier<ValidRequest> sound, List<Mutant> mutants) {
        return new KillMatrixTest.Row(name, builder.get().id(), builder, sound, mutants);
    }

    static ValidRequest pingAm() {
        ValidRequest sound = ServerRows.server(PING, "reporting");
        sound.key("ES256", TestKeys.P256, "1");
        return sound;
    }

    static ValidRequest pingFederate() {
        ValidRequest sound = ServerRows.server(FEDERATE, "reporting");
        sound.key("ES256", TestKeys.P256, "1");
        sound.header.put("typ", "client-authentication+jwt");
        sound.claims.put("aud", "https://sso.acme.example:9031");
        return sound;
    }

    static ValidRequest helseId() {
        ValidRequest sound = ServerRows.server(HELSE, "7f403543-e7bf-4e42-9988-fc29d61a2563");
        sound.key("ES256", TestKeys.P256, "1");
        sound.header.put("typ", "client-authentication+jwt");
        sound.claims.put("aud", "https://helseid-sts.nhn.no");
        sound.seconds("nbf", -10);
        sound.seconds("exp", 45);
        return sound;
    }

    static ValidRequest singpass() {
        ValidRequest sound = withCode(ServerRows.server(SINGPASS, "T5sM5a53Yaw3URyDEv2y9129CbElCN2F"));
        sound.key("ES256", TestKeys.P256, "rp_key_01");
        sound.claims.put("aud", "https://id.singpass.gov.sg");
        sound.seconds("exp", 100);
        return sound;
    }

    static ValidRequest oneLogin() {
        ValidRequest sound = withCode(ServerRows.server(ONE_LOGIN, "229pcVGuHP1lXX37T7Wfbr5SIgm"));
        sound.key("ES256", TestKeys.P256, "1");
        return sound;
    }

    static ValidRequest loginGov() {
        ValidRequest sound = withCode(ServerRows.server(LOGIN_GOV, "urn:gov:gsa:openidconnect:sp:acme"));
        sound.key("RS256", TestKeys.RSA, "1");
        return sound;
    }

    static ValidRequest fapi2() {
        ValidRequest sound = ServerRows.server(FAPI, "s6BhdRkqt3");
        sound.key("ES256", TestKeys.P256, "1");
        sound.claims.put("aud", "https://as.bank.example");
        return sound;
    }

    static ValidRequest mcp() {
        ValidRequest sound = ServerRows.server(MCP, "s6BhdRkqt3");
        sound.key("ES256", TestKeys.P256, "1");
        sound.form.remove("client_id");
        sound.claims.put("aud", "https://auth.mcp.example");
        sound.form.put("resource", "https://tools.mcp.example");
        return sound;
    }

    private static ValidRequest withCode(ValidRequest sound) {
        sound.form.put("grant_type", "authorization_code");
        sound.form.put("code", "SplxlOBeZQQYbYS6WxSbIA");
        sound.form.put("redirect_uri", "https://client.example.org/");
        return sound;
    }

    private static List<Mutant> pingFederateMutants() {
        return MutantList.server(FEDERATE)
                .also("typ", "typ.client-authentication-jwt")
                .also("typ.other-kind", "typ.client-authentication-jwt")
                .plus(AssertionMutants.audience("https://sso.acme.example:9031"))
                .withoutFault("aud", "aud is with a trailing slash more or less")
                .plus(
                        AssertionMutants.aud("another endpoint", "https://sso.acme.example:9031/as/introspect.oauth2"),
                        of("typ.client-authentication-jwt", "typ JWT", a -> a.header.put("typ", "JWT")))
                .all();
    }

    private static List<Mutant> pingAmMutants() {
        return MutantList.server(PING)
                .without("jti.unused")
                .plus(AssertionMutants.audience(PING).stream()
                        .map(m -> m.fault().contains("array")
                                        || m.fault().contains("object")
                                        || m.fault().contains("absent")
                                ? m
                                : m.alsoBreaking("aud.token-endpoint"))
                        .toList())
                .plus(of(
                        "aud.token-endpoint",
                        "aud is the issuer",
                        a -> a.claims.put("aud", "https://am.acme.example/am/oauth2/realms/root/realms/alpha")))
                .withoutFault("jti", "no jti")
                .all();
    }

    private static List<Mutant> helseIdMutants() {
        return MutantList.server(HELSE)
                .without("typ.other-kind")
                .plus(AssertionMutants.audience("https://helseid-sts.nhn.no"))
                .withoutFault("aud", "aud is with a trailing slash more or less")
                .plus(AssertionMutants.aud("the token endpoint", HELSE))
                .also("exp.whole-seconds", "exp.within-one-minute")
                .alsoWhere("iat.not-in-future", "iat ahead of the provider's clock only", "exp.within-one-minute")
                .plus(of("exp.within-one-minute", "61 s ahead", a -> a.seconds("exp", 61)))
                .all();
    }

    private static List<Mutant> singpassMutants() {
        return MutantList.server(SINGPASS)
                .without("key.rsa-2048", "typ", "typ.other-kind", "jti.unused")
                .plus(AssertionMutants.audience("https://id.singpass.gov.sg"))
                .withoutRule("grant-type.parameters")
                .plus(codeOnly())
                .withoutFault("jti", "no jti")
                .withoutRule("exp.in-future")
                .plus(
                        TimeMutants.absent("iat"),
                        of("exp.in-future", "expired a second ago", a -> a.seconds("exp", -1)),
                        of("typ", "none", a -> a.header.remove("typ")),
                        of("alg", "RS256", a -> Es256Mutants.use(a, "RS256", TestKeys.RSA)),
                        of("exp.within-two-minutes-of-iat", "121 s after iat", a -> a.seconds("exp", 111)))
                .all();
    }

    private static List<Mutant> codeOnly() {
        return List.of(
                of("grant-type", "none", a -> a.form.remove("grant_type")),
                of("grant-type", "client credentials", a -> a.form.put("grant_type", "client_credentials")),
                of("grant-type.parameters", "no code", a -> a.form.remove("code")));
    }

    private static List<Mutant> oneLoginMutants() {
        return MutantList.server(ONE_LOGIN)
                .plus(AssertionMutants.audience(ONE_LOGIN))
                .withoutRule("grant-type.parameters")
                .plus(codeOnly())
                .also("endpoint", "aud")
                .also("endpoint.https", "aud")
                .plus(of("redirect-uri", "none", a -> a.form.remove("redirect_uri")))
                .all();
    }

    private static List<Mutant> loginGovMutants() {
        return MutantList.rsaServer(LOGIN_GOV, "RS256")
                .without("aud.one-string")
                .plus(
                        AssertionMutants.aud("absent", null),
                        AssertionMutants.aud("the issuer", "https://secure.login.gov/"),
                        AssertionMutants.aud("an array without it", List.of("https://secure.login.gov/")),
                        of("alg", "RS384", a -> Es256Mutants.use(a, "RS384", TestKeys.RSA)))
                .withoutRule("grant-type.parameters")
                .plus(codeOnly())
                .also("endpoint", "aud")
                .also("endpoint.https", "aud")
                .all();
    }

    private static List<Mutant> fapi2Mutants() {
        return MutantList.server(FAPI)
                .plus(AssertionMutants.audience("https://as.bank.example"))
                .plus(AssertionMutants.aud("the token endpoint", FAPI))
                .withoutRule("iat.not-in-future")
                .withoutRule("nbf.not-in-future")
                .withoutRule("nbf.not-after-exp")
                .withoutRule("key.rsa-2048")
                .plus(
                        BackendMutants.shortKey("PS256"),
                        of("alg", "RS256", a -> Es256Mutants.use(a, "RS256", TestKeys.RSA)),
                        of("iat.not-in-future", "61 s ahead", a -> a.seconds("iat", 61)),
                        of("nbf.not-in-future", "61 s ahead", a -> a.seconds("nbf", 61)),
                        of("nbf.not-after-exp", "nbf after exp", a -> a.seconds("nbf", 111), "nbf.not-in-future"))
                .all();
    }

    private static List<Mutant> mcpMutants() {
        return MutantList.server(MCP)
                .plus(AssertionMutants.audience("https://auth.mcp.example"))
                .plus(AssertionMutants.aud("the token endpoint", MCP))
                .plus(
                        of("resource", "none", a -> a.form.remove("resource")),
                        of("resource", "another", a -> a.form.put("resource", "https://other.mcp.example")))
                .all();
    }
}
