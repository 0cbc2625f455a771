// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.SignedJWT;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.TestCertificates;
import dev.clientauth.key.SigningKey;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.Registration.KeyOrigin;
import dev.clientauth.provider.Providers;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("An identity token of a mock has the issuer of its provider")
class IdentityTokenIssuerTest {
    private static final URI CALLBACK = URI.create("https://app.example.com/callback");

    @ParameterizedTest
    @CsvSource({
        "keycloak, https://sso.example.com/realms/main",
        "okta, https://dev-123456.okta.com",
        "auth0, https://tenant.eu.auth0.com/",
        "ping-am, https://am.example.com/am/oauth2",
        "microsoft-entra-id, https://login.microsoftonline.com/contoso.onmicrosoft.com/v2.0",
        "helse-id, https://helseid-sts.nhn.no",
        "singpass, https://id.singpass.gov.sg",
        "gov-uk-one-login, https://oidc.account.gov.uk/",
        "login-gov, https://secure.login.gov/",
        "epic, https://fhir.epic.com/interconnect-fhir-oauth/oauth2",
        "private-key-jwt, https://server.example.com",
    })
    void issuer(String provider, String issuer) throws Exception {
        JWSAlgorithm algorithm = Providers.example(provider).algorithms().get(0);
        SigningKey generated = SigningKey.generate(algorithm);
        SigningKey key = generated.withCertificate(TestCertificates.of(generated));
        try (MockProviderServer server = MockProviderServer.start()) {
            MockProvider mock = server.provider(provider);
            mock.register(Registration.of("web-app")
                    .withKeys(List.of(key.publicJwk()))
                    .withKeyOrigin(KeyOrigin.JWK_SET_URL));
            ClientAuthenticator client = ClientAuthenticator.builder(Providers.example(provider))
                    .clientId("web-app")
                    .signingKey(key)
                    .tokenEndpoint(mock.tokenEndpoint())
                    .build();

            TokenResponse response =
                    client.request(Grant.authorizationCode(mock.authorizationCode("web-app", CALLBACK), CALLBACK));

            String identityToken = response.idToken().orElseThrow();
            assertThat(SignedJWT.parse(identityToken).getJWTClaimsSet().getIssuer())
                    .isEqualTo(issuer);
        }
    }
}
