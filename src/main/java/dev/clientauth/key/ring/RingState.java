// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.ring;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.clientauth.key.PublicKeySet;
import dev.clientauth.key.ring.RingKey.State;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The keys of a ring in the order in which they were added, and the steps from one state to the next. Immutable.
 *
 * @param keys at most one next key and exactly one current key, unless the ring is new
 * @param cacheLifetime the longest time that a cache may keep the JWK Set, as seen since the next key was staged
 * @param refusedAt when the provider last refused the current key and accepted a retired one
 * @param removed the thumbprints of removed keys, which never return
 * @param settings the settings that the processes share
 */
record RingState(
        List<RingKey> keys,
        Optional<Duration> cacheLifetime,
        Optional<Instant> refusedAt,
        List<String> removed,
        RingSettings settings) {
    static final RingState EMPTY =
            new RingState(List.of(), Optional.empty(), Optional.empty(), List.of(), RingSettings.NONE);

    /** How far in the future a time may be that another machine wrote. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    RingState {
        keys = List.copyOf(keys);
        removed = List.copyOf(removed);
        if (!keys.isEmpty() && count(keys, State.CURRENT) != 1) {
            throw new IllegalArgumentException("it has " + count(keys, State.CURRENT) + " current keys instead of one");
        }
        if (count(keys, State.NEXT) > 1) {
            throw new IllegalArgumentException("it has " + count(keys, State.NEXT) + " next keys");
        }
        if (keys.stream().map(RingKey::keyId).distinct().count() < keys.size()) {
            throw new IllegalArgumentException("two keys have the same key id");
        }
    }

    private static long count(List<RingKey> keys, State state) {
        return keys.stream().filter(key -> key.state() == state).count();
    }

    Optional<RingKey> in(State state) {
        return keys.stream().filter(key -> key.state() == state).findFirst();
    }

    Optional<RingKey> find(String keyId) {
        return keys.stream().filter(key -> key.keyId().equals(keyId)).findFirst();
    }

    /** Returns the set to publish. */
    PublicKeySet published() {
        return PublicKeySet.parse(
                new JWKSet(keys.stream().map(RingKey::publicJwk).toList()).toString(true));
    }

    private RingState keys(List<RingKey> changed) {
        return new RingState(changed, cacheLifetime, refusedAt, removed, settings);
    }

    private RingState each(UnaryOperator<RingKey> step) {
        return keys(keys.stream().map(step).toList());
    }

    RingState settings(RingSettings changed) {
        return new RingState(keys, cacheLifetime, refusedAt, removed, changed);
    }

    /** Adds a key: as the current key of a new ring, otherwise as the next one. */
    RingState with(JWK publicJwk, Optional<String> file, Instant now) {
        List<RingKey> more = new ArrayList<>(keys);
        more.add(RingKey.added(keys.isEmpty() ? State.CURRENT : State.NEXT, publicJwk, file, now));
        return new RingState(more, Optional.empty(), refusedAt, removed, settings);
    }

    /**
     * Records what the JWK Set URL returned.
     *
     * @param isPublished whether the set contains the next key
     * @param cached how long this response may be cached
     */
    RingState observed(boolean isPublished, Duration cached, Instant now) {
        Duration longest =
                cacheLifetime.filter(known -> known.compareTo(cached) >= 0).orElse(cached);
        RingState seen = each(key -> key.state() == State.NEXT
                ? key.publishedSince(
                        isPublished ? Optional.of(key.publishedSince().orElse(now)) : Optional.empty())
                : key);
        return new RingState(seen.keys, Optional.of(longest), refusedAt, removed, settings);
    }

    /** Signs with the next key, and retires the current one. */
    RingState promoted(Instant now) {
        RingState changed = each(key -> switch (key.state()) {
            case NEXT -> key.in(State.CURRENT, now);
            case CURRENT -> key.in(State.RETIRED, now);
            case RETIRED -> key;
        });
        return new RingState(changed.keys, Optional.empty(), Optional.empty(), removed, settings);
    }

    /** Records that the provider refused the current key and accepted a retired one. */
    RingState refused(Instant time) {
        return refusedAt.filter(known -> !known.isBefore(time)).isPresent()
                ? this
                : new RingState(keys, cacheLifetime, Optional.of(time), removed, settings);
    }

    /** Removes keys for good. */
    RingState without(Collection<RingKey> gone) {
        if (gone.isEmpty()) {
            return this;
        }
        List<RingKey> rest = new ArrayList<>(keys);
        rest.removeAll(gone);
        List<String> all = new ArrayList<>(removed);
        gone.forEach(key -> all.add(thumbprint(key.publicJwk())));
        return new RingState(rest, cacheLifetime, refusedAt, all, settings);
    }

    /** Starts every wait again, after the clock was set. */
    RingState restarted(Instant now) {
        return each(key -> switch (key.state()) {
            case NEXT ->
                key.in(State.NEXT, now).publishedSince(key.publishedSince().map(time -> now));
            case CURRENT -> key.since().isAfter(now) ? key.in(State.CURRENT, now) : key;
            case RETIRED -> key.in(State.RETIRED, now);
        });
    }

    /** Returns this state, with every wait started again if it has times in the future: they were written by a wrong clock. */
    RingState checkedAt(Instant now) {
        Instant latest = now.plus(SKEW);
        boolean isWrong = keys.stream()
                .anyMatch(key -> key.since().isAfter(latest)
                        || key.publishedSince()
                                .filter(time -> time.isAfter(latest))
                                .isPresent());
        boolean isRefusalWrong = refusedAt.filter(time -> time.isAfter(latest)).isPresent();
        RingState right =
                isRefusalWrong ? new RingState(keys, cacheLifetime, Optional.of(now), removed, settings) : this;
        return isWrong ? right.restarted(now) : right;
    }

    /** Returns when the key's next step is due with these settings. */
    Optional<Instant> due(RingKey key, RingSettings effective) {
        return switch (key.state()) {
            case NEXT -> key.publishedSince().map(seen -> seen.plus(wait(effective)));
            case CURRENT -> Optional.empty();
            case RETIRED ->
                Optional.of(refusedAt
                        .filter(time -> time.isAfter(key.since()))
                        .orElse(key.since())
                        .plus(effective.keep()));
        };
    }

    /** A cache may have fetched the old set from a process that had not read the new one yet. */
    private Duration wait(RingSettings effective) {
        return effective
                .cacheLifetime()
                .or(() -> cacheLifetime)
                .orElse(PublishedSet.MAX_CACHE_LIFETIME)
                .plus(effective.check());
    }

    static String thumbprint(JWK jwk) {
        try {
            return jwk.computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime.", e);
        }
    }
}
