// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.interoperability;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.JWTAuthenticationClaimsSet;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.id.Audience;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.mock.server.MockProviderServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.security.PrivateKey;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The client of Nimbus' OAuth 2.0 SDK requests tokens from the mocks. */
class NimbusClientTest {
    private static MockProviderServer server;
    private static JWK rsa;
    private static JWK ec;

    @BeforeAll
    static void start() throws Exception {
        server = MockProviderServer.start();
        rsa = new RSAKeyGenerator(2048).keyID("judge").generate();
        ec = new ECKeyGenerator(Curve.P_256).keyID("judge").generate();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** It writes no typ, which the specification of SMART requires. */
    static Stream<GenericProvider> providers() {
        return GenericProvider.all().filter(provider -> provider.type().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("providers")
    void isAccepted(GenericProvider provider) throws Exception {
        ClientRun run = run(provider);
        TokenResponse response = request(run, provider, provider.audienceAt(run));
        run.accepted("_client_credentials_");
        assertThat(response.toSuccessResponse().getTokens().getBearerAccessToken()).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void isRefusedWithTheAudienceOfAnotherServer(GenericProvider provider) throws Exception {
        ClientRun run = run(provider);
        TokenResponse response = request(run, provider, "https://other.example.com/token");
        assertThat(response.toErrorResponse().getErrorObject().getCode()).isEqualTo("invalid_client");
        run.refused("`aud` of another server", run.provider() + ".aud");
    }

    @Test
    void isRefusedBySmartWithoutType() throws Exception {
        GenericProvider provider = GenericProvider.of("smart-backend-services");
        ClientRun run = run(provider);
        assertThat(request(run, provider, provider.audienceAt(run)).indicatesSuccess()).isFalse();
        run.refused("without `typ`, as by default", "smart-backend-services.typ");
    }

    private static ClientRun run(GenericProvider provider) {
        ClientRun run = ClientRun.on(server, Judge.NIMBUS_CLIENT, provider.id(), rsa.toPublicJWK());
        return ClientRun.on(server, Judge.NIMBUS_CLIENT, provider.id(), key(run).toPublicJWK());
    }

    private static JWK key(ClientRun run) {
        return JWSAlgorithm.Family.EC.contains(run.algorithm()) ? ec : rsa;
    }

    private static TokenResponse request(ClientRun run, GenericProvider provider, String audience)
            throws Exception {
        JWK key = key(run);
        PrivateKey secret =
                key == ec ? key.toECKey().toECPrivateKey() : key.toRSAKey().toRSAPrivateKey();
        PrivateKeyJWT authentication = new PrivateKeyJWT(
                new JWTAuthenticationClaimsSet(new ClientID(ClientRun.CLIENT_ID), new Audience(audience)),
                run.algorithm(),
                secret,
                "judge",
                null);
        TokenRequest.Builder request =
                new TokenRequest.Builder(run.tokenEndpoint(), authentication, new ClientCredentialsGrant());
        String scope = provider.parameters().get("scope");
        if (scope != null) {
            request.scope(Scope.parse(scope));
        }
        return TokenResponse.parse(request.build().toHTTPRequest().send());
    }
}
