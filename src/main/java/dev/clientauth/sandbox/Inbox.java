package dev.clientauth.sandbox;

import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.DecodedAssertion;
import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a sandbox received, oldest first, within a bound on number and size: beyond either the oldest is forgotten.
 * Thread-safe.
 */
final class Inbox {
    private static final int MOST = 1000;
    private static final long MOST_BYTES = 16L << 20;

    /** What an attempt with its findings takes besides what was sent. */
    private static final int FLAT = 4096;

    /** What was sent is kept as sent, and once more taken apart; a character takes up to two bytes. */
    private static final int COPIES = 4;

    /** What a header, a parameter, a member or an element takes besides its characters. */
    private static final int PART = 112;

    /**
     * One attempt.
     *
     * @param seq its number, from 1
     * @param provider to whom
     * @param received what and when
     * @param size about how many bytes it takes
     */
    record Entry(long seq, String provider, ReceivedAttempt received, long size) {}

    private final Changes changes;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long last;
    private long clearings;
    private long size;

    Inbox(Changes changes) {
        this.changes = changes;
    }

    void record(String provider, ReceivedAttempt received) {
        Attempt attempt = received.attempt();
        long bytes = FLAT + (long) COPIES * characters(attempt) + (long) PART * parts(attempt);
        synchronized (this) {
            while (!entries.isEmpty() && (entries.size() == MOST || size + bytes > MOST_BYTES)) {
                size -= entries.removeFirst().size();
            }
            entries.addLast(new Entry(++last, provider, received, bytes));
            size += bytes;
        }
        changes.happened();
    }

    private static int parts(Attempt attempt) {
        return attempt.headers().map(Map::size).orElse(0)
                + attempt.parameters().map(List::size).orElse(0)
                + attempt.assertion()
                        .flatMap(DecodedAssertion::header)
                        .map(Inbox::parts)
                        .orElse(0)
                + attempt.assertion()
                        .flatMap(DecodedAssertion::claims)
                        .map(Inbox::parts)
                        .orElse(0);
    }

    /** How many members and elements there are in JSON, which came from a reader that bounds how deep it goes. */
    private static int parts(@Nullable Object json) {
        Collection<?> values = json instanceof Map<?, ?> object
                ? object.values()
                : json instanceof Collection<?> array ? array : List.of();
        return values.size() + values.stream().mapToInt(Inbox::parts).sum();
    }

    private static int characters(Attempt attempt) {
        int headers = attempt.headers().map(Map::entrySet).stream()
                .flatMap(entries -> entries.stream())
                .mapToInt(header -> header.getKey().length() + header.getValue().length())
                .sum();
        int parameters = attempt.parameters().stream()
                .flatMap(List::stream)
                .mapToInt(parameter ->
                        parameter.name().length() + parameter.value().length())
                .sum();
        return headers
                + parameters
                + attempt.endpoint().map(uri -> uri.toString().length()).orElse(0);
    }

    synchronized List<Entry> after(long seq) {
        return entries.stream().filter(entry -> entry.seq() > seq).toList();
    }

    synchronized Optional<Entry> entry(long seq) {
        return entries.stream().filter(entry -> entry.seq() == seq).findFirst();
    }

    /** The number of the last attempt; 0 before the first. */
    synchronized long last() {
        return last;
    }

    /** The number of the oldest attempt that is kept; that of the next one, where none is. */
    synchronized long first() {
        return entries.isEmpty() ? last + 1 : entries.getFirst().seq();
    }

    /** What was sent to one provider. */
    synchronized List<ReceivedAttempt> of(String provider) {
        return entries.stream()
                .filter(entry -> entry.provider().equals(provider))
                .map(Entry::received)
                .toList();
    }

    /** What was sent to one provider, forgetting it. */
    List<ReceivedAttempt> take(String provider) {
        List<ReceivedAttempt> taken;
        synchronized (this) {
            taken = of(provider);
            drop(Optional.of(provider));
        }
        changes.happened();
        return taken;
    }

    /** Forgets what was sent to one provider, or everything. */
    void clear(Optional<String> provider) {
        synchronized (this) {
            drop(provider);
        }
        changes.happened();
    }

    /** How often something was forgotten at somebody's wish. */
    synchronized long clearings() {
        return clearings;
    }

    private void drop(Optional<String> provider) {
        clearings++;
        entries.removeIf(entry -> provider.isEmpty() || entry.provider().equals(provider.get()));
        size = entries.stream().mapToLong(Entry::size).sum();
    }
}
