// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import dev.clientauth.fakes.Clients;
import dev.clientauth.mock.MockClient;
import dev.clientauth.mock.ProviderRequests;
import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.Registration.KeyOrigin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** RFC 7517 sections 4.2 to 4.4: the declared use of a key. */
@Timeout(30)
class KeyRestrictionsTest {
    private static final RSAKey RSA = (RSAKey) Clients.RSA.publicJwk();
    private static final ECKey EC = (ECKey) Clients.EC.publicJwk();
    private MockProviderServer server;
    private ProviderRequests asking;

    @BeforeEach
    void start() throws IOException {
        server = MockProviderServer.start();
        asking = new ProviderRequests(server, Clock.systemUTC()).register();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static RSAKey.Builder rsa() {
        return new RSAKey.Builder(RSA.getModulus(), RSA.getPublicExponent()).keyID("epic-2026-11");
    }

    /** Keys that do not verify an RS384 assertion, and the messages about them. */
    static List<Map.Entry<JWK, String>> excluded() {
        return List.of(
                Map.entry(rsa().keyUse(KeyUse.ENCRYPTION).build(), "its \"use\" is \"enc\""),
                Map.entry(rsa().keyUse(new KeyUse("tls")).build(), "its \"use\" is \"tls\""),
                Map.entry(rsa().algorithm(JWSAlgorithm.RS256).build(), "its \"alg\" is \"RS256\""),
                Map.entry(rsa().algorithm(JWSAlgorithm.PS384).build(), "its \"alg\" is \"PS384\""),
                Map.entry(rsa().algorithm(JWEAlgorithm.RSA_OAEP_256).build(), "its \"alg\" is \"RSA-OAEP-256\""),
                Map.entry(rsa().algorithm(EncryptionMethod.A256GCM).build(), "its \"alg\" is \"A256GCM\""),
                Map.entry(rsa().algorithm(new Algorithm("rs384")).build(), "its \"alg\" is \"rs384\""),
                Map.entry(rsa().keyOperations(Set.of(KeyOperation.SIGN)).build(), "\"key_ops\""),
                Map.entry(rsa().keyOperations(Set.of(KeyOperation.ENCRYPT)).build(), "\"key_ops\""),
                Map.entry(
                        rsa().keyUse(KeyUse.SIGNATURE)
                                .algorithm(JWSAlgorithm.ES384)
                                .build(),
                        "its \"alg\" is \"ES384\", but the assertion's is \"RS384\""));
    }

    @ParameterizedTest
    @MethodSource("excluded")
    void aKeyForAnotherPurposeDoesNotVerify(Map.Entry<JWK, String> key) {
        server.register(
                "epic",
                Registration.of(Clients.EPIC_ID)
                        .withKeyOrigin(KeyOrigin.JWK_SET_URL)
                        .withKeys(List.of(key.getKey())));

        assertThat(asking.post("epic").statusCode()).isEqualTo(400);
        assertThat(asking.post("epic").body()).contains("invalid_client").doesNotContain("key_ops", "\"use\"");
        assertThat(server.received().get(0).notes())
                .singleElement()
                .asString()
                .startsWith("The registered key \"epic-2026-11\" was not used: ")
                .contains(key.getValue());
    }

    @Test
    void aKeyForThisPurposeOrAnyPurposeVerifies() {
        for (JWK key : List.of(
                rsa().build(),
                rsa().keyUse(KeyUse.SIGNATURE).build(),
                rsa().algorithm(JWSAlgorithm.RS384).build(),
                rsa().keyOperations(Set.of(KeyOperation.VERIFY)).build(),
                rsa().keyUse(KeyUse.SIGNATURE)
                        .algorithm(JWSAlgorithm.RS384)
                        .keyOperations(Set.of(KeyOperation.SIGN, KeyOperation.VERIFY))
                        .build())) {
            server.register(
                    "epic",
                    Registration.of(Clients.EPIC_ID)
                            .withKeyOrigin(KeyOrigin.JWK_SET_URL)
                            .withKeys(List.of(key)));
            assertThat(asking.post("epic").statusCode()).as(key.toString()).isEqualTo(200);
        }
        assertThat(server.received())
                .allSatisfy(request -> assertThat(request.notes()).isEmpty());
    }

    @Test
    void oneUsableKeyIsEnough() {
        server.register(
                "epic",
                Registration.of(Clients.EPIC_ID)
                        .withKeyOrigin(KeyOrigin.JWK_SET_URL)
                        .withKeys(List.of(rsa().keyUse(KeyUse.ENCRYPTION).build(), rsa().build())));

        assertThat(asking.post("epic").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"school", "business", "siwa", "smart"})
    void everyProviderRespectsTheUseOfAKey(String provider) {
        assertThat(asking.post(provider).statusCode()).isEqualTo(200);
        server.provider(provider)
                .clients()
                .forEach(client -> server.register(
                        provider,
                        MockClient.of(client.registration()
                                .withKeys(client.registration().keys().stream()
                                        .map(KeyRestrictionsTest::forEncryption)
                                        .toList()))));

        assertThat(asking.post(provider).statusCode()).isEqualTo(400);
        List<RecordedRequest> received = server.received();
        assertThat(received.get(received.size() - 1).notes()).anyMatch(note -> note.contains("its \"use\" is \"enc\""));
    }

    private static JWK forEncryption(JWK key) {
        return key instanceof ECKey ec
                ? new ECKey.Builder(ec).keyUse(KeyUse.ENCRYPTION).build()
                : new RSAKey.Builder((RSAKey) key).keyUse(KeyUse.ENCRYPTION).build();
    }

    @Test
    void aKeyWithoutAKidIsNamedByItsThumbprint() throws Exception {
        JWK key = new ECKey.Builder(EC.getCurve(), EC.getX(), EC.getY())
                .algorithm(JWSAlgorithm.ES384)
                .build();
        server.register("school", Registration.of(Clients.SCHOOL_ID).withKeys(List.of(key)));

        asking.post("school");
        assertThat(server.received().get(0).notes())
                .singleElement()
                .asString()
                .contains("with thumbprint " + key.computeThumbprint());
    }
}
