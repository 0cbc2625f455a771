package dev.clientauth.mock.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The last of one kind that a mock received, oldest first, within a bound on number and size: beyond either the oldest is
 * forgotten. Not thread-safe.
 *
 * @param <T> the kind
 */
public final class BoundedLog<T> {
    /**
     * One of them.
     *
     * @param seq its number among all that was received, from 1
     * @param provider to whom
     * @param received what and when
     * @param size about how many bytes it takes
     */
    public record Entry<T>(long seq, String provider, T received, long size) {}

    private final int most;
    private final long mostBytes;
    private final Deque<Entry<T>> entries = new ArrayDeque<>();
    private long size;
    private long forgotten;
    private long lastForgotten;

    BoundedLog(int most, long mostBytes) {
        this.most = most;
        this.mostBytes = mostBytes;
    }

    void add(Entry<T> entry) {
        while (!entries.isEmpty() && (entries.size() == most || size + entry.size() > mostBytes)) {
            forget(entries.getFirst());
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

    List<T> all() {
        return entries.stream().map(Entry::received).toList();
    }

    /** What was sent to one provider. */
    List<T> of(String provider) {
        return entries.stream()
                .filter(entry -> entry.provider().equals(provider))
                .map(Entry::received)
                .toList();
    }

    /** The number of the oldest that is kept; none where none is. */
    Optional<Long> first() {
        return Optional.ofNullable(entries.peekFirst()).map(Entry::seq);
    }

    /** How many were forgotten. */
    long forgotten() {
        return forgotten;
    }

    /** The highest number of one that was forgotten; 0 where none was. */
    long lastForgotten() {
        return lastForgotten;
    }

    void removeIf(Predicate<Entry<T>> which) {
        entries.removeIf(entry -> {
            boolean goes = which.test(entry);
            if (goes) {
                forget(entry);
            }
            return goes;
        });
    }

    private void forget(Entry<T> entry) {
        size -= entry.size();
        forgotten++;
        lastForgotten = Math.max(lastForgotten, entry.seq());
    }
}
