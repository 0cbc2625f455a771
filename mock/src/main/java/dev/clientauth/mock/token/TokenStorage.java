// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
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
 * Stores values under unguessable names, such as tokens and codes. Beyond a maximum number and size the oldest entries are
 * removed. Not thread-safe.
 *
 * @param <T> the type of the values
 */
public final class TokenStorage<T> {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The maximum number of characters of all entries. */
    private static final long MAX_CHARACTERS = 1L << 24;

    private record Entry<T>(T value, Instant expiry, long size) {}

    private final int max;
    private final ToLongFunction<T> sizes;
    private final Map<String, Entry<T>> entries = new LinkedHashMap<>();
    private long size;

    /**
     * Creates a storage for a maximum number of entries.
     *
     * @param sizes returns the number of characters of a value that others chose
     */
    public TokenStorage(int max, ToLongFunction<T> sizes) {
        this.max = max;
        this.sizes = sizes;
    }

    /** Stores a value under a new name that is valid until this instant. */
    public String issue(T value, Instant expiry) {
        String name = opaque();
        put(name, value, expiry);
        return name;
    }

    /** Stores a value under a name that is valid until this instant. */
    public void put(String name, T value, Instant expiry) {
        Entry<T> added = new Entry<>(value, expiry, sizes.applyAsLong(value));
        remove(name);
        while (!entries.isEmpty() && (entries.size() == max || size + added.size() > MAX_CHARACTERS)) {
            remove(entries.keySet().iterator().next());
        }
        entries.put(name, added);
        size += added.size();
    }

    /** Returns the value of a name; empty if it has expired or was never issued. */
    public Optional<T> find(String name, Instant now) {
        return Optional.ofNullable(entries.get(name))
                .filter(entry -> !now.isAfter(entry.expiry()))
                .map(Entry::value);
    }

    /** Returns when a name expired; empty if it has not, or was never issued. */
    public Optional<Instant> expiredAt(String name, Instant now) {
        return Optional.ofNullable(entries.get(name)).map(Entry::expiry).filter(now::isAfter);
    }

    public void remove(String name) {
        Entry<T> removed = entries.remove(name);
        if (removed != null) {
            size -= removed.size();
        }
    }

    /** Removes the values that match. */
    public void removeIf(Predicate<T> condition) {
        entries.values().removeIf(entry -> condition.test(entry.value()));
        size = entries.values().stream().mapToLong(Entry::size).sum();
    }

    /** Removes everything. */
    public void clear() {
        entries.clear();
        size = 0;
    }

    /** Returns a new unguessable name of 43 characters. */
    public static String opaque() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
