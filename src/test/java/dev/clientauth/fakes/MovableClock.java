package dev.clientauth.fakes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it. It starts at a random instant, so that no test can rely on today. */
public final class MovableClock extends Clock {
    private final AtomicReference<Instant> now = new AtomicReference<>(
            Instant.ofEpochSecond(ThreadLocalRandom.current().nextLong(1_500_000_000L, 3_000_000_000L)));

    /** Moves the clock, back where the time is negative. */
    public void advance(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
