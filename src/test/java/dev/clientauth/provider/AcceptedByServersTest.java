// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.Profile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that servers are known to accept, from their pages, their source code and their clients. None of them may be
 * reported as broken, whether the provider is given or detected.
 */
@DisplayName("A request that a server is known to accept breaks no rule")
class AcceptedByServersTest {

    static List<AcceptedRequestsTest.Accepted> requests() {
        List<AcceptedRequestsTest.Accepted> all = new ArrayList<>();
        identityServers(all);
        grants(all);
        health(all);
        publicSector(all);
        return all;
    }

    private static void identityServers(List<AcceptedRequestsTest.Accepted> all) {
        Profile okta = Okta.profile(URI.create(ServerRows.OKTA));
        add(all, okta, ServerRows::okta, "the sample of the guide: no jti, no typ", a -> {
            a.claims.remove("jti");
            a.header.remove("typ");
        });
        add(all, okta, ServerRows::okta, "okta-sdk-java: 50 minutes, RS512, no client_id", a -> {
            Es256Mutants.use(a, "RS512", TestKeys.RSA);
            a.seconds("exp", 3_000);
            a.form.remove("client_id");
        });
        add(all, okta, ServerRows::okta, "no iat", a -> a.claims.remove("iat"));
        Profile auth0 = Auth0.profile(URI.create(ServerRows.AUTH0));
        add(all, auth0, ServerRows::auth0, "auth0-java 5.0: RS384, no kid", a -> {
            Es256Mutants.use(a, "RS384", TestKeys.RSA);
            a.header.remove("kid");
        });
        add(all, auth0, ServerRows::auth0, "PS256, no iat", a -> {
            Es256Mutants.use(a, "PS256", TestKeys.RSA);
            a.claims.remove("iat");
        });
        Profile keycloak = Keycloak.profile(URI.create(ServerRows.KEYCLOAK));
        add(all, keycloak, ServerRows::keycloak, "aud is the token endpoint", a -> a.claims.put("aud", a.endpoint));
        add(
                all,
                keycloak,
                ServerRows::keycloak,
                "aud is the introspection endpoint",
                a -> a.claims.put("aud", a.endpoint + "/introspect"));
        add(all, keycloak, ServerRows::keycloak, "no kid with one key, the new typ, no client_id", a -> {
            a.header.remove("kid");
            a.header.put("typ", "client-authentication+jwt");
            a.form.remove("client_id");
        });
        add(all, keycloak, ServerRows::keycloak, "iat 15 s ahead, a day of life, as tried at 26.7.3", a -> {
            a.seconds("iat", 15);
            a.seconds("exp", 86_400);
        });
        add(all, keycloak, ServerRows::keycloak, "numbers in strings and a number as jti, as tried at 26.7.3", a -> {
            a.claims.compute("iat", (name, iat) -> String.valueOf(iat));
            a.claims.compute("exp", (name, exp) -> String.valueOf(exp));
            a.claims.put("jti", 1L);
        });
        add(
                all,
                keycloak,
                ServerRows::keycloak,
                "a query that it ignores, as tried at 26.7.3",
                a -> a.endpoint += "?client=1");
        add(all, keycloak, ServerRows::keycloak, "PS512", a -> Es256Mutants.use(a, "PS512", TestKeys.RSA));
        Profile entra = MicrosoftEntraId.profile(URI.create(ServerRows.ENTRA));
        add(all, entra, ServerRows::entra, "MSAL for Java 1.26: x5t#S256 in base64 with padding", a -> {
            byte[] thumbprint = Base64.getUrlDecoder().decode(String.valueOf(a.header.get("x5t#S256")));
            a.header.put("x5t#S256", Base64.getEncoder().encodeToString(thumbprint));
        });
        add(
                all,
                entra,
                ServerRows::entra,
                "MSAL for Java 1.26: scopes of OpenID Connect",
                a -> a.form.put("scope", "openid profile offline_access https://graph.microsoft.com/.default"));
        add(all, entra, ServerRows::entra, "the old page: RS256 and x5t", a -> {
            Es256Mutants.use(a, "RS256", TestKeys.RSA);
            a.header.remove("x5t#S256");
            a.header.put("x5t", "hOBcHZi846VCHSJbFAs26Go9VTQ");
        });
        add(all, entra, ServerRows::entra, "MSAL4J: nbf and no iat, ten minutes", a -> {
            a.claims.remove("iat");
            a.seconds("exp", 600);
        });
        add(all, entra, ServerRows::entra, "the same jti again", a -> a.usedJti.add((String) a.claims.get("jti")));
        add(all, entra, ServerRows::entra, "on behalf of a user", a -> {
            a.form.put("grant_type", "authorization_code");
            a.form.put("code", "c0de");
            a.form.put("scope", "User.Read");
        });
        add(all, NhsEngland.profile(), ServerRows::nhs, "typ in lower case", a -> a.header.put("typ", "jwt"));
        add(all, NhsEngland.profile(), ServerRows::nhs, "exp 310 s ahead, no client_id", a -> {
            a.seconds("exp", 310);
            a.form.remove("client_id");
        });
    }

