// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
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
 * Remembers the hashes of codes whose exchange has started, for longer than a code is valid. A second exchange would fail
 * and, according to RFC 6749 section 4.1.2, may revoke the tokens of the first.
 */
final class UsedCodes {
    /** Twice the lifetime of a code, so that clocks may differ. */
    static final Duration KEPT = Duration.ofMinutes(10);

    /** About 20 MB. Beyond that the oldest are removed, which Apple refuses anyway. */
    private static final int MAX_CODES = 100_000;

    private final ElapsedClock clock;
    private final Map<String, Begun> begun = new LinkedHashMap<>();

    /** When an exchange started: in elapsed milliseconds, and by the wall clock for display. */
    private record Begun(long elapsed, Instant instant) {}

    UsedCodes(Clock clock) {
        this.clock = ElapsedClock.of(clock);
    }

    /**
     * Records the start of an exchange; returns when an earlier exchange of the same code started, if there was one.
     */
    synchronized Optional<Instant> begin(String code) {
        Begun now = new Begun(clock.millis(), clock.instant());
        long oldest = now.elapsed() - KEPT.toMillis();
        Iterator<Begun> times = begun.values().iterator();
        while (times.hasNext() && (times.next().elapsed() < oldest || begun.size() >= MAX_CODES)) {
            times.remove();
        }
        return Optional.ofNullable(begun.putIfAbsent(hash(code), now)).map(Begun::instant);
    }

    /** Forgets a code that was not sent. */
    synchronized void takeBack(String code) {
        begun.remove(hash(code));
    }

    private static String hash(String code) {
        try {
            return Base64URL.encode(MessageDigest.getInstance("SHA-256").digest(code.getBytes(UTF_8)))
                    .toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime.", e);
        }
    }
}
