// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import dev.clientauth.fakes.LogCapture;
import dev.clientauth.token.TokenEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** A listener is notified in order on a separate thread; while it hangs, events are queued, then dropped with a warning. */
@Timeout(30)
class ListenerQueueTest {
    private final List<Integer> events = new CopyOnWriteArrayList<>();

    private static TokenEvent event(int number) {
        return new TokenEvent.Requested("client_credentials", number + 1);
    }

    private void onEvent(TokenEvent event) {
        events.add(((TokenEvent.Requested) event).attempt() - 1);
    }

    private void awaitEvents(int number) throws InterruptedException {
        while (!events.contains(number)) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    @Test
    void eventsAreDeliveredInOrder() throws InterruptedException {
        ListenerQueue queue = new ListenerQueue(this::onEvent);
        for (int i = 0; i < 100; i++) {
            queue.on(event(i));
        }
        awaitEvents(99);
        assertThat(events).hasSize(100).isSorted();
    }

    @Test
    void aHangingListenerLosesEventsWhichIsLogged() throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        ListenerQueue queue = new ListenerQueue(event -> {
            try {
                assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            onEvent(event);
        });
        int lost = 10;
        int kept = ListenerQueue.MAX_QUEUED + 1;
        try (LogCapture logs = new LogCapture()) {
            for (int i = 0; i < kept + lost; i++) {
                queue.on(event(i));
            }
            assertThat(logs.text()).containsOnlyOnce("events are dropped until it does");
            over.countDown();
            awaitEvents(kept - 1);
            queue.on(event(1000));
            awaitEvents(1000);
            assertThat(events).hasSize(kept + 1).isSorted();
            assertThat(logs.text()).containsOnlyOnce("missed " + lost + " events");
        }
    }

    @Test
    void anExceptionOfAListenerIsLoggedAndTheNextEventDelivered() throws InterruptedException {
        ListenerQueue queue = new ListenerQueue(event -> {
            onEvent(event);
            if (events.size() == 1) {
                throw new StackOverflowError();
            }
        });
        try (LogCapture logs = new LogCapture()) {
            queue.on(event(1));
            queue.on(event(2));
            awaitEvents(2);
            assertThat(logs.text()).contains("A token listener failed", "StackOverflowError");
        }
    }
}
