// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.ring;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.clientauth.key.SigningKey;
import dev.clientauth.key.ring.KeyRingEvent.Step;
import dev.clientauth.key.ring.RingKey.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Rings whose private keys are in a JWK Set file, a key store, or code. */
class ProvidedKeysTest extends RingFixture {
    @TempDir
    private Path elsewhere;

    private static JWK generated(String keyId) throws Exception {
        return new ECKeyGenerator(Curve.P_256).keyID(keyId).generate();
    }

    private void write(Path file, JWK... keys) throws IOException {
        Files.writeString(file, new JWKSet(List.of(keys)).toString(false));
    }

    private List<State> states(KeyRing ring) {
        return ring.keys().stream().map(RingKey::state).toList();
    }

    private void publishAndWait(KeyRing ring) {
        publisher.keys = ring.publicKeys();
        ring.advance();
        clock.advance(publisher.maxAge);
        ring.advance();
    }

    @Test
    void aKeyThatIsAddedToAJwkSetFileIsPublishedBeforeItSigns() throws Exception {
        Path file = elsewhere.resolve("private.json");
        JWK first = generated("first");
        JWK second = generated("second");
        write(file, first);
        KeyRing ring = open(builder().jwkSet(file));
        assertThat(keyId(ring.current())).isEqualTo("first");
        publisher.keys = ring.publicKeys();
        ring.advance();

        write(file, first, second);
        ring.advance();
        assertThat(states(ring)).containsExactly(State.CURRENT, State.NEXT);
        assertThat(keyId(ring.current())).isEqualTo("first");
        publishAndWait(ring);
        assertThat(keyId(ring.current())).isEqualTo("second");
        clock.advance(Duration.ofHours(1));
        ring.advance();
        assertThat(ring.keys()).extracting(RingKey::keyId).containsExactly("second");
        ring.advance();
        assertThat(ring.keys()).as("the first key is still in the file").hasSize(1);
        assertThat(steps()).containsExactly(Step.STAGED, Step.PUBLISHED, Step.RETIRED, Step.SIGNING, Step.REMOVED);

        write(file, second);
        assertThat(keyId(open(builder().jwkSet(file)).current())).isEqualTo("second");
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("lock", "ring.json", "jwks.json");
        assertThat(Files.readString(directory.resolve("ring.json"))).doesNotContain("\"d\"");
    }

    @Test
    void aRetiredKeyStaysPublishedAlsoIfItLeavesTheFileEarly() throws Exception {
        Path file = elsewhere.resolve("private.json");
        JWK first = generated("first");
        JWK second = generated("second");
        write(file, first, second);
        KeyRing ring = open(builder().jwkSet(file));
        publishAndWait(ring);
        write(file, second);
        KeyRing fresh = open(builder().jwkSet(file));
        assertThat(fresh.publicKeys().find("first")).isPresent();
        assertThat(keyId(fresh.current())).isEqualTo("second");
        assertThat(fresh.retired()).isEmpty();
        assertThat(fresh.problems()).containsOnlyKeys("first");
    }

    @Test
    void aCurrentKeyThatLeavesTheFileIsReportedAndKeepsSigning() throws Exception {
        Path file = elsewhere.resolve("private.json");
        write(file, generated("first"));
        KeyRing ring = open(builder().jwkSet(file));
        publisher.keys = ring.publicKeys();
        write(file, generated("second"));
        ring.advance();
        assertThat(keyId(ring.current())).isEqualTo("first");
        assertThat(states(ring)).containsExactly(State.CURRENT, State.NEXT);
        assertThatThrownBy(() -> open(builder().jwkSet(file)))
                .hasMessageContaining("the current key first cannot be used: the application does not provide it");
    }

    @Test
    void aFileThatIsHalfWrittenOrEmptyChangesNothing() throws Exception {
        Path file = elsewhere.resolve("private.json");
        write(file, generated("first"));
        KeyRing ring = open(builder().jwkSet(file));
        String text = Files.readString(file);
        for (String wrong : List.of("", text.substring(0, text.length() / 2), "{\"keys\":[]}")) {
            Files.writeString(file, wrong);
            ring.advance();
            assertThat(keyId(ring.current())).isEqualTo("first");
        }
        Files.delete(file);
        ring.advance();
        assertThat(lastMessage()).contains("private.json is missing");
        assertThat(events).allSatisfy(event -> {
            assertThat(event.step()).isEqualTo(Step.FAILED);
            assertThat(event.message()).doesNotContain("\"d\"");
        });
        Files.writeString(file, text);
        ring.advance();
        assertThat(ring.problems()).isEmpty();
    }

