package dev.clientauth.apple;

import com.nimbusds.jose.util.Base64URL;
import dev.clientauth.http.ElapsedClock;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The codes whose exchange has begun, as hashes, for longer than Apple takes a code. A second exchange would fail and, by RFC
 * 6749 section 4.1.2, may revoke what came of the first.
 */
final class UsedCodes {
    /** Twice what a code lives, so that clocks may differ. */
    static final Duration KEPT = Duration.ofMinutes(10);

    /** About 20 MB. Beyond it the oldest go, which Apple refuses anyway. */
    private static final int MAX_CODES = 100_000;

    private final ElapsedClock clock;
    private final Map<String, Begun> begun = new LinkedHashMap<>();

    /** When an exchange began: in elapsed milliseconds, and by the wall clock for people. */
    private record Begun(long elapsed, Instant instant) {}

    UsedCodes(Clock clock) {
        this.clock = ElapsedClock.of(clock);
    }

    /** Notes that the exchange of a code begins; answers with when it began before, if it did. */
    synchronized Optional<Instant> begin(String code) {
        Begun now = new Begun(clock.millis(), clock.instant());
        long oldest = now.elapsed() - KEPT.toMillis();
        Iterator<Begun> times = begun.values().iterator();
        while (times.hasNext() && (times.next().elapsed() < oldest || begun.size() >= MAX_CODES)) {
            times.remove();
        }
        return Optional.ofNullable(begun.putIfAbsent(hash(code), now)).map(Begun::instant);
    }

    /** Takes a code back of which no byte was sent. */
    synchronized void takeBack(String code) {
        begun.remove(hash(code));
    }

    private static String hash(String code) {
        try {
            return Base64URL.encode(MessageDigest.getInstance("SHA-256").digest(code.getBytes(UTF_8)))
                    .toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }
}
