package dev.clientauth.key.ring;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.key.ring.RingKey.State;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The keys of a ring in the order in which they were added, and the steps from one state to the next. Immutable.
 *
 * @param keys at most one next key and exactly one current key, unless the ring is new
 * @param cacheLifetime the longest time that a cache may keep the JWK Set, as seen since the next key was staged
 */
record RingState(List<RingKey> keys, Optional<Duration> cacheLifetime) {
    static final RingState EMPTY = new RingState(List.of(), Optional.empty());

    RingState {
        keys = List.copyOf(keys);
    }

    Optional<RingKey> in(State state) {
        return keys.stream().filter(key -> key.state() == state).findFirst();
    }

    Optional<RingKey> find(String keyId) {
        return keys.stream().filter(key -> key.keyId().equals(keyId)).findFirst();
    }

    /** Adds a key: as the current key of a new ring, otherwise as the next one. */
    RingState with(String keyId, Optional<JWSAlgorithm> algorithm, String file, Instant now) {
        List<RingKey> more = new ArrayList<>(keys);
        more.add(new RingKey(
                keyId, keys.isEmpty() ? State.CURRENT : State.NEXT, now, Optional.empty(), algorithm, file));
        return new RingState(more, Optional.empty());
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
        return new RingState(
                keys.stream()
                        .map(key -> key.state() != State.NEXT
                                ? key
                                : key.publishedSince(
                                        isPublished
                                                ? Optional.of(
                                                        key.publishedSince().orElse(now))
                                                : Optional.empty()))
                        .toList(),
                Optional.of(longest));
    }

    /** Returns when the next key may sign, if it has been seen at the JWK Set URL. */
    Optional<Instant> readyAt(Duration wait) {
        return in(State.NEXT).flatMap(RingKey::publishedSince).map(seen -> seen.plus(wait));
    }

    /** Signs with the next key, and retires the current one. */
    RingState promoted(Instant now) {
        return new RingState(
                keys.stream()
                        .map(key -> switch (key.state()) {
                            case NEXT -> key.in(State.CURRENT, now);
                            case CURRENT -> key.in(State.RETIRED, now);
                            case RETIRED -> key;
                        })
                        .toList(),
                Optional.empty());
    }

    /** Removes the keys that were retired at this time or earlier. */
    RingState withoutRetiredBy(Instant time) {
        Predicate<RingKey> stays =
                key -> key.state() != State.RETIRED || key.since().isAfter(time);
        return new RingState(keys.stream().filter(stays).toList(), cacheLifetime);
    }
}
