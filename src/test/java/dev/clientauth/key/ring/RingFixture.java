// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.ring;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.fakes.MovableClock;
import dev.clientauth.key.SigningKey;
import dev.clientauth.key.ring.KeyRingEvent.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Rings in a temporary directory, with a test clock and publisher. */
abstract class RingFixture {
    @TempDir
    Path directory;

    final MovableClock clock = new MovableClock();
    final List<KeyRingEvent> events = new CopyOnWriteArrayList<>();
    private final List<KeyRing> opened = new ArrayList<>();
    Publisher publisher;

    @BeforeEach
    void startPublisher() throws IOException {
        publisher = new Publisher(clock);
    }

    @AfterEach
    void stop() {
        opened.forEach(KeyRing::close);
        publisher.close();
    }

    KeyRing.Builder builder() {
        return builder(directory)
                .algorithm(JWSAlgorithm.ES256)
                .jwkSetUrl(publisher.url())
                .listener(events::add);
    }

    /** A ring of a process without any settings. */
    KeyRing.Builder builder(Path of) {
        KeyRing.Builder builder = KeyRing.directory(of).clock(clock).checkEvery(Duration.ZERO);
        builder.nanoTime = clock::nanoTime;
        return builder;
    }

    KeyRing open(KeyRing.Builder builder) {
        KeyRing ring = builder.open();
        opened.add(ring);
        return ring;
    }

    KeyRing open() {
        return open(builder());
    }

    /** Opens a ring with a next key that the URL returns. */
    KeyRing openWithPublishedNextKey() {
        KeyRing ring = open();
        ring.rotate();
        publisher.keys = ring.publicKeys();
        ring.advance();
        return ring;
    }

    static String keyId(SigningKey key) {
        return key.keyId().orElseThrow();
    }

    List<Step> steps() {
        return events.stream().map(KeyRingEvent::step).toList();
    }

    String lastMessage() {
        return events.get(events.size() - 1).message();
    }
}
