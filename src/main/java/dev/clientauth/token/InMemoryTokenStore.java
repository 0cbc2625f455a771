// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.token;

import dev.clientauth.arguments.Arguments;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Shares tokens between the authenticators of one JVM.
 *
 * <p>Use it for authenticators that are created for each job or request, so that they share one token. The store keeps
 * one token for each client and set of scopes until the token is replaced, or is read after it has expired.
 *
 * <p>Lifetimes and leases are measured by elapsed time. Setting the clock back does not extend them; setting it forward
 * or suspending the machine shortens them.
 */
public final class InMemoryTokenStore implements TokenStore {
    /** The percentage of a token's lifetime by which its times may be off before they are corrected. */
    private static final int TOLERANCE_PERCENT = 10;

    /** The maximum of that tolerance. */
    private static final Duration MAX_TOLERANCE = Duration.ofSeconds(30);

    private final Map<String, Stored> tokens = new ConcurrentHashMap<>();
    private final Map<String, Lease> leases = new ConcurrentHashMap<>();
    private final Clock clock;
    private final LongSupplier nanoTime;

    /** A token with its remaining lifetime when it was written. */
    private record Stored(AccessToken token, Duration left, ClockReading written) {}

    private record Lease(String holder, Duration length, ClockReading begun) {}

    /** A reading of two clocks: one that can be set, and one that may stop while the machine is suspended. */
    private record ClockReading(Instant instant, long nanoTime) {}

    /** Creates an empty store that uses {@link Clock#systemUTC()}. */
    public InMemoryTokenStore() {
        this(Clock.systemUTC());
    }

    /** Creates an empty store that uses this clock as the machine's. */
    public InMemoryTokenStore(Clock clock) {
        this(Arguments.required(clock, "clock"), System::nanoTime);
    }

    InMemoryTokenStore(Clock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    private ClockReading now() {
        return new ClockReading(clock.instant(), nanoTime.getAsLong());
    }

    private static Duration elapsed(ClockReading since, ClockReading now) {
        return max(
                Duration.between(since.instant(), now.instant()), Duration.ofNanos(now.nanoTime() - since.nanoTime()));
    }

    @Override
    public Optional<AccessToken> read(String id) {
        Arguments.notBlank(id, "id");
        ClockReading now = now();
        return Optional.ofNullable(
                        tokens.computeIfPresent(id, (key, stored) -> isOver(left(stored, now)) ? null : stored))
                .map(stored -> datedBy(now, stored));
    }

    private static Duration left(Stored stored, ClockReading now) {
        return stored.left().minus(elapsed(stored.written(), now));
    }

    private static boolean isOver(Duration left) {
        return left.isZero() || left.isNegative();
    }

    /** Returns the token, with corrected times if the clock was set since it was issued. */
    private static AccessToken datedBy(ClockReading now, Stored stored) {
        AccessToken token = stored.token();
        Instant expiresAt = now.instant().plus(left(stored, now));
        Duration life = Duration.between(token.issuedAt(), token.expiresAt());
        Duration tolerance = min(life.multipliedBy(TOLERANCE_PERCENT).dividedBy(100), MAX_TOLERANCE);
        boolean isRight = Duration.between(expiresAt, token.expiresAt()).abs().compareTo(tolerance) <= 0;
        return isRight
                ? token
                : new AccessToken(
                        token.value(), token.type(), token.scope().orElse(null), expiresAt.minus(life), expiresAt);
    }

    @Override
    public boolean tryLease(String id, String holder, Duration lease) {
        Arguments.notBlank(id, "id");
        Arguments.notBlank(holder, "holder");
        Arguments.positive(lease, "lease");
        ClockReading now = now();
        AtomicBoolean isFree = new AtomicBoolean();
        leases.compute(id, (key, old) -> {
            isFree.set(old == null || elapsed(old.begun(), now).compareTo(old.length()) >= 0);
            return isFree.get() ? new Lease(holder, lease, now) : old;
        });
        return isFree.get();
    }

    @Override
    public void write(String id, AccessToken token) {
        Arguments.notBlank(id, "id");
        Arguments.required(token, "token");
        ClockReading now = now();
        // A clock that was set back since the request must not extend the lifetime.
        Duration left = min(
                Duration.between(now.instant(), token.expiresAt()),
                Duration.between(token.issuedAt(), token.expiresAt()));
        tokens.put(id, new Stored(token, left, now));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    @Override
    public void endLease(String id, String holder) {
        Arguments.notBlank(id, "id");
        Arguments.notBlank(holder, "holder");
        leases.computeIfPresent(id, (key, lease) -> lease.holder().equals(holder) ? null : lease);
    }

    @Override
    public void remove(String id, AccessToken token) {
        Arguments.notBlank(id, "id");
        Arguments.required(token, "token");
        tokens.computeIfPresent(id, (key, stored) -> stored.token().value().equals(token.value()) ? null : stored);
    }

    @Override
    public String toString() {
        return "InMemoryTokenStore[" + tokens.size() + " tokens]";
    }
}
