// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.keys;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;
import dev.clientauth.fakes.ForgedAssertion;
import dev.clientauth.fakes.MovableClock;
import dev.clientauth.key.PublicKeySet;
import dev.clientauth.key.SigningKey;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.provider.Epic;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class ClientKeysTest {
    private static final JWK FIRST = key("first");
    private static final JWK SECOND = key("second");

    private final MovableClock clock = new MovableClock();
    private final ClientKeys keys = new ClientKeys(Epic.sandbox(), clock);
    private final TokenRequest attempt =
            TokenRequest.builder().parameter("client_assertion", "x.y.z").build();

    private static JWK key(String kid) {
        return SigningKey.generate(JWSAlgorithm.ES384).withKeyId(kid).publicJwk();
    }

    private static Registration client(JWK... keys) {
        return Registration.of("the-client").withKeys(List.of(keys));
    }

    private RegisteredKeys onFile(Registration registration) {
        return keys.current(registration, attempt);
    }

    @Test
    void withoutADelayKeysAreAcceptedAtOnce() {
        keys.registered(client(FIRST));
        assertThat(onFile(client(FIRST)).registration().keys()).containsExactly(FIRST);
        keys.registered(client(SECOND));
        assertThat(onFile(client(SECOND)).registration().keys()).containsExactly(SECOND);
        assertThat(onFile(client(SECOND)).notes()).isEmpty();
    }

    /** Epic: up to 15 minutes for its sandbox. */
    @Test
    void aNewKeyIsNotAcceptedBeforeItIsSynced() {
        keys.syncDelay(Duration.ofMinutes(15));
        keys.registered(client(FIRST));
        assertThat(onFile(client(FIRST)).registration().keys()).isEmpty();
        assertThat(onFile(client(FIRST)).notes())
                .singleElement()
                .asString()
                .contains("have not reached the provider yet")
                .contains(clock.instant().plus(Duration.ofMinutes(15)).toString());
        clock.advance(Duration.ofMinutes(15));
        assertThat(onFile(client(FIRST)).registration().keys()).containsExactly(FIRST);
        keys.registered(client(SECOND));
        assertThat(onFile(client(SECOND)).registration().keys()).containsExactly(FIRST);
        clock.advance(Duration.ofMinutes(15));
        assertThat(onFile(client(SECOND)).registration().keys()).containsExactly(SECOND);
        assertThat(onFile(client(SECOND)).notes()).isEmpty();
    }

    @Test
    void registeringTheSameKeyAgainChangesNothing() {
        keys.syncDelay(Duration.ofHours(12));
        keys.registered(client(FIRST));
        clock.advance(Duration.ofHours(12));
        keys.registered(client(FIRST));
        assertThat(onFile(client(FIRST)).registration().keys()).containsExactly(FIRST);
    }

    @Test
    void syncingCanBeSpedUp() {
        keys.syncDelay(Duration.ofHours(12));
        keys.speedUp(720);
        keys.registered(client(FIRST));
        clock.advance(Duration.ofSeconds(59));
        assertThat(onFile(client(FIRST)).registration().keys()).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(onFile(client(FIRST)).registration().keys()).containsExactly(FIRST);
    }

    @Test
    void aRemovedClientLosesItsKeys() {
        keys.syncDelay(Duration.ofMinutes(15));
        keys.registered(client(FIRST));
        clock.advance(Duration.ofMinutes(15));
        keys.removed("the-client");
        assertThat(onFile(client(FIRST)).registration().keys()).isEmpty();
    }

    @Test
    void theKeysOfAJwkSetUrlAreFetchedForAJwt() throws IOException {
        SigningKey key = SigningKey.generate(JWSAlgorithm.ES384).withKeyId("published");
        try (MockWebServer web = new MockWebServer()) {
            web.start();
            web.enqueue(new MockResponse.Builder()
                    .code(200)
                    .body(PublicKeySet.of(key).toJson())
                    .build());
            Registration byUrl =
                    Registration.of("the-client").withJwkSetUrl(web.url("/jwks").uri());
            TokenRequest signed = TokenRequest.builder()
                    .parameter(
                            "client_assertion",
                            new ForgedAssertion()
                                    .header("alg", "ES384")
                                    .header("kid", "published")
                                    .signed(JWSAlgorithm.ES384, key))
                    .build();
            keys.registered(byUrl);
            RegisteredKeys found = keys.current(byUrl, signed);
            assertThat(found.registration().keys()).extracting(JWK::getKeyID).containsExactly("published");
            assertThat(found.registration().jwkSetUrl()).isEqualTo(byUrl.jwkSetUrl());
            assertThat(found.notes()).singleElement().asString().contains("1 usable key");
        }
    }

    /** Every header gets a response. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"none\"}",
                "{\"alg\":\"HS256\",\"kid\":\"published\"}",
                "{\"alg\":\"XX1\",\"kid\":\"published\"}",
                "{\"alg\":\"RSA-OAEP\",\"enc\":\"A128GCM\"}",
                "{\"alg\":\"ES384\",\"kid\":\"published\",\"crit\":[\"x\"],\"x\":1}",
                "{\"alg\":\"ES384\",\"kid\":\"published\",\"crit\":[]}",
                "{\"alg\":\"ES384\",\"kid\":\"published\",\"b64\":false,\"crit\":[\"b64\"]}",
                "{\"alg\":\"ES384\",\"kid\":\"published\",\"zip\":\"DEF\",\"typ\":5}",
                "{\"alg\":\"ES384\",\"kid\":5}",
                "{\"alg\":\"ES256\",\"kid\":\"published\"}",
                "{\"alg\":\"EdDSA\",\"kid\":\"published\",\"jwk\":{\"kty\":\"oct\",\"k\":\"AA\"}}",
                "{\"alg\":\"ES384\",\"kid\":\"published\",\"jwk\":{\"kty\":\"oct\",\"k\":\"AA\"}}",
                "{\"alg\":\"ES384\",\"kid\":\"published\",\"x5c\":[5],\"jku\":\"::\"}",
                "{}",
                "null",
                "5"
            })
    void anUnusualHeaderIsIgnored(String header) throws IOException {
        SigningKey key = SigningKey.generate(JWSAlgorithm.ES384).withKeyId("published");
        String json = PublicKeySet.of(key).toJson();
        try (MockWebServer web = new MockWebServer()) {
            web.start();
            for (int i = 0; i < 2; i++) {
                web.enqueue(new MockResponse.Builder().code(200).body(json).build());
            }
            Registration byUrl =
                    Registration.of("the-client").withJwkSetUrl(web.url("/jwks").uri());
            String sound = new ForgedAssertion()
                    .header("alg", "ES384")
                    .header("kid", "published")
                    .signed(JWSAlgorithm.ES384, key);
            String odd = Base64URL.encode(header) + sound.substring(sound.indexOf('.'));
            assertThat(keys.current(byUrl, sent(sound)).registration().keys()).hasSize(1);
            assertThat(keys.current(byUrl, sent(odd)).registration().clientId()).isEqualTo("the-client");
        }
    }

    private static TokenRequest sent(String assertion) {
        return TokenRequest.builder().parameter("client_assertion", assertion).build();
    }

    /** Nothing is fetched for a text that is not a JWT, nor if a static key is registered. */
    @ParameterizedTest
    @ValueSource(strings = {"", "x", "x.y.z", "eyJhbGciOiJub25lIn0.e30."})
    void keysAreFetchedOnlyIfNeeded(String assertion) {
        Registration byUrl = Registration.of("the-client").withJwkSetUrl(URI.create("http://127.0.0.1:1/jwks"));
        TokenRequest broken =
                TokenRequest.builder().parameter("client_assertion", assertion).build();
        assertThat(keys.current(byUrl, broken).notes()).isEmpty();
        Registration both = byUrl.withKeys(List.of(FIRST));
        keys.registered(both);
        assertThat(keys.current(both, broken).registration().keys()).containsExactly(FIRST);
    }
}
