// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.interoperability;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.clientauth.mock.server.MockProviderServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** openid-client requests tokens from the mocks. */
class OpenIdClientTest {
    private static MockProviderServer server;
    private static NodeProgram client;
    private static JWK rsa;
    private static JWK ec;

    @BeforeAll
    static void start() throws Exception {
        server = MockProviderServer.start();
        client = NodeProgram.start("openid-client");
        client.response();
        rsa = new RSAKeyGenerator(2048).keyID("judge").generate();
        ec = new ECKeyGenerator(com.nimbusds.jose.jwk.Curve.P_256).keyID("judge").generate();
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        server.close();
    }

    static Stream<GenericProvider> providers() {
        return GenericProvider.all();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void isAccepted(GenericProvider provider) throws Exception {
        ClientRun run = run(provider);
        JsonNode response = request(run, provider, key(run), provider.audienceAt(run));
        run.accepted("_client_credentials_");
        assertThat(response.path("accepted").asBoolean()).as(response.toString()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void isRefusedWithTheAudienceOfAnotherServer(GenericProvider provider) throws Exception {
        ClientRun run = run(provider);
        JsonNode response = request(run, provider, key(run), "https://other.example.com/token");
        assertThat(response.path("error").asText()).isEqualTo("invalid_client");
        run.refused("`aud` of another server", run.provider() + ".aud");
    }

    @Test
    void isRefusedWithAnotherKey() throws Exception {
        GenericProvider provider = GenericProvider.of("private-key-jwt");
        ClientRun run = run(provider);
        JWK other = new ECKeyGenerator(com.nimbusds.jose.jwk.Curve.P_256).keyID("judge").generate();
        JsonNode response = request(run, provider, other, provider.audienceAt(run));
        assertThat(response.path("error").asText()).isEqualTo("invalid_client");
        run.refused("signed with another key", "private-key-jwt.signature.verifies");
    }

    /** The client writes no typ by default, which the specification of SMART requires. */
    @Test
    void isRefusedBySmartWithoutType() throws Exception {
        GenericProvider provider = GenericProvider.of("smart-backend-services");
        ClientRun run = run(provider);
        request(run, provider, key(run), provider.audienceAt(run), "");
        run.refused("without `typ`, as by default", "smart-backend-services.typ");
    }

    private static ClientRun run(GenericProvider provider) {
        ClientRun run = ClientRun.on(server, Judge.OPENID_CLIENT, provider.id(), rsa.toPublicJWK());
        return ClientRun.on(server, Judge.OPENID_CLIENT, provider.id(), key(run).toPublicJWK());
    }

    private static JWK key(ClientRun run) {
        return JWSAlgorithm.Family.EC.contains(run.algorithm()) ? ec : rsa;
    }

    private static JsonNode request(ClientRun run, GenericProvider provider, JWK key, String audience)
            throws Exception {
        return request(run, provider, key, audience, provider.type());
    }

    private static JsonNode request(
            ClientRun run, GenericProvider provider, JWK key, String audience, String type) throws Exception {
        Map<String, Object> message = new HashMap<>();
        message.put("tokenEndpoint", run.tokenEndpoint().toString());
        message.put("clientId", ClientRun.CLIENT_ID);
        message.put("jwk", key.toJSONObject());
        message.put("algorithm", run.algorithm().getName());
        message.put("audience", audience);
        message.put("type", type);
        message.put("parameters", provider.parameters());
        return client.call(message);
    }
}
