// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.apple;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Stores values for ten minutes under unguessable names; each can be taken once. */
final class Once<T> {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final int MAX_ENTRIES = 10_000;

    private record Left<T>(T thing, Instant until) {}

    private final Clock clock = Clock.systemUTC();
    private final Map<String, Left<T>> left = new LinkedHashMap<>();

    synchronized String leave(T thing) {
        if (left.size() == MAX_ENTRIES) {
            left.remove(left.keySet().iterator().next());
        }
        String name = name();
        left.put(name, new Left<>(thing, clock.instant().plus(LIFE)));
        return name;
    }

    synchronized Optional<T> take(String name) {
        return Optional.ofNullable(left.remove(name))
                .filter(found -> clock.instant().isBefore(found.until()))
                .map(Left::thing);
    }

    static String name() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
