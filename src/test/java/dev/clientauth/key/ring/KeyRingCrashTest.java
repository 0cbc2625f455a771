// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.ring;

import dev.clientauth.key.PublicKeySet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** A process that is killed between any two writes of any step leaves a directory that the ring can continue from. */
class KeyRingCrashTest extends RingFixture {
    @TempDir
    private Path elsewhere;

    private Map<String, byte[]> files() throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return contents;
    }

    /** The files as they are after each write from one state to another: key, state, public set, deletions. */
    private static List<Map<String, byte[]>> between(Map<String, byte[]> before, Map<String, byte[]> after) {
        List<Map<String, byte[]>> moments = new ArrayList<>(List.of(before));
        List<String> order = new ArrayList<>(
                after.keySet().stream().filter(name -> name.startsWith("key-")).toList());
        order.addAll(List.of("ring.json", "jwks.json"));
        Map<String, byte[]> now = new TreeMap<>(before);
        for (String name : order) {
            byte[] content = after.get(name);
            if (!Arrays.equals(content, now.get(name))) {
                Map<String, byte[]> half = new TreeMap<>(now);
                half.put(".new-1b4e28ba", Arrays.copyOf(content, content.length / 2));
                moments.add(half);
                now.put(name, content);
                moments.add(new TreeMap<>(now));
            }
        }
        return moments;
    }

    @ParameterizedTest
    @ValueSource(strings = {"stage", "publish", "sign", "remove", "discard"})
    void aRingContinuesAfterACrashAtAnyWrite(String step) throws IOException {
        KeyRing ring = open();
        if (!step.equals("stage")) {
            ring.rotate();
        }
        if (step.equals("sign") || step.equals("remove")) {
            publisher.keys = ring.publicKeys();
            ring.advance();
            clock.advance(publisher.maxAge);
        }
        if (step.equals("remove")) {
            ring.advance();
            clock.advance(Duration.ofHours(1));
        }
        String current = keyId(ring.current());
        Map<String, byte[]> before = files();
        publisher.keys = ring.publicKeys();
        switch (step) {
            case "stage" -> ring.rotate();
            case "discard" -> ring.discardNextKey();
            default -> ring.advance();
        }
        String changed = keyId(ring.current());
        List<Map<String, byte[]>> moments = between(before, files());
        assertThat(moments).hasSizeGreaterThan(2);

        for (Map<String, byte[]> moment : moments) {
            Path copy = Files.createTempDirectory(elsewhere, "crash");
            for (Map.Entry<String, byte[]> file : moment.entrySet()) {
                Files.write(copy.resolve(file.getKey()), file.getValue());
            }
            KeyRing after = open(builder(copy).jwkSetUrl(publisher.url()));
            assertThat(after.problems()).isEmpty();
            assertThat(keyId(after.current())).isIn(current, changed);
            PublicKeySet set = PublicKeySet.parse(Files.readString(copy.resolve("jwks.json")));
            assertThat(set.toJson()).isEqualTo(after.publicKeys().toJson());
            assertThat(copy.toFile().list()).noneMatch(name -> name.startsWith(".new-"));
            assertThat(Stream.of(copy.toFile().list()).filter(name -> name.startsWith("key-")))
                    .hasSameSizeAs(after.keys());
            publisher.keys = after.publicKeys();
            after.rotate();
            after.advance();
        }
    }

    @Test
    void aHalfWrittenFileOfALiveWriterIsNotMistakenForAKey() throws IOException {
        KeyRing ring = open();
        Path half = directory.resolve(".new-live");
        Files.copy(directory.resolve("ring.json"), half, StandardCopyOption.REPLACE_EXISTING);
        KeyRing read = KeyRing.read(directory);
        assertThat(read.keys()).isEqualTo(ring.keys());
    }
}
