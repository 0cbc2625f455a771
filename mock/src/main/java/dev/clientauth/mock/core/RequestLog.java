// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.core;

import dev.clientauth.mock.RecordedApiCall;
import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.profile.DecodedAssertion;
import dev.clientauth.profile.TokenRequest;
import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the latest token requests and API calls that a mock received, in one sequence. Each kind has its own maximum number
 * and size, so many calls do not displace requests. Thread-safe.
 */
public final class RequestLog {
    private static final int MAX_REQUESTS = 1000;
    private static final long MAX_REQUEST_BYTES = 16L << 20;

    /** Bytes that a request with its diagnosis takes besides what was sent. */
    private static final int FLAT = 4096;

    /** What was sent is kept as sent and parsed; a character takes up to two bytes. */
    private static final int COPIES = 4;

    /** Bytes that a header, a parameter, a member or an element takes besides its characters. */
    private static final int PART = 112;

    private static final int MAX_CALLS = 1000;
    private static final long MAX_CALL_BYTES = 2L << 20;

    /** Bytes that a call takes besides its texts. */
    private static final int FLAT_CALL = 256;

    /**
     * The entries after a sequence number, oldest first.
     *
     * @param requests the token requests
     * @param calls the API calls
     * @param last the sequence number of the latest entry
     * @param droppedRequests the maximum number of requests after that number that were removed
     * @param droppedCalls the maximum number of calls after that number that were removed
     */
    public record Since(
            List<BoundedLog.Entry<RecordedRequest>> requests,
            List<BoundedLog.Entry<RecordedApiCall>> calls,
            long last,
            long droppedRequests,
            long droppedCalls) {}

    private final ChangeNotifier changes;
    private final BoundedLog<RecordedRequest> requests = new BoundedLog<>(MAX_REQUESTS, MAX_REQUEST_BYTES);
    private final BoundedLog<RecordedApiCall> calls = new BoundedLog<>(MAX_CALLS, MAX_CALL_BYTES);
    private long last;
    private long clearings;

    /** Creates an empty log. */
    public RequestLog(ChangeNotifier changes) {
        this.changes = changes;
    }

    /** Records a token request. */
    public void record(String provider, RecordedRequest received) {
        TokenRequest request = received.request();
        long bytes = FLAT + (long) COPIES * characters(request) + (long) PART * parts(request);
        synchronized (this) {
            requests.add(new BoundedLog.Entry<>(++last, provider, received, bytes));
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

    private static int parts(TokenRequest request) {
        return request.headers().map(Map::size).orElse(0)
                + request.parameters().map(List::size).orElse(0)
                + request.assertion()
                        .flatMap(DecodedAssertion::header)
                        .map(RequestLog::parts)
                        .orElse(0)
                + request.assertion()
                        .flatMap(DecodedAssertion::claims)
                        .map(RequestLog::parts)
                        .orElse(0);
    }

    /** Counts members and elements of JSON; the parser limits its depth. */
    private static int parts(@Nullable Object json) {
        Collection<?> values = json instanceof Map<?, ?> object
                ? object.values()
                : json instanceof Collection<?> array ? array : List.of();
        return values.size() + values.stream().mapToInt(RequestLog::parts).sum();
    }

    private static int characters(TokenRequest request) {
        int headers = request.headers().map(Map::entrySet).stream()
                .flatMap(entries -> entries.stream())
                .mapToInt(header -> header.getKey().length() + header.getValue().length())
                .sum();
        int parameters = request.parameters().stream()
                .flatMap(List::stream)
                .mapToInt(parameter ->
                        parameter.name().length() + parameter.value().length())
                .sum();
        return headers
                + parameters
                + request.endpoint().map(uri -> uri.toString().length()).orElse(0);
    }

    /** Returns the entries after a sequence number. */
    public synchronized Since since(long seq) {
        return new Since(requests.after(seq), calls.after(seq), last, dropped(requests, seq), dropped(calls, seq));
    }

    /** All removed numbers between two may be of one kind, but at most as many as were removed of that kind. */
    private long dropped(BoundedLog<?> log, long seq) {
        long end = log.lastRemoved();
        return Math.max(0, Math.min(log.removed(), end - seq - between(requests, seq, end) - between(calls, seq, end)));
    }

    private static long between(BoundedLog<?> log, long seq, long end) {
        return log.after(seq).stream().filter(entry -> entry.seq() <= end).count();
    }

    /** Returns the token request with this sequence number, if it is still kept. */
    public synchronized Optional<BoundedLog.Entry<RecordedRequest>> request(long seq) {
        return requests.find(seq);
    }

    /** Returns the sequence number of the latest entry; 0 before the first. */
    public synchronized long last() {
        return last;
    }

    /** Returns the sequence number of the oldest token request that is kept; that of the next one if there is none. */
    public synchronized long firstRequest() {
        return requests.first().orElse(last + 1);
    }

    /** Returns the sequence number of the oldest API call that is kept; that of the next one if there is none. */
    public synchronized long firstCall() {
        return calls.first().orElse(last + 1);
    }

    /** Returns the token requests to one provider, or to all. */
    public synchronized List<RecordedRequest> requests(Optional<String> provider) {
        return requests.of(provider);
    }

    /** Returns the API calls to all providers. */
    public synchronized List<RecordedApiCall> calls() {
        return calls.of(Optional.empty());
    }

    /** Returns the token requests to one provider, or to all, and removes them. */
    public List<RecordedRequest> take(Optional<String> provider) {
        List<RecordedRequest> taken;
        synchronized (this) {
            taken = requests.of(provider);
            clearings++;
            requests.removeIf(entry -> isAt(provider, entry));
        }
        changes.notifyListeners();
        return taken;
    }

    /** Removes the entries of one provider, or all entries. */
    public void clear(Optional<String> provider) {
        synchronized (this) {
            clearings++;
            requests.removeIf(entry -> isAt(provider, entry));
            calls.removeIf(entry -> isAt(provider, entry));
        }
        changes.notifyListeners();
    }

    private static boolean isAt(Optional<String> provider, BoundedLog.Entry<?> entry) {
        return provider.isEmpty() || entry.provider().equals(provider.get());
    }

    /** Returns how often entries were removed on demand. */
    public synchronized long clearings() {
        return clearings;
    }
}
