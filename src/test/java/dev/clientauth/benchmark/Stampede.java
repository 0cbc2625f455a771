// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.benchmark;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.ClientAuthenticator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

/** Many concurrent callers with an empty cache and an endpoint that takes 150 ms: requests sent, slowest caller. */
public final class Stampede {
    private static final Duration LIFE = Duration.ofHours(1);
    private static final Duration PAUSE = Duration.ofMillis(150);
    private static final int[] CALLERS = {1, 32, 1000};

    private Stampede() {}

    /** Prints a line for each library and number of callers. */
    public static void main(String[] arguments) throws Exception {
        for (boolean isWarm : new boolean[] {false, true}) {
            for (int callers : CALLERS) {
                try (BenchmarkServer server = new BenchmarkServer(LIFE, PAUSE)) {
                    ClientAuthenticator authenticator = Subjects.authenticator(
                            server.uri(), JWSAlgorithm.ES256, Subjects.keyPair(JWSAlgorithm.ES256));
                    long slowest = slowest(callers, authenticator::accessToken);
                    print("clientauth", isWarm, callers, server.requests(), slowest);
                }
                try (BenchmarkServer server = new BenchmarkServer(LIFE, PAUSE)) {
                    long slowest = slowest(callers, Subjects.google(server.uri()));
                    print("google-auth", isWarm, callers, server.requests(), slowest);
                }
                AtomicInteger requests = new AtomicInteger();
                long slowest = slowest(callers, Subjects.spring(LIFE, () -> pause(requests)));
                print("spring-security", isWarm, callers, requests.getAndSet(0), slowest);
                slowest = slowest(callers, Subjects.msal(LIFE, () -> pause(requests)));
                print("msal4j", isWarm, callers, requests.get(), slowest);
            }
        }
    }

    private static void print(String who, boolean isWarm, int callers, int requests, long slowestMillis) {
        System.out.printf(
                "%-16s %-9s %5d callers %5d requests, slowest caller %6d ms%n",
                who, isWarm ? "again" : "first run", callers, requests, slowestMillis);
    }

    private static void pause(AtomicInteger requests) {
        requests.incrementAndGet();
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long slowest(int callers, Callable<?> read) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Long>> times = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            FutureTask<Long> call = new FutureTask<>(() -> {
                start.await();
                long began = System.nanoTime();
                read.call();
                return System.nanoTime() - began;
            });
            Thread thread = new Thread(null, call, "caller", 1 << 18);
            thread.setDaemon(true);
            thread.start();
            times.add(call);
        }
        start.countDown();
        long slowest = 0;
        for (Future<Long> time : times) {
            slowest = Math.max(slowest, time.get());
        }
        return Duration.ofNanos(slowest).toMillis();
    }
}
