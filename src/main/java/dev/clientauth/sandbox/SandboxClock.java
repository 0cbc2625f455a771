package dev.clientauth.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The clock that a sandbox lives by: another one, set ahead or back. */
final class SandboxClock extends Clock {
    private final Clock base;
    private volatile Duration offset = Duration.ZERO;

    SandboxClock(Clock base) {
        this.base = base;
    }

    /** How far it is ahead of the clock that it is set by; negative where it is behind. */
    Duration offset() {
        return offset;
    }

    synchronized void setOffset(Duration ahead) {
        offset = ahead;
    }

    synchronized void advance(Duration time) {
        offset = offset.plus(time);
    }

    @Override
    public Instant instant() {
        return base.instant().plus(offset);
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
