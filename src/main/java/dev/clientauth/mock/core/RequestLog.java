package dev.clientauth.mock.core;

import dev.clientauth.mock.RecordedApiCall;
import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.DecodedAssertion;
import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a mock received, attempts to get tokens and calls with them, numbered in one order. Each kind has a bound of its
 * own on number and size, so that many calls push no attempt out. Thread-safe.
 */
public final class RequestLog {
    private static final int MOST_ATTEMPTS = 1000;
    private static final long MOST_ATTEMPT_BYTES = 16L << 20;

    /** What an attempt with its findings takes besides what was sent. */
    private static final int FLAT = 4096;

    /** What was sent is kept as sent, and once more taken apart; a character takes up to two bytes. */
    private static final int COPIES = 4;

    /** What a header, a parameter, a member or an element takes besides its characters. */
    private static final int PART = 112;

    private static final int MOST_CALLS = 1000;
    private static final long MOST_CALL_BYTES = 2L << 20;

    /** What a call takes besides its texts. */
    private static final int FLAT_CALL = 256;

    /**
     * What came after a number, of each kind oldest first.
     *
     * @param attempts the requests for tokens
     * @param calls the calls to APIs
     * @param last the number of the last of all
     * @param droppedAttempts how many attempts after that number were forgotten, at most
     * @param droppedCalls how many calls after that number were forgotten, at most
     */
    public record Since(
            List<BoundedLog.Entry<RecordedRequest>> attempts,
            List<BoundedLog.Entry<RecordedApiCall>> calls,
            long last,
            long droppedAttempts,
            long droppedCalls) {}

    private final ChangeNotifier changes;
    private final BoundedLog<RecordedRequest> attempts = new BoundedLog<>(MOST_ATTEMPTS, MOST_ATTEMPT_BYTES);
    private final BoundedLog<RecordedApiCall> calls = new BoundedLog<>(MOST_CALLS, MOST_CALL_BYTES);
    private long last;
    private long clearings;

    public RequestLog(ChangeNotifier changes) {
        this.changes = changes;
    }

    public void record(String provider, RecordedRequest received) {
        Attempt attempt = received.attempt();
        long bytes = FLAT + (long) COPIES * characters(attempt) + (long) PART * parts(attempt);
        synchronized (this) {
            attempts.add(new BoundedLog.Entry<>(++last, provider, received, bytes));
        }
        changes.notifyListeners();
    }

    public void record(RecordedApiCall call) {
        long bytes = FLAT_CALL + 2L * characters(call);
        synchronized (this) {
            calls.add(new BoundedLog.Entry<>(++last, call.provider(), call, bytes));
        }
        changes.notifyListeners();
    }

    private static int characters(RecordedApiCall call) {
        return call.clientId().orElse("").length()
                + call.method().length()
                + call.path().length()
                + call.reason().orElse("").length()
                + call.remedy().orElse("").length();
    }

    private static int parts(Attempt attempt) {
        return attempt.headers().map(Map::size).orElse(0)
                + attempt.parameters().map(List::size).orElse(0)
                + attempt.assertion()
                        .flatMap(DecodedAssertion::header)
                        .map(RequestLog::parts)
                        .orElse(0)
                + attempt.assertion()
                        .flatMap(DecodedAssertion::claims)
                        .map(RequestLog::parts)
                        .orElse(0);
    }

    /** How many members and elements there are in JSON, which came from a reader that bounds how deep it goes. */
    private static int parts(@Nullable Object json) {
        Collection<?> values = json instanceof Map<?, ?> object
                ? object.values()
                : json instanceof Collection<?> array ? array : List.of();
        return values.size() + values.stream().mapToInt(RequestLog::parts).sum();
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

    public synchronized Since since(long seq) {
        return new Since(attempts.after(seq), calls.after(seq), last, dropped(attempts, seq), dropped(calls, seq));
    }

    /** All that went between two numbers may have been of one kind, but no more than was forgotten of it. */
    private long dropped(BoundedLog<?> shelf, long seq) {
        long end = shelf.lastForgotten();
        return Math.max(
                0, Math.min(shelf.forgotten(), end - seq - between(attempts, seq, end) - between(calls, seq, end)));
    }

    private static long between(BoundedLog<?> shelf, long seq, long end) {
        return shelf.after(seq).stream().filter(entry -> entry.seq() <= end).count();
    }

    public synchronized Optional<BoundedLog.Entry<RecordedRequest>> attempt(long seq) {
        return attempts.find(seq);
    }

    /** The number of the last that was received; 0 before the first. */
    public synchronized long last() {
        return last;
    }

    /** The number of the oldest attempt that is kept; that of the next one, where none is. */
    public synchronized long firstAttempt() {
        return attempts.first().orElse(last + 1);
    }

    /** The number of the oldest call that is kept; that of the next one, where none is. */
    public synchronized long firstCall() {
        return calls.first().orElse(last + 1);
    }

    /** All attempts. */
    public synchronized List<RecordedRequest> attempts() {
        return attempts.all();
    }

    /** All calls. */
    public synchronized List<RecordedApiCall> calls() {
        return calls.all();
    }

    /** The attempts at one provider. */
    public synchronized List<RecordedRequest> attempts(String provider) {
        return attempts.of(provider);
    }

    /** The attempts at one provider, forgetting them. */
    public List<RecordedRequest> take(String provider) {
        List<RecordedRequest> taken;
        synchronized (this) {
            taken = attempts.of(provider);
            clearings++;
            attempts.removeIf(entry -> entry.provider().equals(provider));
        }
        changes.notifyListeners();
        return taken;
    }

    /** Forgets what was sent to one provider, or everything. */
    public void clear(Optional<String> provider) {
        synchronized (this) {
            clearings++;
            attempts.removeIf(entry -> provider.isEmpty() || entry.provider().equals(provider.get()));
            calls.removeIf(entry -> provider.isEmpty() || entry.provider().equals(provider.get()));
        }
        changes.notifyListeners();
    }

    /** How often something was forgotten at somebody's wish. */
    public synchronized long clearings() {
        return clearings;
    }
}