    private static void grants(List<AcceptedRequestsTest.Accepted> all) {
        Profile google = GoogleServiceAccount.profile();
        add(all, google, GrantRows::google, "google-auth-library-java: an hour", a -> {
            a.seconds("iat", 0);
            a.seconds("exp", 3_600);
        });
        add(all, google, GrantRows::google, "the older audience and no sub", a -> {
            a.claims.put("aud", "https://www.googleapis.com/oauth2/v4/token");
            a.claims.remove("sub");
        });
        add(all, google, GrantRows::google, "for an identity token", a -> {
            a.claims.remove("scope");
            a.claims.put("target_audience", "https://service.example.com");
        });
        Profile salesforce = Salesforce.profile();
        add(all, salesforce, GrantRows::salesforce, "the npm client: three minutes, no iat, no typ", a -> {
            a.claims.remove("iat");
            a.header.remove("typ");
            a.seconds("exp", 180);
        });
        add(
                all,
                Salesforce.at(URI.create("https://acme.my.salesforce.com")),
                GrantRows::salesforce,
                "an organization's own domain with the audience of the login server",
                a -> a.endpoint = "https://acme.my.salesforce.com/services/oauth2/token");
        add(all, Box.profile(), GrantRows::box, "box-java-sdk: 30 s, a user", a -> {
            a.seconds("exp", 30);
            a.claims.put("box_sub_type", "user");
        });
        add(all, Box.profile(), GrantRows::box, "RS256, a jti of 128 characters, no iat", a -> {
            Es256Mutants.use(a, "RS256", TestKeys.RSA);
            a.claims.put("jti", "j".repeat(128));
            a.claims.remove("iat");
        });
        add(all, DocuSign.profile(), GrantRows::docuSign, "docusign-esign-java-client: an hour, no typ", a -> {
            a.seconds("exp", 3_600);
            a.header.remove("typ");
        });
        Profile maskinporten = Maskinporten.profile();
        add(all, maskinporten, GrantRows::maskinporten, "a business certificate in place of kid, no jti", a -> {
            a.header.remove("kid");
            a.header.put("x5c", List.of("MIIB"));
            a.claims.remove("jti");
        });
        add(all, maskinporten, GrantRows::maskinporten, "exactly two minutes, ten seconds old", a -> {
            a.seconds("iat", -10);
            a.seconds("exp", 110);
        });
        add(
                all,
                maskinporten,
                GrantRows::maskinporten,
                "a resource",
                a -> a.claims.put("resource", List.of("https://api.example.no")));
    }

