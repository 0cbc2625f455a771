package dev.clientauth.mock.token;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * What was given out under a name that nobody can guess. Beyond a bound on number and size the oldest entries are
 * forgotten. Not thread-safe.
 *
 * @param <T> what a name stands for
 */
public final class TokenStorage<T> {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** How many characters all entries have together, so that long ones take no more room than many short ones. */
    private static final long MOST_CHARACTERS = 1L << 24;

    private record Entry<T>(T value, Instant expiry, long size) {}

    private final int most;
    private final ToLongFunction<T> sizes;
    private final Map<String, Entry<T>> entries = new LinkedHashMap<>();
    private long size;

    /**
     * A ledger of so many entries.
     *
     * @param sizes how many characters a value has about it that somebody else chose
     */
    public TokenStorage(int most, ToLongFunction<T> sizes) {
        this.most = most;
        this.sizes = sizes;
    }

    /** Gives out a name that is good up to this instant. */
    public String issue(T value, Instant expiry) {
        String name = opaque();
        put(name, value, expiry);
        return name;
    }

    public void put(String name, T value, Instant expiry) {
        Entry<T> added = new Entry<>(value, expiry, sizes.applyAsLong(value));
        remove(name);
        while (!entries.isEmpty() && (entries.size() == most || size + added.size() > MOST_CHARACTERS)) {
            remove(entries.keySet().iterator().next());
        }
        entries.put(name, added);
        size += added.size();
    }

    /** What the name stands for, unless it has expired or was never given out. */
    public Optional<T> find(String name, Instant now) {
        return Optional.ofNullable(entries.get(name))
                .filter(entry -> !now.isAfter(entry.expiry()))
                .map(Entry::value);
    }

    /** When what the name stood for expired; none while it is good, and for a name that was never given out. */
    public Optional<Instant> expiredAt(String name, Instant now) {
        return Optional.ofNullable(entries.get(name)).map(Entry::expiry).filter(now::isAfter);
    }

    public void remove(String name) {
        Entry<T> removed = entries.remove(name);
        if (removed != null) {
            size -= removed.size();
        }
    }

    public void removeIf(Predicate<T> dead) {
        entries.values().removeIf(entry -> dead.test(entry.value()));
        size = entries.values().stream().mapToLong(Entry::size).sum();
    }

    public void clear() {
        entries.clear();
        size = 0;
    }

    public static String opaque() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
