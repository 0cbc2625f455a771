// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.ring;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings of a ring, which its directory keeps, so that processes that set nothing use those of the others.
 *
 * @param jwkSetUrl the URL that is registered with the provider
 * @param cacheLifetime how long caches keep the set, if the responses of the URL do not decide
 * @param keepRetired how long a retired key stays published
 * @param checkEvery the interval at which processes read the directory
 */
record RingSettings(
        Optional<URI> jwkSetUrl,
        Optional<Duration> cacheLifetime,
        Optional<Duration> keepRetired,
        Optional<Duration> checkEvery) {
    static final RingSettings NONE =
            new RingSettings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    private static final Duration KEEP = Duration.ofHours(1);

    /** Returns these settings with those of a process in their place, as far as it has any. */
    RingSettings with(RingSettings own) {
        return new RingSettings(
                own.jwkSetUrl.or(() -> jwkSetUrl),
                own.cacheLifetime.or(() -> cacheLifetime),
                own.keepRetired.or(() -> keepRetired),
                own.checkEvery.or(() -> checkEvery));
    }

    /** Returns these settings with retired keys kept at least as long as this. */
    RingSettings keepAtLeast(Duration time) {
        return time.compareTo(keep()) <= 0
                ? this
                : new RingSettings(jwkSetUrl, cacheLifetime, Optional.of(time), checkEvery);
    }

    /** Returns these settings with the longer times of both. */
    RingSettings longest(RingSettings own) {
        return new RingSettings(
                own.jwkSetUrl.or(() -> jwkSetUrl),
                longest(cacheLifetime, own.cacheLifetime),
                longest(keepRetired, own.keepRetired),
                longest(checkEvery, own.checkEvery));
    }

    private static Optional<Duration> longest(Optional<Duration> one, Optional<Duration> other) {
        return Stream.of(one, other).flatMap(Optional::stream).max(Duration::compareTo);
    }

    Duration keep() {
        return keepRetired.orElse(KEEP);
    }

    /** Returns how long a process may use a state that has changed; zero if every process reads it before each use. */
    Duration check() {
        return checkEvery.orElse(Duration.ZERO);
    }

    static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
