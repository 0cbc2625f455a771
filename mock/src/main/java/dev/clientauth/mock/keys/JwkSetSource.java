// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.keys;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.SignedJWT;
import dev.clientauth.profile.Registration;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongPredicate;

/**
 * A client's JWK Set URL with the provider's cached copy. There is at most one fetch for each JWT, and one at a time, whose
 * result waiting requests share. Thread-safe.
 */
final class JwkSetSource {
    private final Registration client;
    private final JwkSetPolicy policy;
    private final Clock clock;
    private final JwkSetFetch fetch;
    private final LongPredicate room;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicInteger fetches = new AtomicInteger();
    private @Nullable Copy copy;
    private List<String> lastNotes = List.of();

    /** Whether there was no memory for the last fetched set, which is then used once and not cached. */
    private boolean isTooLarge;

    /** A cached set. */
    private record Copy(List<JWK> keys, Instant fetchedAt, Instant keptUntil) {
        boolean isKept(Instant now) {
            return now.isBefore(keptUntil) && !now.isBefore(fetchedAt);
        }
    }

    /**
     * Creates a source without a cached copy.
     *
     * @param client the client, with its JWK Set URL
     * @param room whether there is memory for a copy of so many bytes, in place of the previous one
     */
    JwkSetSource(Registration client, JwkSetPolicy policy, Clock clock, JwkSetFetch fetch, LongPredicate room) {
        this.room = room;
        this.client = client;
        this.policy = policy;
        this.clock = clock;
        this.fetch = fetch;
    }

    /** Returns the keys to verify a JWT, with notes about how they were obtained. */
    ChosenKeys keysFor(SignedJWT jwt) {
        int before = fetches.get();
        lock.lock();
        try {
            List<String> notes = new ArrayList<>();
            Copy kept = copy != null && copy.isKept(clock.instant()) ? copy : null;
            if (kept != null && (verifies(kept, jwt) || !policy.refetches())) {
                notes.add("The copy of the JWK Set that was fetched at " + kept.fetchedAt()
                        + " was used; it is cached until " + kept.keptUntil() + ".");
                return chosen(kept, jwt, notes);
            }
            if (fetches.get() == before || isTooLarge) {
                fetch(kept);
            }
            notes.addAll(lastNotes);
            Copy fetched = copy;
            if (isTooLarge) {
                copy = null;
                boolean unused = room.test(0);
            }
            return fetched == null ? new ChosenKeys(List.of(), notes) : chosen(fetched, jwt, notes);
        } finally {
            lock.unlock();
        }
    }

    private void fetch(@Nullable Copy kept) {
        Instant now = clock.instant();
        JwkSetResponse response = client.jwkSetUrl()
                .map(fetch::get)
                .orElseGet(() -> JwkSetResponse.failed("No JWK Set URL is registered."));
        List<String> notes = new ArrayList<>(response.notes());
        if (response.keys().isPresent()) {
            isTooLarge = !room.test(KeyMemory.bytes(response.keys().get()));
            Duration life = isTooLarge ? Duration.ZERO : policy.life(response.freshFor());
            if (isTooLarge) {
                notes.add("The JWK Set was not cached: the keys of all clients take more than "
                        + (KeyMemory.MAX_BYTES >> 20) + " MiB.");
            }
            copy = new Copy(response.keys().get(), now, now.plus(life));
            notes.add(
                    0,
                    "The JWK Set was fetched and has " + response.keys().get().size() + " usable "
                            + (response.keys().get().size() == 1 ? "key; " : "keys; ")
                            + (life.isZero() ? "it is not cached." : "it is cached until " + now.plus(life) + "."));
        } else {
            isTooLarge = false;
            copy = kept;
            if (kept != null) {
                notes.add("The copy that was fetched at " + kept.fetchedAt() + " was used instead.");
            }
        }
        lastNotes = List.copyOf(notes);
        fetches.incrementAndGet();
    }

    private boolean verifies(Copy kept, SignedJWT jwt) {
        List<JWK> keys = ChosenKeys.of(kept.keys(), jwt.getHeader()).keys();
        return SignatureCheck.isBy(client.withKeys(keys), jwt.getParsedString());
    }

    private static ChosenKeys chosen(Copy from, SignedJWT jwt, List<String> notes) {
        ChosenKeys chosen = ChosenKeys.of(from.keys(), jwt.getHeader());
        notes.addAll(chosen.notes());
        return new ChosenKeys(chosen.keys(), List.copyOf(notes));
    }

    @Override
    public String toString() {
        return "JwkSetSource of " + client.clientId();
    }
}
