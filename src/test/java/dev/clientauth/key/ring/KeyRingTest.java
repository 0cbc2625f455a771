// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.ring;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.key.PublicKeySet;
import dev.clientauth.key.SigningKey;
import dev.clientauth.key.ring.KeyRingEvent.Step;
import dev.clientauth.key.ring.RingKey.State;
import dev.clientauth.provider.PrivateKeyJwt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeyRingTest extends RingFixture {
    @Test
    void aNewRingHasOneKeyWithItsThumbprintAsKeyId() {
        KeyRing ring = open();

        assertThat(keyId(ring.current())).isEqualTo(ring.current().thumbprint());
        assertThat(ring.keys()).extracting(RingKey::state).containsExactly(State.CURRENT);
        assertThat(ring.publicKeys().toJwkSet().getKeys()).hasSize(1);
        assertThat(keyId(open().current())).isEqualTo(keyId(ring.current()));
    }

    @Test
    void aKeyIsRotatedStepByStep() {
        KeyRing ring = open();
        String first = keyId(ring.current());
        publisher.keys = ring.publicKeys();
        ring.rotate();
        String second = ring.keys().get(1).keyId();
        ring.advance();
        assertThat(keyId(ring.current())).as("not published").isEqualTo(first);

        publisher.keys = ring.publicKeys();
        ring.advance();
        clock.advance(Duration.ofMinutes(10).minusMillis(1));
        ring.advance();
        assertThat(keyId(ring.current())).as("caches may hold the old set").isEqualTo(first);

        clock.advance(Duration.ofMillis(1));
        ring.advance();
        assertThat(keyId(ring.current())).isEqualTo(second);
        assertThat(ring.publicKeys().find(first)).as("still published").isPresent();

        clock.advance(Duration.ofHours(1));
        ring.advance();
        assertThat(ring.keys()).extracting(RingKey::keyId).containsExactly(second);
        assertThat(steps()).containsExactly(Step.STAGED, Step.PUBLISHED, Step.RETIRED, Step.SIGNING, Step.REMOVED);
    }

    @Test
    void withoutCacheControlTheNextKeyWaits29Hours() {
        KeyRing ring = open();
        ring.rotate();
        publisher.headers.put("Cache-Control", "");
        publisher.keys = ring.publicKeys();
        ring.advance();
        clock.advance(Duration.ofHours(29).minusSeconds(1));
        ring.advance();
        assertThat(ring.keys().get(1).state()).isEqualTo(State.NEXT);
        clock.advance(Duration.ofSeconds(1));
        ring.advance();
        assertThat(ring.keys().get(1).state()).isEqualTo(State.CURRENT);
    }

    @Test
    void theLongestMaxAgeSeenDuringARotationCounts() {
        KeyRing ring = open();
        publisher.keys = ring.publicKeys();
        ring.rotate();
        publisher.maxAge = Duration.ofHours(2);
        ring.advance();
        publisher.keys = ring.publicKeys();
        publisher.maxAge = Duration.ofMinutes(1);
        ring.advance();
        clock.advance(Duration.ofHours(2).minusSeconds(1));
        ring.advance();
        assertThat(ring.keys().get(1).state()).isEqualTo(State.NEXT);
        clock.advance(Duration.ofSeconds(1));
        ring.advance();
        assertThat(ring.keys().get(1).state()).isEqualTo(State.CURRENT);
    }

    @Test
    void theWaitStartsAgainIfTheUrlNoLongerReturnsTheNextKey() {
        KeyRing ring = open();
        PublicKeySet old = ring.publicKeys();
        ring.rotate();
        publisher.keys = ring.publicKeys();
        ring.advance();
        clock.advance(Duration.ofMinutes(9));
        publisher.keys = old;
        ring.advance();
        publisher.keys = ring.publicKeys();
        ring.advance();
        clock.advance(Duration.ofMinutes(9));
        ring.advance();
        assertThat(ring.keys().get(1).state()).isEqualTo(State.NEXT);
        assertThat(steps()).containsExactly(Step.STAGED, Step.PUBLISHED, Step.UNPUBLISHED, Step.PUBLISHED);
    }

    @Test
    void anotherKeyWithTheSameKeyIdIsNotTheNextKey() {
        KeyRing ring = open();
        ring.rotate();
        String next = ring.keys().get(1).keyId();
        publisher.keys = PublicKeySet.of(
                ring.current(), SigningKey.generate(JWSAlgorithm.ES256).withKeyId(next));
        ring.advance();
        assertThat(ring.keys().get(1).publishedSince()).isEmpty();
    }

    @Test
    void whileThePublisherIsDownTheNextKeyDoesNotSignAndTheFailureIsReportedOnce() {
        KeyRing ring = open();
        ring.rotate();
        publisher.keys = ring.publicKeys();
        ring.advance();
        publisher.close();
        clock.advance(Duration.ofDays(3));
        ring.advance();
        ring.advance();
        assertThat(ring.keys().get(1).state()).isEqualTo(State.NEXT);
        assertThat(steps()).containsExactly(Step.STAGED, Step.PUBLISHED, Step.FAILED);
        assertThat(lastMessage()).contains("The JWK Set URL could not be fetched: the connection was ");
    }

    @Test
    void anotherProcessNoticesTheStepsAndReportsThem() {
        KeyRing one = open();
        List<KeyRingEvent> heard = new ArrayList<>();
        KeyRing other = open(builder().listener(heard::add));
        one.rotate();
        one.signWithNextKey();
        assertThat(keyId(other.current())).isNotEqualTo(keyId(one.current()));
        other.advance();
        assertThat(keyId(other.current())).isEqualTo(keyId(one.current()));
        assertThat(heard.stream().map(KeyRingEvent::step)).contains(Step.RETIRED, Step.STAGED);
    }

    @Test
    void twoRingsThatRotateAtOnceCreateOneNextKey() throws Exception {
        open();
        List<KeyRing> rings = Stream.generate(this::open).limit(6).toList();
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = rings.stream()
                .map(ring -> new Thread(() -> {
                    try {
                        start.await();
                        ring.rotate();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(open().keys()).extracting(RingKey::state).containsExactly(State.CURRENT, State.NEXT);
    }

    @Test
    void aKeyFileIsAddedWithItsRegisteredKeyId(@TempDir Path other) throws IOException {
        Path file = other.resolve("epic.jwk");
        SigningKey epic = SigningKey.load(Path.of("src/test/resources/keys/ec-256.pkcs8.pem"));
        Files.copy(Path.of("src/test/resources/keys/ec-256.pkcs8.pem"), file);

        KeyRing ring = open(builder().key(file, "epic-2026-11"));
        assertThat(ring.current().thumbprint()).isEqualTo(epic.thumbprint());
        assertThat(ring.current().keyId()).contains("epic-2026-11");
        assertThat(open(builder().key(file, "epic-2026-11")).keys()).hasSize(1);
        assertThat(open(builder().key(file, "epic-2026-12")).keys())
                .extracting(RingKey::state)
                .containsExactly(State.CURRENT, State.NEXT);
    }

    @Test
    void eachPublishedKeyHasAKeyIdAnAlgorithmAndAUse() {
        KeyRing ring = open(builder().algorithm(JWSAlgorithm.RS384));
        ring.rotate();
        assertThat(ring.publicKeys().toJwkSet().getKeys()).hasSize(2).allSatisfy(jwk -> {
            assertThat(jwk.getAlgorithm()).isEqualTo(JWSAlgorithm.RS384);
            assertThat(jwk.getKeyUse().getValue()).isEqualTo("sig");
            assertThat(jwk.isPrivate()).isFalse();
        });
        assertThat(ring.current().algorithms()).containsExactly(JWSAlgorithm.RS384);
        assertThat(open(builder()).publicKeys().toJson())
                .as("a process with another setting")
                .isEqualTo(ring.publicKeys().toJson());
    }

    @Test
    void aKeyIsReplacedAtItsAge() {
        KeyRing ring = open(builder().rotateEvery(Duration.ofDays(90)));
        clock.advance(Duration.ofDays(90).minusSeconds(1));
        ring.advance();
        assertThat(ring.keys()).hasSize(1);
        clock.advance(Duration.ofSeconds(1));
        ring.advance();
        assertThat(ring.keys()).extracting(RingKey::state).containsExactly(State.CURRENT, State.NEXT);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void onlyTheOwnerCanReadKeysAndOthersAreReported() throws IOException {
        KeyRing ring = open();
        Path file = directory.resolve(ring.keys().get(0).file().orElseThrow());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(events).isEmpty();

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        open();
        assertThat(steps()).containsExactly(Step.EXPOSED);
    }

    @Test
    void theDirectoryHasThePublicSetAndNoFileOfARemovedKey() throws IOException {
        KeyRing ring = open();
        String first = ring.keys().get(0).file().orElseThrow();
        ring.rotate();
        assertThat(Files.readString(directory.resolve("jwks.json")))
                .isEqualTo(ring.publicKeys().toJson());
        Files.writeString(directory.resolve("key-left"), "by a process that was killed");
        ring.signWithNextKey();
        clock.advance(Duration.ofHours(1));
        ring.advance();
        assertThat(directory.resolve(first)).doesNotExist();
        assertThat(directory.resolve("key-left")).doesNotExist();
        assertThat(Files.readString(directory.resolve("jwks.json"))).doesNotContain("\"d\"");
    }

    @Test
    void keysGivenInCodeDoNotChange() {
        SigningKey key = SigningKey.generate(JWSAlgorithm.ES256);
        KeyRing ring = KeyRing.of(key, SigningKey.generate(JWSAlgorithm.ES256));
        assertThat(ring.current()).isSameAs(key);
        assertThat(ring.publicKeys().toJwkSet().getKeys()).hasSize(2);
        assertThatThrownBy(ring::rotate).hasMessageContaining("KeyRing.directory");
    }

    @Test
    void aRequestSignedWithTheNewKeyIsDiagnosedWithTheNewKey() {
        KeyRing ring = open();
        ClientAuthenticator client = ClientAuthenticator.builder(
                        PrivateKeyJwt.withTokenEndpointAudience(URI.create("https://server.example/token")))
                .clientId("client")
                .signingKey(ring)
                .clock(clock)
                .build();
        ring.rotate();
        ring.signWithNextKey();

        assertThat(client.assertion().keyId()).contains(keyId(ring.current()));
        assertThat(client.diagnose().broken()).isEmpty();
    }
}
