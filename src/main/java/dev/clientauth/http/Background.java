// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that all authenticators share: daemon threads, started on demand.
 *
 * <p>Each task gets a thread at once, so that no task waits for another one that hangs; a {@link BoundedExecutor} limits how
 * many threads one authenticator uses. They are platform threads on every JDK: a listener, token store or DNS lookup that
 * blocks inside a monitor or native code would pin one of the few carrier threads of the JVM.
 *
 * <p>The timer is a single thread that only hands tasks over to the other threads.
 */
public final class Background {
    private static final long IDLE_SECONDS = 30;
    private static final long RETRY_MILLIS = 100;

    private Background() {}

    /** Runs a task on a separate thread. */
    static void execute(Runnable task) {
        Workers.POOL.execute(task);
    }

    /** Runs a task on a separate thread after a delay, unless the returned future is cancelled first. */
    public static Future<?> after(Duration pause, Runnable task) {
        return Timer.POOL.schedule(() -> handOver(task), Math.max(0, pause.toNanos()), TimeUnit.NANOSECONDS);
    }

    private static void handOver(Runnable task) {
        try {
            execute(task);
        } catch (OutOfMemoryError | RejectedExecutionException e) {
            // No thread could be started. Try again later: somebody may be waiting for this task.
            Future<?> unused = Timer.POOL.schedule(() -> handOver(task), RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    private static final class Workers {
        static final ThreadPoolExecutor POOL = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons("clientauth"));
    }

    private static final class Timer {
        static final ScheduledThreadPoolExecutor POOL = timer();

        private static ScheduledThreadPoolExecutor timer() {
            ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemons("clientauth-timer"));
            timer.setRemoveOnCancelPolicy(true);
            timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
            timer.allowCoreThreadTimeOut(true);
            return timer;
        }
    }
}
