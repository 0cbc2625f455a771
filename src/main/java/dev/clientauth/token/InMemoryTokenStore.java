package dev.clientauth.token;

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
 * <p>Give it to authenticators that are made anew for each job or request, so that they do not fetch a token each. It keeps
 * one token for each client and set of scopes, until it is replaced or read after its end.
 *
 * <p>Lives and leases are measured by elapsed time. Setting the clock back does not prolong them; setting it forward ends
 * them, as does the suspension of the machine.
 */
public final class InMemoryTokenStore implements TokenStore {
    /** The part of its life, in percent, by which a token's own times may be off before it is handed out with new ones. */
    private static final int TOLERANCE_PERCENT = 10;

    /** The most that this part is. */
    private static final Duration MAX_TOLERANCE = Duration.ofSeconds(30);

    private final Map<String, Kept> tokens = new ConcurrentHashMap<>();
    private final Map<String, Lease> leases = new ConcurrentHashMap<>();
    private final Clock clock;
    private final LongSupplier nanoTime;

    /** A token with what was left of its life when it was written. */
    private record Kept(AccessToken token, Duration left, Moment written) {}

    private record Lease(String holder, Duration length, Moment begun) {}

    /** A moment by both clocks: one that may be set, and one that may stand still while the machine is suspended. */
    private record Moment(Instant instant, long nanoTime) {}

    /** An empty store. */
    public InMemoryTokenStore() {
        this(Clock.systemUTC());
    }

    /** An empty store that uses this as the machine's clock. */
    public InMemoryTokenStore(Clock clock) {
        this(clock, System::nanoTime);
    }

    InMemoryTokenStore(Clock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    private Moment now() {
        return new Moment(clock.instant(), nanoTime.getAsLong());
    }

    private static Duration elapsed(Moment since, Moment now) {
        return max(
                Duration.between(since.instant(), now.instant()), Duration.ofNanos(now.nanoTime() - since.nanoTime()));
    }

    @Override
    public Optional<AccessToken> read(String id) {
        Moment now = now();
        return Optional.ofNullable(tokens.computeIfPresent(id, (key, kept) -> isOver(left(kept, now)) ? null : kept))
                .map(kept -> datedBy(now, kept));
    }

    private static Duration left(Kept kept, Moment now) {
        return kept.left().minus(elapsed(kept.written(), now));
    }

    private static boolean isOver(Duration left) {
        return left.isZero() || left.isNegative();
    }

    /** The token; with other times if the clock was set since it was issued. */
    private static AccessToken datedBy(Moment now, Kept kept) {
        AccessToken token = kept.token();
        Instant expiresAt = now.instant().plus(left(kept, now));
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
        Moment now = now();
        AtomicBoolean isFree = new AtomicBoolean();
        leases.compute(id, (key, old) -> {
            isFree.set(old == null || elapsed(old.begun(), now).compareTo(old.length()) >= 0);
            return isFree.get() ? new Lease(holder, lease, now) : old;
        });
        return isFree.get();
    }

    @Override
    public void write(String id, AccessToken token) {
        Moment now = now();
        // A clock that was set back since the request must not make the life longer.
        Duration left = min(
                Duration.between(now.instant(), token.expiresAt()),
                Duration.between(token.issuedAt(), token.expiresAt()));
        tokens.put(id, new Kept(token, left, now));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    @Override
    public void endLease(String id, String holder) {
        leases.computeIfPresent(id, (key, lease) -> lease.holder().equals(holder) ? null : lease);
    }

    @Override
    public void remove(String id, AccessToken token) {
        tokens.computeIfPresent(id, (key, kept) -> kept.token().value().equals(token.value()) ? null : kept);
    }

    @Override
    public String toString() {
        return "InMemoryTokenStore[" + tokens.size() + " tokens]";
    }
}
