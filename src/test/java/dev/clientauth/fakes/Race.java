// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fakes;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Two steps that begin together, over and over, each time on a new state. */
public final class Race {
    /** The duration of each race in seconds: one, unless the system property {@code clientauth.race} is set. */
    private static final int SECONDS = Integer.getInteger("clientauth.race", 1);

    /** After this many looks, a thread lets others run: it waits for a thread that may need its processor. */
    private static final int MAX_SPINS = 1000;

    private Race() {}

    /** What happens to a state: two steps at the same time, and then a check on the thread of the test. */
    public interface Round {
        /** Runs on one thread. */
        void one() throws Exception;

        /** Runs on the other thread. */
        void other() throws Exception;

        /** Runs after both. */
        void check() throws Exception;
    }

    /** Runs rounds for a second, at least one. */
    public static void run(Supplier<Round> start) throws Exception {
        long begun = System.nanoTime();
        ExecutorService second = Executors.newSingleThreadExecutor();
        try {
            do {
                Round round = start.get();
                AtomicInteger ready = new AtomicInteger();
                Future<?> other = second.submit(() -> {
                    meet(ready);
                    round.other();
                    return null;
                });
                meet(ready);
                round.one();
                other.get(20, TimeUnit.SECONDS);
                round.check();
            } while (System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(SECONDS));
        } finally {
            second.shutdownNow();
        }
    }

    private static void meet(AtomicInteger ready) {
        ready.incrementAndGet();
        for (int i = 0; ready.get() < 2; i++) {
            if (i < MAX_SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }
}
