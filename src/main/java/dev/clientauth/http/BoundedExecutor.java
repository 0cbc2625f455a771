// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Limits how many threads one kind of work of one authenticator uses at a time, so that hanging tasks neither use more and
 * more threads nor delay the work of others. With one thread, tasks run in order.
 *
 * <p>An idle executor has no thread.
 */
public final class BoundedExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(BoundedExecutor.class);

    private final int maxThreads;
    private final int maxQueued;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Runnable> queue = new ArrayDeque<>();
    private int running;
    private volatile long lastStart;

    /**
     * Creates an idle executor.
     *
     * @param maxThreads how many tasks run at a time
     * @param maxQueued how many more tasks may be queued
     */
    public BoundedExecutor(int maxThreads, int maxQueued) {
        this.maxThreads = maxThreads;
        this.maxQueued = maxQueued;
    }

    /**
     * Runs a task on another thread, at once or when another task has finished.
     *
     * @return false if the task was rejected because too many tasks are running and queued
     */
    public boolean offer(Runnable task) {
        lock.lock();
        try {
            if (running == maxThreads) {
                return queue.size() < maxQueued && queue.add(task);
            }
            running++;
            lastStart = System.nanoTime();
        } finally {
            lock.unlock();
        }
        try {
            Background.execute(() -> run(task));
        } catch (Throwable e) {
            // No thread could be started.
            takeNext(true);
            throw e;
        }
        return true;
    }

    /**
     * Returns whether all threads are busy and no task has been started for this long, so that a new task would wait.
     */
    public boolean isStuck(Duration time) {
        lock.lock();
        try {
            return running == maxThreads && System.nanoTime() - lastStart > time.toNanos();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the task that has waited longest; if there is none, or this thread ends, the thread is released. */
    private @Nullable Runnable takeNext(boolean givesUp) {
        lock.lock();
        try {
            Runnable next = givesUp ? null : queue.poll();
            if (next == null) {
                running--;
            } else {
                lastStart = System.nanoTime();
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void run(Runnable first) {
        Runnable task = first;
        while (task != null) {
            try {
                task.run();
            } catch (Throwable e) {
                // The next task must run, however this one ended.
                LOG.warn("A background task failed.", e);
            }
            task = takeNext(false);
        }
    }
}