    @Test
    void keysForEncryptionAndPublicKeysOfTheFileDoNotSign() throws Exception {
        Path file = elsewhere.resolve("private.json");
        JWK encryption = new ECKeyGenerator(Curve.P_256)
                .keyUse(KeyUse.ENCRYPTION)
                .keyID("enc")
                .generate();
        JWK good = generated("good");
        Files.writeString(
                file,
                "{\"keys\":[" + encryption.toJSONString() + ","
                        + generated("public").toPublicJWK().toJSONString() + "," + good.toJSONString() + "]}");
        KeyRing ring = open(builder().jwkSet(file));
        assertThat(keyId(ring.current())).isEqualTo("good");
        assertThat(ring.keys()).hasSize(1);
    }

    @Test
    void theKeysOfAKeyStoreSignInTheOrderOfTheirAliases() throws Exception {
        Path file = elsewhere.resolve("keys.p12");
        char[] password = "changeit".toCharArray();
        KeyStoreWriter.write(file, password, "2026-01");
        KeyRing ring = open(builder().keyStore(file, password));
        String first = keyId(ring.current());
        assertThat(first).isEqualTo(ring.current().thumbprint());
        publisher.keys = ring.publicKeys();

        KeyStoreWriter.write(file, password, "2026-06");
        ring.advance();
        publishAndWait(ring);
        assertThat(keyId(ring.current())).isNotEqualTo(first);
        assertThat(ring.retired()).extracting(RingFixture::keyId).containsExactly(first);
    }

    @Test
    void keysOfTheApplicationAreStagedOneAfterTheOther() {
        SigningKey first = SigningKey.generate(JWSAlgorithm.ES256).withKeyId("first");
        SigningKey second = SigningKey.generate(JWSAlgorithm.ES256).withKeyId("second");
        SigningKey third = SigningKey.generate(JWSAlgorithm.ES256).withKeyId("third");
        List<SigningKey> held = new ArrayList<>(List.of(first));
        KeyRing ring = open(builder().keys(() -> held));
        held.add(second);
        held.add(third);
        ring.advance();
        assertThat(ring.keys()).extracting(RingKey::keyId).containsExactly("first", "second");
        publishAndWait(ring);
        assertThat(keyId(ring.current())).isEqualTo("second");
        ring.advance();
        assertThat(ring.keys()).extracting(RingKey::keyId).containsExactly("first", "second", "third");
        assertThatThrownBy(ring::rotate).hasMessageContaining("The application provides the keys");
    }

    @Test
    void anApplicationThatCannotProvideItsKeysNowIsReportedAndSignsOn() {
        SigningKey first = SigningKey.generate(JWSAlgorithm.ES256);
        boolean[] isDown = new boolean[1];
        KeyRing ring = open(builder().keys(() -> {
            if (isDown[0]) {
                throw new IllegalArgumentException("the service is down");
            }
            return List.of(first);
        }));
        isDown[0] = true;
        ring.advance();
        ring.advance();
        assertThat(steps()).containsExactly(Step.FAILED);
        assertThat(lastMessage()).contains("java.lang.IllegalArgumentException").doesNotContain("the service");
        assertThat(ring.current().thumbprint()).isEqualTo(first.thumbprint());
    }

    @Test
    void providedAndCreatedKeysDoNotMix() {
        SigningKey key = SigningKey.generate(JWSAlgorithm.ES256);
        assertThatThrownBy(() -> builder()
                        .keys(() -> List.of(key))
                        .rotateEvery(Duration.ofDays(1))
                        .open())
                .hasMessageContaining("Remove key(…) and rotateEvery(…).");
        assertThatThrownBy(() -> builder().keys(List::<SigningKey>of).open())
                .hasMessageContaining("the application provides no signing key");
    }

    @Test
    void aPrivateKeyNeverGetsIntoTheSet() throws Exception {
        Path file = elsewhere.resolve("private.json");
        ECKey key = (ECKey) generated("first");
        write(file, key);
        KeyRing ring = open(builder().jwkSet(file));
        assertThat(ring.publicKeys().toJson() + Files.readString(directory.resolve("jwks.json")))
                .contains(key.getX().toString())
                .doesNotContain(key.getD().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://app.example.com/jwks.json",
                "https:jwks.json",
                "https://user:secret@app.example.com/jwks.json",
                "http://127.0.0.2/jwks.json"
            })
    void aJwkSetUrlThatIsNotSafeIsRejectedWithoutQuotingIt(String url) {
        assertThatThrownBy(() -> builder().jwkSetUrl(URI.create(url)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("url must be https, or http on loopback")
                .hasMessageNotContaining("secret");
    }
}
