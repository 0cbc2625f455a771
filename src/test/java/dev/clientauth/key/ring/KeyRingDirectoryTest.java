// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.ring;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyType;
import dev.clientauth.key.PublicKeySet;
import dev.clientauth.key.SigningKey;
import dev.clientauth.key.ring.KeyRingEvent.Step;
import dev.clientauth.key.ring.RingKey.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The behavior of a ring if something else changes its directory. */
class KeyRingDirectoryTest extends RingFixture {
    private Path state() {
        return directory.resolve("ring.json");
    }

    private Path file(RingKey key) {
        return directory.resolve(key.file().orElseThrow());
    }

    private List<String> keyFiles() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("key-"))
                    .sorted()
                    .toList();
        }
    }

    private void assertStillSigns(KeyRing ring) {
        assertThat(ring.current().sign(JWSAlgorithm.ES256, new byte[1])).hasSize(64);
    }

    @Test
    void withoutItsStateNoKeyIsDeletedOrCreated() throws IOException {
        KeyRing ring = openWithPublishedNextKey();
        List<String> before = keyFiles();
        Path backup = directory.resolve("backup");
        Files.move(state(), backup);

        assertThatThrownBy(ring::advance).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(this::open).hasMessageContaining("ring.json is missing, but the other files");
        assertThat(keyFiles()).isEqualTo(before).hasSize(2);
        assertStillSigns(ring);

        Files.move(backup, state());
        events.clear();
        ring.advance();
        assertThat(events).as("nothing changed").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"version\":2,\"keys\":[]}",
                "{\"version\":1,\"keys\":[{\"kid\":\"a\"}]}",
                "{\"version\":1,\"keys\":[{\"publicJwk\":null}]}"
            })
    void aStateThatIsHalfWrittenOrUnknownIsReportedAndNeverReplaced(String text) throws IOException {
        KeyRing ring = openWithPublishedNextKey();
        List<String> before = keyFiles();
        Files.writeString(state(), text);

        assertThatThrownBy(ring::advance).hasMessageContaining("ring.json");
        assertThatThrownBy(ring::advance).hasMessageContaining("ring.json");
        assertThat(steps()).endsWith(Step.PUBLISHED, Step.FAILED);
        assertThatThrownBy(this::open).isInstanceOf(IllegalStateException.class);
        assertThat(Files.readString(state())).isEqualTo(text);
        assertThat(keyFiles()).isEqualTo(before);
        assertStillSigns(ring);
    }

    @Test
    void aStateWithTwoCurrentKeysIsRejected() throws IOException {
        KeyRing ring = openWithPublishedNextKey();
        Files.writeString(state(), Files.readString(state()).replace("NEXT", "CURRENT"));
        assertThatThrownBy(ring::advance).hasMessageContaining("it has 2 current keys instead of one");
        assertThatThrownBy(this::open).hasMessageContaining("it has 2 current keys instead of one");
    }

    @Test
    void aStateThatNamesAFileElsewhereIsRejected(@TempDir Path other) throws IOException {
        KeyRing ring = open();
        Path secret = Files.copy(file(ring.keys().get(0)), other.resolve("key-secret"));
        Files.writeString(
                state(),
                Files.readString(state()).replace(ring.keys().get(0).file().orElseThrow(), secret.toString()));
        assertThatThrownBy(this::open).hasMessageContaining("the name of a key file is invalid");
    }

    @ParameterizedTest
    @DisabledOnOs(OS.WINDOWS)
    @ValueSource(strings = {"half", "missing", "unreadable", "another"})
    void aNextKeyThatCannotBeReadStopsNoProcessAndNeverSigns(String fault) throws IOException {
        KeyRing ring = open();
        ring.rotate();
        publisher.keys = ring.publicKeys();
        RingKey next = ring.keys().get(1);
        byte[] content = Files.readAllBytes(file(next));
        Files.delete(file(next));
        switch (fault) {
            case "half" -> Files.write(file(next), Arrays.copyOf(content, content.length / 2));
            case "unreadable" -> Files.createDirectory(file(next));
            case "another" -> Files.copy(file(ring.keys().get(0)), file(next));
            default -> {}
        }
        if (Files.exists(file(next))) {
            Files.setPosixFilePermissions(file(next), PosixFilePermissions.fromString("rw-------"));
        }
        events.clear();

        KeyRing fresh = open();
        assertThat(fresh.problems()).containsOnlyKeys(next.keyId());
        assertThat(steps()).containsExactly(Step.FAILED);
        assertThat(lastMessage()).contains(next.keyId());
        assertStillSigns(fresh);
        fresh.advance();
        clock.advance(Duration.ofDays(3));
        fresh.advance();
        assertThat(fresh.keys().get(1).state()).isEqualTo(State.NEXT);
        assertThat(fresh.publicKeys().find(next.keyId())).as("stays published").isPresent();

        Files.deleteIfExists(file(next));
        Files.write(file(next), content);
        Files.setPosixFilePermissions(file(next), PosixFilePermissions.fromString("rw-------"));
        fresh.advance();
        assertThat(keyId(fresh.current())).isEqualTo(next.keyId());
    }

    @Test
    void aNextKeyThatWasLostIsDiscardedAndReplaced() throws IOException {
        KeyRing ring = openWithPublishedNextKey();
        String lost = ring.keys().get(1).keyId();
        Files.delete(file(ring.keys().get(1)));
        ring.discardNextKey();
        assertThat(ring.keys()).extracting(RingKey::state).containsExactly(State.CURRENT);
        ring.rotate();
        assertThat(ring.keys().get(1).keyId()).isNotEqualTo(lost);
        assertThat(ring.problems()).isEmpty();
    }

    @Test
    void aCurrentKeyThatWasDeletedByHandIsReportedAndRunningProcessesKeepSigning() throws IOException {
        KeyRing ring = open();
        Files.delete(file(ring.keys().get(0)));
        ring.advance();
        assertThat(lastMessage()).contains("its file was deleted; only running processes still have it");
        assertStillSigns(ring);
        assertThatThrownBy(this::open).hasMessageContaining("the current key").hasMessageContaining("is missing");
    }

    @Test
    void anOldStateFromABackupDoesNotDeleteTheOnlyCopyOfANewerKey() throws IOException {
        KeyRing ring = open();
        String old = Files.readString(state());
        ring.rotate();
        ring.signWithNextKey();
        ring.removeRetiredKeys();
        List<String> live = keyFiles();

        Files.writeString(state(), old);
        assertThatThrownBy(this::open).hasMessageContaining("is missing");
        assertThat(keyFiles()).isEqualTo(live).hasSize(1);
    }

    @Test
    void aRemovedKeyNeverReturns() throws IOException {
        Path file = directory.resolveSibling(directory.getFileName() + ".pem");
        Files.copy(Path.of("src/test/resources/keys/ec-256.pkcs8.pem"), file, StandardCopyOption.REPLACE_EXISTING);
        KeyRing ring = open(builder().key(file, "first"));
        ring.rotate();
        ring.signWithNextKey();
        clock.advance(Duration.ofHours(1));
        ring.advance();

        KeyRing again = open(builder().key(file, "first"));
        assertThat(again.keys()).extracting(RingKey::state).containsExactly(State.CURRENT);
        assertThat(keyId(again.current())).isNotEqualTo("first");
        Files.delete(file);
    }

    @Test
    void anotherKeyWithAKeyIdOfTheRingIsRejected(@TempDir Path other) throws IOException {
        KeyRing ring = open(builder().key(Path.of("src/test/resources/keys/ec-256.pkcs8.pem"), "first"));
        Path file = other.resolve("other.jwk");
        Files.writeString(
                file,
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
                        + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\","
                        + "\"d\":\"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI\"}");
        assertThatThrownBy(() -> open(builder().key(file, "first")))
                .hasMessageContaining("another key with the key id");
        assertThat(ring.keys()).hasSize(1);
    }

    @Test
    void aNewKeyHasTheAlgorithmOfTheCurrentOneUnlessChosen() {
        open(builder().algorithm(JWSAlgorithm.RS384));
        KeyRing tool = open(builder(directory));
        tool.rotate();
        assertThat(tool.keys().get(1).publicJwk().getAlgorithm().getName()).isEqualTo("RS384");
    }

    @Test
    void aNewKeyAddedToAnRsaKeyWithoutAnAlgorithmIsAnRsaKey() {
        open(builder(directory).key(Path.of("src/test/resources/keys/rsa.pkcs1-as-pkcs8.pem"), "first"));
        KeyRing ring = open(builder(directory));
        ring.rotate();
        assertThat(ring.publicKeys().toJwkSet().getKeys()).hasSize(2).allSatisfy(jwk -> {
            assertThat(jwk.getKeyType()).isEqualTo(KeyType.RSA);
            assertThat(jwk.getAlgorithm()).isNull();
        });
    }

    @Test
    void aStepThatCannotBeWrittenIsReportedAndFinishedLater() throws IOException {
        KeyRing ring = open();
        Path jwks = directory.resolve("jwks.json");
        Files.delete(jwks);
        Files.createDirectories(jwks.resolve("in-the-way"));
        assertThatThrownBy(ring::rotate).isInstanceOf(IllegalStateException.class);
        assertThat(steps()).containsExactly(Step.FAILED);

        Files.delete(jwks.resolve("in-the-way"));
        Files.delete(jwks);
        ring.advance();
        assertThat(ring.keys()).extracting(RingKey::state).containsExactly(State.CURRENT, State.NEXT);
        assertThat(PublicKeySet.parse(Files.readString(jwks)).toJwkSet().getKeys())
                .hasSize(2);
    }

    @Test
    void theDirectoryMayBeALinkAndThePublicSetMayLeadToAWebRoot(@TempDir Path other) throws IOException {
        Path root = Files.createDirectory(other.resolve("www"));
        Path link = Files.createSymbolicLink(other.resolve("ring"), directory);
        Files.createSymbolicLink(directory.resolve("jwks.json"), root.resolve("jwks.json"));

        KeyRing ring = open(builder(link));
        ring.rotate();
        assertThat(directory.resolve("jwks.json")).isSymbolicLink();
        assertThat(PublicKeySet.parse(Files.readString(root.resolve("jwks.json")))
                        .toJwkSet()
                        .getKeys())
                .hasSize(2);
        assertThat(root.toFile().list()).containsExactly("jwks.json");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aDirectoryOrFileThatOthersCanWriteIsReportedWhenItHappens() throws IOException {
        KeyRing ring = open();
        ring.advance();
        assertThat(events).isEmpty();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwx---"));
        Files.setPosixFilePermissions(file(ring.keys().get(0)), PosixFilePermissions.fromString("rw-r--r--"));
        ring.advance();
        ring.advance();
        assertThat(steps()).containsExactly(Step.EXPOSED, Step.EXPOSED);
        assertThat(events.get(0).message()).contains("can replace the keys in " + directory);
        assertThat(events.get(1).keyId()).contains(keyId(ring.current()));

        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));
        ring.advance();
        assertThat(steps()).as("readable only").hasSize(2);
    }

    @Test
    void aProcessThatDoesNotSeeANewFileYetKeepsItsKeysUntilItDoes() throws IOException {
        KeyRing one = openWithPublishedNextKey();
        KeyRing other = open();
        one.rotate();
        Path next = file(one.keys().get(1));
        Path hidden = directory.resolveSibling(directory.getFileName() + "-hidden");
        Files.move(next, hidden);
        other.advance();
        assertStillSigns(other);
        Files.move(hidden, next);
        other.advance();
        assertThat(other.problems()).isEmpty();
    }

    @Test
    void readingChangesNothing() throws IOException {
        KeyRing ring = openWithPublishedNextKey();
        Files.delete(directory.resolve("jwks.json"));
        Files.delete(directory.resolve("lock"));
        Files.writeString(directory.resolve("key-unknown"), "");

        KeyRing read = KeyRing.read(directory);
        assertThat(read.keys()).isEqualTo(ring.keys());
        assertThat(read.publicKeys().toJson()).isEqualTo(ring.publicKeys().toJson());
        assertThat(keyId(read.current())).isEqualTo(keyId(ring.current()));
        assertThat(read.jwkSetUrl()).contains(publisher.url());
        assertThat(directory.resolve("jwks.json")).doesNotExist();
        assertThat(directory.resolve("lock")).doesNotExist();
        assertThat(directory.resolve("key-unknown")).exists();
        assertThatThrownBy(read::rotate).hasMessageContaining("do not change");
        assertThatThrownBy(() -> KeyRing.read(directory.resolve("none"))).hasMessageContaining("is missing");
    }

    @Test
    void noTextOfARingContainsAPrivateMember() throws IOException {
        KeyRing ring = openWithPublishedNextKey();
        SigningKey key = ring.current();
        String d = SigningKey.load(file(ring.keys().get(0))).toString();
        assertThat(List.of(
                        Files.readString(state()),
                        Files.readString(directory.resolve("jwks.json")),
                        ring.toString(),
                        ring.keys().toString(),
                        d,
                        key.toString()))
                .allSatisfy(text -> assertThat(text).doesNotContain("\"d\"", "PRIVATE"));
    }

    @Test
    void aNextKeyWhoseFileWasDeletedDoesNotSignOnDemand() throws IOException {
        KeyRing ring = open();
        ring.rotate();
        String first = keyId(ring.current());
        Files.delete(file(ring.keys().get(1)));

        assertThatThrownBy(ring::signWithNextKey)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the next key", "its file was deleted");
        assertThat(keyId(ring.current())).isEqualTo(first);
        assertThat(keyId(open().current())).as("of a process that starts now").isEqualTo(first);
    }
}
