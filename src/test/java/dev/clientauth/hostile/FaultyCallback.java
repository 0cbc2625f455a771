// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.hostile;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** What a callback of an application does until it recovers, and what it does from then on. */
final class FaultyCallback {
    /** In the message of everything that is thrown. */
    static final String SECRET = "c4llback-s3cret-value";

    /** A way to fail. */
    enum Fault {
        HANGS(null),
        THROWS_AN_EXCEPTION(new IllegalArgumentException(SECRET)),
        THROWS_A_CHECKED_EXCEPTION(new IOException(SECRET)),
        THROWS_AN_ASSERTION_ERROR(new AssertionError(SECRET)),
        THROWS_A_STACK_OVERFLOW(new StackOverflowError(SECRET)),
        THROWS_OUT_OF_MEMORY(new OutOfMemoryError(SECRET)),
        THROWS_A_MISSING_CLASS(new NoClassDefFoundError(SECRET)),
        RETURNS_NULL(null);

        private final Throwable thrown;

        Fault(Throwable thrown) {
            this.thrown = thrown;
        }

        /** The simple name of what is thrown; empty if nothing is. */
        String thrownName() {
            return thrown == null ? "" : thrown.getClass().getSimpleName();
        }
    }

    private final Fault fault;
    private final CountDownLatch recovered = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger inside = new AtomicInteger();

    FaultyCallback(Fault fault) {
        this.fault = fault;
    }

    /** Fails, or after the recovery does this. */
    <T> T or(Callable<T> healthy) {
        inside.incrementAndGet();
        try {
            calls.incrementAndGet();
            if (recovered.getCount() > 0) {
                if (fault != Fault.HANGS) {
                    return fail();
                }
                awaitRecovery();
            }
            return healthy.call();
        } catch (Throwable e) {
            throw FaultyCallback.<RuntimeException>sneaky(e);
        } finally {
            inside.decrementAndGet();
        }
    }

    private <T> T fail() throws Throwable {
        if (fault.thrown != null) {
            throw fault.thrown;
        }
        return null;
    }

    /** Ignores interruptions, as the worst callbacks do. */
    private void awaitRecovery() {
        boolean isInterrupted = false;
        while (recovered.getCount() > 0) {
            try {
                recovered.await();
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    void recover() {
        recovered.countDown();
    }

    int calls() {
        return calls.get();
    }

    /** How many threads are in the callback. */
    int inside() {
        return inside.get();
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> RuntimeException sneaky(Throwable e) throws E {
        throw (E) e;
    }
}
