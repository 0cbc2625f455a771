// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Keeps the latest entries, oldest first, up to a maximum number and a maximum size; beyond either, the oldest are removed.
 * Not thread-safe.
 *
 * @param <T> the type of the entries
 */
public final class BoundedLog<T> {
    /**
     * An entry.
     *
     * @param seq its sequence number among everything that the mock received, from 1
     * @param provider the id of the provider that received it
     * @param received the recorded request or call
     * @param size its estimated size in bytes
     */
    public record Entry<T>(long seq, String provider, T received, long size) {}

    private final int max;
    private final long maxBytes;
    private final Deque<Entry<T>> entries = new ArrayDeque<>();
    private long size;
    private long removed;
    private long lastRemoved;

    BoundedLog(int max, long maxBytes) {
        this.max = max;
        this.maxBytes = maxBytes;
    }

    void add(Entry<T> entry) {
        while (!entries.isEmpty() && (entries.size() == max || size + entry.size() > maxBytes)) {
            remove(entries.getFirst());
            entries.removeFirst();
        }
        entries.addLast(entry);
        size += entry.size();
    }

    List<Entry<T>> after(long seq) {
        return entries.stream().filter(entry -> entry.seq() > seq).toList();
    }

    Optional<Entry<T>> find(long seq) {
        return entries.stream().filter(entry -> entry.seq() == seq).findFirst();
    }

    /** Returns the entries of one provider, or of all. */
    List<T> of(Optional<String> provider) {
        return entries.stream()
                .filter(entry -> provider.isEmpty() || entry.provider().equals(provider.get()))
                .map(Entry::received)
                .toList();
    }

    /** Returns the sequence number of the oldest entry; empty if there is none. */
    Optional<Long> first() {
        return Optional.ofNullable(entries.peekFirst()).map(Entry::seq);
    }

    /** Returns how many entries were removed. */
    long removed() {
        return removed;
    }

    /** Returns the highest sequence number of a removed entry; 0 if none was removed. */
    long lastRemoved() {
        return lastRemoved;
    }

    void removeIf(Predicate<Entry<T>> which) {
        entries.removeIf(entry -> {
            boolean goes = which.test(entry);
            if (goes) {
                remove(entry);
            }
            return goes;
        });
    }

    private void remove(Entry<T> entry) {
        size -= entry.size();
        removed++;
        lastRemoved = Math.max(lastRemoved, entry.seq());
    }
}
