package dev.clientauth.http;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A point in elapsed time until which a caller waits. It is measured from the call and does not move, whatever happens below.
 *
 * @param nanoTime the point, by {@link System#nanoTime()}
 */
public record Deadline(long nanoTime) {

    /** The deadline that is this far from now. */
    public static Deadline after(Duration timeout) {
        return new Deadline(System.nanoTime() + timeout.toNanos());
    }

    /** Returns the time that is left; negative once the deadline has passed. */
    public Duration remaining() {
        return Duration.ofNanos(nanoTime - System.nanoTime());
    }

    /** Returns the time that is left, but no more than the given one. */
    public Duration remaining(Duration maximum) {
        Duration remaining = remaining();
        return remaining.compareTo(maximum) < 0 ? remaining : maximum;
    }

    /** Waits for a result, no longer than until this deadline. */
    public <T> T await(Future<T> result) throws InterruptedException, ExecutionException, TimeoutException {
        return result.get(Math.max(0, nanoTime - System.nanoTime()), TimeUnit.NANOSECONDS);
    }
}
