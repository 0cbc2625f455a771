package dev.clientauth.examples.browser;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waiting for what a browser or the mock is about to do. */
public final class Waiting {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Waiting() {}

    /** Returns as soon as it has come about; fails after 20 seconds. */
    public static void until(BooleanSupplier comeAbout) {
        long start = System.nanoTime();
        while (!comeAbout.getAsBoolean()) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new AssertionError("It did not come about within 20 seconds.");
            }
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("Interrupted while waiting.", e);
            }
        }
    }
}
