// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import dev.clientauth.token.AccessToken;
import dev.clientauth.token.TokenStore;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

import static org.assertj.core.api.Assertions.assertThat;

/** A store whose methods do what a test says, and which records the holders of its leases. */
final class ScriptedStore implements TokenStore {
    /** Returns what the store contains at its nth read, counted from one. */
    volatile IntFunction<@Nullable AccessToken> content = read -> null;

    volatile boolean leases = true;
    volatile Runnable beforeLease = () -> {};
    volatile Runnable onRemove = () -> {};
    private volatile int reads;
    final List<String> leased = new CopyOnWriteArrayList<>();
    final List<String> ended = new CopyOnWriteArrayList<>();
    final List<AccessToken> written = new CopyOnWriteArrayList<>();

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread reads.
    public Optional<AccessToken> read(String id) {
        return Optional.ofNullable(content.apply(++reads));
    }

    @Override
    public boolean tryLease(String id, String holder, Duration lease) {
        beforeLease.run();
        leased.add(holder);
        return leases;
    }

    @Override
    public void write(String id, AccessToken token) {
        written.add(token);
    }

    @Override
    public void endLease(String id, String holder) {
        ended.add(holder);
    }

    @Override
    public void remove(String id, AccessToken token) {
        onRemove.run();
    }

    int reads() {
        return reads;
    }

    /** Waits until a lease has ended. */
    void awaitEndOfLease() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
        while (ended.isEmpty() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(ended).as("holders that ended their lease").isNotEmpty();
    }

    /** Waits for a latch, as a store that hangs does. */
    static void hangUntil(CountDownLatch released) {
        try {
            assertThat(released.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
