// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import dev.clientauth.json.Json;
import dev.clientauth.mock.core.RequestLog;
import dev.clientauth.mock.core.ServerContext;
import dev.clientauth.mock.http.HttpResult;

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
 * Sends server-sent events about a mock: {@code request}, {@code call} and {@code state}. At most 16 listeners are connected;
 * one more disconnects the oldest, which is often a page that was reloaded.
 */
final class EventStream {
    private static final int MAX_LISTENERS = 16;
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private static final class Listener {
        private final Semaphore wake = new Semaphore(1);
        private volatile boolean isDismissed;

        void dismiss() {
            isDismissed = true;
            wake.release();
        }
    }

    private final ServerContext context;
    private final StateDocument state;
    private final Deque<Listener> listeners = new ArrayDeque<>();

    EventStream(ServerContext context, StateDocument state) {
        this.context = context;
        this.state = state;
    }

    /**
     * Returns a stream for one more listener.
     *
     * @param after the last sequence number that the listener has; empty for new events only
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
            if (listeners.size() == MAX_LISTENERS) {
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
        context.changes().add(change);
        try {
            long last = context.log().last();
            // A number that has not been reached is from an earlier mock on this port.
            long seen = after.map(seq -> seq > last ? 0 : seq).orElse(last);
            List<Object> sent = List.of();
            sink.write("retry: 2000\n\n");
            while (!listener.isDismissed) {
                if (!wake.tryAcquire(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS)) {
                    sink.write(": alive\n\n");
                    continue;
                }
                wake.drainPermits();
                List<Object> lasting = List.of(state.lasting(), context.log().clearings());
                if (!lasting.equals(sent)) {
                    sink.write("event: state\ndata: " + Json.write(state.write()) + "\n\n");
                    sent = lasting;
                }
                for (Map.Entry<Long, String> event : events(seen).entrySet()) {
                    sink.write(event.getValue());
                    seen = event.getKey();
                }
            }
        } finally {
            context.changes().remove(change);
        }
    }

    /** Returns the events after a sequence number, in order. */
    private SortedMap<Long, String> events(long seen) {
        RequestLog.Since since = context.log().since(seen);
        SortedMap<Long, String> events = new TreeMap<>();
        since.requests()
                .forEach(entry ->
                        events.put(entry.seq(), event("request", entry.seq(), RequestDocument.summary(entry))));
        since.calls().forEach(entry -> events.put(entry.seq(), event("call", entry.seq(), CallDocument.of(entry))));
        return events;
    }

    private static String event(String name, long seq, Map<String, Object> data) {
        return "event: " + name + "\nid: " + seq + "\ndata: " + Json.write(data) + "\n\n";
    }
}
