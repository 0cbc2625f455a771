// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** The executor limits threads and queued tasks, keeps the order, and survives exceptions of its tasks. */
@Timeout(30)
class BoundedExecutorTest {
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<Integer> done = new CopyOnWriteArrayList<>();

    private void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tasksBeyondThreadsAndQueueAreRejected() {
        BoundedExecutor executor = new BoundedExecutor(2, 3);
        for (int i = 0; i < 5; i++) {
            assertThat(executor.offer(() -> await(over))).isTrue();
        }
        assertThat(executor.offer(() -> done.add(0))).isFalse();
        over.countDown();
    }

    @Test
    void oneThreadRunsTasksInOrder() {
        BoundedExecutor executor = new BoundedExecutor(1, 100);
        CountDownLatch last = new CountDownLatch(1);
        executor.offer(() -> await(over));
        for (int i = 0; i < 50; i++) {
            int number = i;
            executor.offer(() -> done.add(number));
        }
        executor.offer(last::countDown);
        over.countDown();
        await(last);
        assertThat(done).hasSize(50).isSorted();
    }

    @Test
    void aTaskThatThrowsDoesNotAffectTheNextOne() {
        BoundedExecutor executor = new BoundedExecutor(1, 2);
        CountDownLatch last = new CountDownLatch(1);
        executor.offer(() -> {
            await(over);
            throw new StackOverflowError();
        });
        executor.offer(last::countDown);
        over.countDown();
        await(last);
    }

    @Test
    void isStuckOnlyWhileAllThreadsHang() throws InterruptedException {
        BoundedExecutor executor = new BoundedExecutor(1, 1);
        assertThat(executor.isStuck(Duration.ZERO)).isFalse();
        CountDownLatch ended = new CountDownLatch(1);
        executor.offer(() -> await(over));
        executor.offer(ended::countDown);
        TimeUnit.MILLISECONDS.sleep(20);
        assertThat(executor.isStuck(Duration.ofMillis(10))).isTrue();
        assertThat(executor.isStuck(Duration.ofMinutes(1))).isFalse();
        over.countDown();
        await(ended);
        while (executor.isStuck(Duration.ZERO)) {
            Thread.onSpinWait();
        }
        assertThat(executor.offer(() -> done.add(1))).isTrue();
    }
}