    private static void health(List<AcceptedRequestsTest.Accepted> all) {
        add(all, row("oracle-health"), "RS384", a -> Es256Mutants.use(a, "RS384", TestKeys.RSA));
        add(all, row("oracle-health"), "the sample of SMART: no iat", a -> a.claims.remove("iat"));
        add(all, row("athenahealth"), "RS384", a -> Es256Mutants.use(a, "RS384", TestKeys.RSA));
        add(all, row("eclinicalworks"), "five minutes, no iat", a -> {
            a.claims.remove("iat");
            a.seconds("exp", 300);
        });
        add(all, row("cms-bcda"), "RS512", a -> Es256Mutants.use(a, "RS512", TestKeys.RSA));
        add(
                all,
                row("cms-bcda"),
                "several audiences, among them the configured one",
                a -> a.claims.put("aud", List.of("https://api.bcda.cms.gov", "https://sandbox.bcda.cms.gov/v2/token")));
        add(all, row("cms-dpc"), "ES256, as its tests sign", a -> Es256Mutants.use(a, "ES256", TestKeys.P256));
        add(all, row("cms-dpc"), "RS384", a -> Es256Mutants.use(a, "RS384", TestKeys.RSA));
    }

    private static void publicSector(List<AcceptedRequestsTest.Accepted> all) {
        add(all, row("ping-am"), "aud is the issuer, no jti", a -> {
            a.claims.put("aud", "https://am.acme.example/am/oauth2/realms/root/realms/alpha");
            a.claims.remove("jti");
        });
        add(all, row("ping-federate"), "before version 13.1: typ JWT, aud is the token endpoint", a -> {
            a.header.put("typ", "JWT");
            a.claims.put("aud", a.endpoint);
        });
        add(all, row("helse-id"), "the sample of the guide: RS256, typ JWT, a slash after the issuer", a -> {
            Es256Mutants.use(a, "RS256", TestKeys.RSA);
            a.header.put("typ", "JWT");
            a.claims.put("aud", "https://helseid-sts.nhn.no/");
        });
        add(
                all,
                row("helse-id"),
                "assertion_details",
                a -> a.claims.put("assertion_details", List.of("helseid_authorization")));
        add(all, row("singpass"), "no kid, the code inside the JWT", a -> {
            a.header.remove("kid");
            a.claims.put("code", "SplxlOBeZQQYbYS6WxSbIA");
            a.claims.remove("jti");
        });
        add(all, row("gov-uk-one-login"), "aud is the issuer, no iat, no client_id", a -> {
            a.claims.put("aud", "https://oidc.account.gov.uk/");
            a.claims.remove("iat");
            a.form.remove("client_id");
        });
        add(
                all,
                row("login-gov"),
                "several audiences",
                a -> a.claims.put(
                        "aud",
                        List.of("https://secure.login.gov/", "https://secure.login.gov/api/openid_connect/token")));
        add(all, row("fapi-2"), "a clock 8 s ahead, PS256", a -> {
            Es256Mutants.use(a, "PS256", TestKeys.RSA);
            a.seconds("iat", 8);
            a.seconds("nbf", 8);
        });
        add(all, row("mcp-client-credentials"), "RS256, five minutes", a -> {
            Es256Mutants.use(a, "RS256", TestKeys.RSA);
            a.seconds("exp", 300);
        });
    }

    private static KillMatrixTest.Row row(String id) {
        return KillMatrixTest.rows().stream()
                .filter(row -> row.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static void add(
            List<AcceptedRequestsTest.Accepted> all,
            KillMatrixTest.Row row,
            String variant,
            Consumer<ValidRequest> change) {
        add(all, row.profile(), row.sound(), variant, change);
    }

    private static void add(
            List<AcceptedRequestsTest.Accepted> all,
            Profile profile,
            Supplier<ValidRequest> base,
            String variant,
            Consumer<ValidRequest> change) {
        all.add(new AcceptedRequestsTest.Accepted(profile, variant, base, change));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void noRuleIsBroken(AcceptedRequestsTest.Accepted accepted) {
        ValidRequest request = accepted.request();

        Diagnosis diagnosis = accepted.profile().diagnose(request.attempt(), request.context());

        assertThat(diagnosis.broken()).as("%s", diagnosis).isEmpty();
    }

    @Test
    void thereAreAtLeastForty() {
        assertThat(requests()).hasSizeGreaterThanOrEqualTo(40).doesNotHaveDuplicates();
    }
}
