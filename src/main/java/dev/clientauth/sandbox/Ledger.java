package dev.clientauth.sandbox;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What was given out under a name that nobody can guess. Beyond a bound the oldest entry is forgotten. Not
 * thread-safe.
 *
 * @param <T> what a name stands for
 */
final class Ledger<T> {
    private static final SecureRandom RANDOM = new SecureRandom();

    private record Entry<T>(T value, Instant expiry) {}

    private final int most;
    private final Map<String, Entry<T>> entries = new LinkedHashMap<>();

    Ledger(int most) {
        this.most = most;
    }

    /** Gives out a name that is good up to this instant. */
    String issue(T value, Instant expiry) {
        String name = opaque();
        put(name, value, expiry);
        return name;
    }

    void put(String name, T value, Instant expiry) {
        if (entries.size() == most) {
            entries.remove(entries.keySet().iterator().next());
        }
        entries.put(name, new Entry<>(value, expiry));
    }

    /** What the name stands for, unless it has expired or was never given out. */
    Optional<T> find(String name, Instant now) {
        return Optional.ofNullable(entries.get(name))
                .filter(entry -> !now.isAfter(entry.expiry()))
                .map(Entry::value);
    }

    void remove(String name) {
        entries.remove(name);
    }

    void removeIf(Predicate<T> dead) {
        entries.values().removeIf(entry -> dead.test(entry.value()));
    }

    void clear() {
        entries.clear();
    }

    static String opaque() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
