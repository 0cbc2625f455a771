package dev.clientauth.mock.server;

import dev.clientauth.mock.core.RequestLog;
import dev.clientauth.mock.core.ServerContext;
import dev.clientauth.mock.http.HttpResult;
import dev.clientauth.mock.text.JsonText;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What happens in a mock, as server-sent events: {@code attempt}, {@code call} and {@code state}. A few may listen
 * at once; for one more the first to come has to go, who is often gone already: a page that was loaded anew.
 */
final class EventStream {
    private static final int MOST_LISTENERS = 16;
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private static final class Listener {
        private final Semaphore wake = new Semaphore(1);
        private volatile boolean isDismissed;

        void dismiss() {
            isDismissed = true;
            wake.release();
        }
    }

    private final ServerContext bench;
    private final StateDocument state;
    private final Deque<Listener> listeners = new ArrayDeque<>();

    EventStream(ServerContext bench, StateDocument state) {
        this.bench = bench;
        this.state = state;
    }

    /**
     * A stream for one more listener.
     *
     * @param after the last attempt or call that the listener knows of; none for one who wants what comes
     */
    HttpResult open(Optional<Long> after, Map<String, String> headers) {
        return new HttpResult.Stream(headers, sink -> {
            Listener listener = admit();
            try {
                write(after, listener, sink);
            } finally {
                leave(listener);
            }
        });
    }

    private Listener admit() {
        Listener listener = new Listener();
        synchronized (listeners) {
            if (listeners.size() == MOST_LISTENERS) {
                listeners.removeFirst().dismiss();
            }
            listeners.addLast(listener);
        }
        return listener;
    }

    private void leave(Listener listener) {
        synchronized (listeners) {
            listeners.remove(listener);
        }
    }

    private void write(Optional<Long> after, Listener listener, HttpResult.Sink sink)
            throws IOException, InterruptedException {
        Semaphore wake = listener.wake;
        Runnable change = wake::release;
        bench.changes().listen(change);
        try {
            long last = bench.inbox().last();
            // A number that has not been reached is one of another mock, which stood at this port before.
            long seen = after.map(seq -> seq > last ? 0 : seq).orElse(last);
            List<Object> told = List.of();
            sink.write("retry: 2000\n\n");
            while (!listener.isDismissed) {
                if (!wake.tryAcquire(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS)) {
                    sink.write(": alive\n\n");
                    continue;
                }
                wake.drainPermits();
                List<Object> lasting = List.of(state.lasting(), bench.inbox().clearings());
                if (!lasting.equals(told)) {
                    sink.write("event: state\ndata: " + JsonText.of(state.write()) + "\n\n");
                    told = lasting;
                }
                for (Map.Entry<Long, String> event : events(seen).entrySet()) {
                    sink.write(event.getValue());
                    seen = event.getKey();
                }
            }
        } finally {
            bench.changes().forget(change);
        }
    }

    /** What came after a number, in the order of its coming. */
    private SortedMap<Long, String> events(long seen) {
        RequestLog.Since since = bench.inbox().since(seen);
        SortedMap<Long, String> events = new TreeMap<>();
        since.attempts()
                .forEach(entry ->
                        events.put(entry.seq(), event("attempt", entry.seq(), RequestDocument.summary(entry))));
        since.calls().forEach(entry -> events.put(entry.seq(), event("call", entry.seq(), CallDocument.of(entry))));
        return events;
    }

    private static String event(String name, long seq, Map<String, Object> data) {
        return "event: " + name + "\nid: " + seq + "\ndata: " + JsonText.of(data) + "\n\n";
    }
}
