// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.ring;

import dev.clientauth.key.SigningKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A listener or a source of keys that hangs, throws or returns null stops no key ring. */
@Timeout(60)
class RingCallbackTest extends RingFixture {
    private static final String SECRET = "r1ng-s3cret";

    private static Stream<Throwable> thrown() {
        return Stream.of(
                new IllegalArgumentException(SECRET),
                new IOException(SECRET),
                new AssertionError(SECRET),
                new StackOverflowError(SECRET),
                new OutOfMemoryError(SECRET),
                new NoClassDefFoundError(SECRET));
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> RuntimeException sneaky(Throwable e) throws E {
        throw (E) e;
    }

    @Test
    void aListenerThatThrowsAnythingChangesNoStep() {
        AtomicReference<Throwable> next = new AtomicReference<>();
        KeyRing ring = open(builder().listener(event -> {
            if (next.get() != null) {
                throw RingCallbackTest.<RuntimeException>sneaky(next.get());
            }
        }));
        thrown().forEach(each -> {
            SigningKey before = ring.current();
            next.set(each);
            ring.rotate();
            ring.signWithNextKey();
            assertThat(ring.current()).as("%s", each).isNotSameAs(before);
        });
    }

    @Test
    void aListenerThatHangsDelaysNoTokenRequest() throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        AtomicInteger inside = new AtomicInteger();
        KeyRing ring = open(builder());
        ring.rotate();
        ring.signWithNextKey();
        ring.close();
        KeyRing listened = open(builder().listener(event -> {
            inside.incrementAndGet();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        long start = System.nanoTime();
        for (int i = 0; i < 500; i++) {
            // Called in the thread of a request that the provider has accepted.
            listened.fellBack(listened.current(), listened.retired().get(0));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        for (int i = 0; i < 2000 && inside.get() == 0; i++) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(inside.get()).as("threads in the listener").isEqualTo(1);
        assertThat(listened.current()).isNotNull();
        over.countDown();
    }

    @Test
    void keysThatTheApplicationFailsToProvideLeaveThoseThatAreThere() {
        AtomicReference<Throwable> next = new AtomicReference<>();
        SigningKey key =
                SigningKey.generate(com.nimbusds.jose.JWSAlgorithm.ES256).withKeyId("one");
        KeyRing ring = open(builder(directory).listener(events::add).keys(() -> {
            if (next.get() != null) {
                throw RingCallbackTest.<RuntimeException>sneaky(next.get());
            }
            return List.of(key);
        }));
        thrown().forEach(each -> {
            next.set(each);
            events.clear();
            ring.advance();
            assertThat(ring.current().thumbprint()).as("%s", each).isEqualTo(key.thumbprint());
            assertThat(events)
                    .as("%s", each)
                    .singleElement()
                    .satisfies(event -> assertThat(event.message())
                            .contains(each.getClass().getName())
                            .doesNotContain(SECRET));
            next.set(null);
            ring.advance();
        });
    }

    @Test
    void noKeysAreRejectedWhenARingIsOpened() {
        assertThatThrownBy(() -> builder(directory).keys(() -> null).open())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("failed to provide the keys");
    }

    @Test
    void theChecksOfARingGoOnWhateverTheApplicationThrows() throws InterruptedException {
        SigningKey key =
                SigningKey.generate(com.nimbusds.jose.JWSAlgorithm.ES256).withKeyId("one");
        AtomicInteger calls = new AtomicInteger();
        List<Throwable> all = thrown().toList();
        open(KeyRing.directory(directory).checkEvery(Duration.ofMillis(5)).keys(() -> {
            int call = calls.getAndIncrement();
            if (call > 0) {
                throw RingCallbackTest.<RuntimeException>sneaky(all.get(call % all.size()));
            }
            return List.of(key);
        }));
        for (int i = 0; i < 4000 && calls.get() < 2 * all.size(); i++) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(calls.get()).isGreaterThanOrEqualTo(2 * all.size());
    }
}
