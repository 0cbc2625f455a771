// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.interoperability;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.clientauth.mock.server.MockProviderServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.security.oauth2.client.endpoint.NimbusJwtClientAuthenticationParametersConverter;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;

import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Spring Security's client requests tokens from the mocks. */
class SpringSecurityClientTest {
    private static MockProviderServer server;
    private static JWK rsa;
    private static JWK ec;

    @BeforeAll
    static void start() throws Exception {
        server = MockProviderServer.start();
        // The converter takes the first algorithm of the key's type unless the key names one.
        rsa = new RSAKeyGenerator(2048).keyID("judge").algorithm(JWSAlgorithm.RS384).generate();
        ec = new ECKeyGenerator(Curve.P_256).keyID("judge").algorithm(JWSAlgorithm.ES256).generate();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** It writes the URL of the token endpoint as the audience, and no typ. */
    static Stream<GenericProvider> providers() {
        return GenericProvider.all().filter(provider ->
                provider.audience() == GenericProvider.Audience.TOKEN_ENDPOINT
                        && provider.type().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("providers")
    void isAccepted(GenericProvider provider) {
        ClientRun run = run(provider);
        assertThat(request(run, provider, key(run))).isNotBlank();
        run.accepted("_client_credentials_");
    }

    @ParameterizedTest
    @MethodSource("providers")
    void isRefusedWithAnotherKey(GenericProvider provider) throws Exception {
        ClientRun run = run(provider);
        JWK key = key(run);
        JWK other = key == ec
                ? new ECKeyGenerator(Curve.P_256).keyID("judge").algorithm(JWSAlgorithm.ES256).generate()
                : new RSAKeyGenerator(2048).keyID("judge").algorithm(JWSAlgorithm.RS384).generate();
        assertThatExceptionOfType(OAuth2AuthorizationException.class)
                .isThrownBy(() -> request(run, provider, other))
                .satisfies(refused ->
                        assertThat(refused.getError().getErrorCode()).isEqualTo("invalid_client"));
        run.refused("signed with another key", run.provider() + ".signature.verifies");
    }

    private static ClientRun run(GenericProvider provider) {
        ClientRun run = ClientRun.on(server, Judge.SPRING_SECURITY, provider.id(), rsa.toPublicJWK());
        return ClientRun.on(server, Judge.SPRING_SECURITY, provider.id(), key(run).toPublicJWK());
    }

    private static JWK key(ClientRun run) {
        return JWSAlgorithm.Family.EC.contains(run.algorithm()) ? ec : rsa;
    }

    private static String request(ClientRun run, GenericProvider provider, JWK key) {
        RestClientClientCredentialsTokenResponseClient client = new RestClientClientCredentialsTokenResponseClient();
        client.addParametersConverter(new NimbusJwtClientAuthenticationParametersConverter<>(registration -> key));
        String scope = provider.parameters().get("scope");
        ClientRegistration registration = ClientRegistration.withRegistrationId(provider.id())
                .clientId(ClientRun.CLIENT_ID)
                .clientAuthenticationMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .tokenUri(run.tokenEndpoint().toString())
                .scope(scope == null ? List.of() : List.of(scope))
                .build();
        return client.getTokenResponse(new OAuth2ClientCredentialsGrantRequest(registration))
                .getAccessToken()
                .getTokenValue();
    }
}
