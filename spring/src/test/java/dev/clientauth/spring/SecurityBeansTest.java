// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.discovery.DiscoveryException;
import dev.clientauth.key.SigningKey;
import dev.clientauth.provider.PrivateKeyJwt;
import dev.clientauth.provider.SignInWithApple;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.util.MultiValueMap;

import java.net.URI;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Spring Security's OAuth2 client together with clients of this library. */
class SecurityBeansTest {
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ClientAuthAutoConfiguration.class, ClientAuthSecurityAutoConfiguration.class));

    private static ClientRegistration registration(String id, URI tokenUri, ClientAuthenticationMethod method) {
        return ClientRegistration.withRegistrationId(id)
                .clientId("spring")
                .clientSecret("springs-secret")
                .clientAuthenticationMethod(method)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .tokenUri(tokenUri.toString())
                .build();
    }

    @Test
    void aRegistrationWithoutAClientOfOursIsLeftToSpringSecurity() throws Exception {
        try (StubApi server = new StubApi()) {
            server.then(400);
            application.withPropertyValues(TestClient.school("school")).run(context -> {
                @SuppressWarnings("unchecked")
                OAuth2AccessTokenResponseClient<OAuth2ClientCredentialsGrantRequest> client =
                        (OAuth2AccessTokenResponseClient<OAuth2ClientCredentialsGrantRequest>)
                                context.getBean("clientauthClientCredentialsClient");
                ClientRegistration other =
                        registration("other", server.uri("/token"), ClientAuthenticationMethod.CLIENT_SECRET_POST);
                try {
                    client.getTokenResponse(new OAuth2ClientCredentialsGrantRequest(other));
                } catch (RuntimeException e) {
                    assertThat(e).hasMessageNotContaining("springs-secret");
                }
                assertThat(server.received)
                        .singleElement()
                        .satisfies(request -> assertThat(request.body()).contains("client_secret=springs-secret"));
            });
        }
    }

    @Test
    void metadataThatCannotBeFetchedIsAnErrorOfSpringSecurity() {
        application
                .withPropertyValues(TestClient.school(
                        "epic", "provider=epic", "scopes=system/Patient.read", "fhir-base=http://127.0.0.1:9/R4"))
                .run(context -> {
                    @SuppressWarnings("unchecked")
                    OAuth2AccessTokenResponseClient<OAuth2ClientCredentialsGrantRequest> client =
                            (OAuth2AccessTokenResponseClient<OAuth2ClientCredentialsGrantRequest>)
                                    context.getBean("clientauthClientCredentialsClient");
                    ClientRegistration epic = registration(
                            "epic", URI.create("http://127.0.0.1:9/token"), ClientAuthenticationMethod.PRIVATE_KEY_JWT);
                    assertThatThrownBy(() -> client.getTokenResponse(new OAuth2ClientCredentialsGrantRequest(epic)))
                            .isInstanceOf(OAuth2AuthorizationException.class)
                            .hasCauseInstanceOf(DiscoveryException.class);
                });
    }

    @Test
    void aResponseClientOfTheApplicationReplacesOurs() {
        OAuth2AccessTokenResponseClient<OAuth2ClientCredentialsGrantRequest> own = request -> {
            throw new UnsupportedOperationException();
        };
        application
                .withPropertyValues(TestClient.school("school"))
                .withBean("own", OAuth2AccessTokenResponseClient.class, () -> own)
                .run(context -> assertThat(context).hasSingleBean(OAuth2AccessTokenResponseClient.class));
    }

    @Test
    void withoutSpringSecurityNothingOfItIsNeeded() {
        application
                .withClassLoader(new FilteredClassLoader("org.springframework.security"))
                .withPropertyValues(TestClient.school("school"))
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void theConverterWritesAClientAssertion() {
        ClientAuthenticator client = ClientAuthenticator.builder(
                        PrivateKeyJwt.profile("https://as.example.com", URI.create("https://as.example.com/token")))
                .clientId("spring")
                .signingKey(SigningKey.generate(JWSAlgorithm.ES256).withKeyId("k1"))
                .build();
        MultiValueMap<String, String> parameters = converted(client);
        assertThat(parameters.toSingleValueMap())
                .containsEntry("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                .hasEntrySatisfying("client_assertion", jwt -> assertThat(jwt).matches("ey[^.]+\\.ey[^.]+\\..+"))
                .hasSize(2);
    }

    @Test
    void theConverterWritesTheClientSecretOfSignInWithApple() {
        ClientAuthenticator client = ClientAuthenticator.builder(SignInWithApple.profile())
                .clientId("com.example.web")
                .teamId(TestClient.TEAM_ID)
                .signingKey(SigningKey.of(TestClient.KEY))
                .build();
        assertThat(converted(client)).containsOnlyKeys("client_secret");
    }

    private static MultiValueMap<String, String> converted(ClientAuthenticator client) {
        return ClientAssertionConverter.<OAuth2ClientCredentialsGrantRequest>of(client)
                .convert(new OAuth2ClientCredentialsGrantRequest(registration(
                        "r", URI.create("https://as.example.com/token"), ClientAuthenticationMethod.PRIVATE_KEY_JWT)));
    }
}
