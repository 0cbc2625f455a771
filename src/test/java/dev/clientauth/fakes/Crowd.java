// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fakes;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Many threads that start at the same time. */
public final class Crowd {
    private final int threads;

    private Crowd(int threads) {
        this.threads = threads;
    }

    /** Creates a crowd of this many threads. */
    public static Crowd of(int threads) {
        return new Crowd(threads);
    }

    /** Returns the results of all threads, each of which calls it this many times. */
    public <T> List<T> each(int times, Callable<T> task) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<List<T>>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                futures.add(pool.submit(() -> {
                    start.await();
                    List<T> mine = new ArrayList<>();
                    for (int j = 0; j < times; j++) {
                        mine.add(task.call());
                    }
                    return mine;
                }));
            }
            start.countDown();
            List<T> all = new ArrayList<>();
            for (Future<List<T>> future : futures) {
                all.addAll(future.get(30, TimeUnit.SECONDS));
            }
            return all;
        } finally {
            pool.shutdownNow();
        }
    }
}
