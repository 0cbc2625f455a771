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
 * A client's JWK Set URL, and the provider's copy of what is there. One fetch at most for each JWT, and one at a time: those
 * who wait for it share what it brings. Thread-safe.
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

    /** Whether there was no room for the set that was fetched last, which is used once then and not kept. */
    private boolean isTooLarge;

    /** What was fetched, when, and until when it is kept. */
    private record Copy(List<JWK> keys, Instant fetchedAt, Instant keptUntil) {
        boolean isKept(Instant now) {
            return now.isBefore(keptUntil) && !now.isBefore(fetchedAt);
        }
    }

    /**
     * A source without a copy yet.
     *
     * @param client whose it is, with its JWK Set URL
     * @param room whether there is memory to keep a copy of so many bytes, in place of the one before
     */
    JwkSetSource(Registration client, JwkSetPolicy policy, Clock clock, JwkSetFetch fetch, LongPredicate room) {
        this.room = room;
        this.client = client;
        this.policy = policy;
        this.clock = clock;
        this.fetch = fetch;
    }

    /** The keys by which a JWT is to be verified, with what there is to say about how they were come by. */
    ChosenKeys keysFor(SignedJWT jwt) {
        int before = fetches.get();
        lock.lock();
        try {
            List<String> notes = new ArrayList<>();
            Copy kept = copy != null && copy.isKept(clock.instant()) ? copy : null;
            if (kept != null && (verifies(kept, jwt) || !policy.asksAgain())) {
                notes.add("The copy of the JWK Set that was fetched at " + kept.fetchedAt()
                        + " was used; it is kept until " + kept.keptUntil() + ".");
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
        JwkSetResponse answer = client.jwkSetUrl()
                .map(fetch::get)
                .orElseGet(() -> JwkSetResponse.failed("No JWK Set URL is registered."));
        List<String> notes = new ArrayList<>(answer.notes());
        if (answer.keys().isPresent()) {
            isTooLarge = !room.test(KeyMemory.bytes(answer.keys().get()));
            Duration life = isTooLarge ? Duration.ZERO : policy.life(answer.freshFor());
            if (isTooLarge) {
                notes.add("There was no room to keep a copy: the keys of all clients take more than "
                        + (KeyMemory.MAX_BYTES >> 20) + " MiB.");
            }
            copy = new Copy(answer.keys().get(), now, now.plus(life));
            notes.add(
                    0,
                    "The JWK Set was fetched and has " + answer.keys().get().size() + " usable "
                            + (answer.keys().get().size() == 1 ? "key; " : "keys; ")
                            + (life.isZero() ? "it is not kept." : "it is kept until " + now.plus(life) + "."));
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
