// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Sends many users through one step of a migration, several at a time, until all are done or continuing is pointless.
 */
final class MigrationRun {
    /** How long the listener may take for one user before the migration ends. */
    static final Duration LISTENER_TIMEOUT = Duration.ofMinutes(5);

    private static final long POLL_MILLIS = 50;

    private final List<String> users;
    private final Function<String, UserMigration.Outcome> step;
    private final UserMigration.Listener listener;
    private final Duration listenerTimeout;
    /** Held while the listener runs. Code that must not wait for the listener does not acquire it. */
    private final ReentrantLock notifying = new ReentrantLock();

    private final ReentrantLock lock = new ReentrantLock();
    private final List<UserMigration.Outcome.Failed> failed = new ArrayList<>();
    /** Users that were started but not yet passed to the listener. */
    private final Set<String> unfinished = new LinkedHashSet<>();

    private int next;
    private int done;
    private boolean listening;
    private long listeningSince;
    private boolean over;
    private @Nullable RuntimeException stoppedBy;

    MigrationRun(
            Collection<String> users, Function<String, UserMigration.Outcome> step, UserMigration.Listener listener) {
        this(users, step, listener, LISTENER_TIMEOUT);
    }

    MigrationRun(
            Collection<String> users,
            Function<String, UserMigration.Outcome> step,
            UserMigration.Listener listener,
            Duration listenerTimeout) {
        this.users = List.copyOf(new LinkedHashSet<>(users));
        this.step = step;
        this.listener = listener;
        this.listenerTimeout = listenerTimeout;
    }

    UserMigration.Report run(int concurrency) {
        // Separate threads, because the shared ones refresh the access token that these wait for.
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < Math.min(concurrency, users.size()); i++) {
            Thread worker = new Thread(this::work, "clientauth-migration-" + i);
            worker.setDaemon(true);
            workers.add(worker);
        }
        workers.forEach(Thread::start);
        awaitAll(workers);
        lock.lock();
        try {
            over = true;
            List<String> untried = new ArrayList<>(unfinished);
            untried.addAll(users.subList(next, users.size()));
            return new UserMigration.Report(
                    done - failed.size(), List.copyOf(failed), List.copyOf(untried), Optional.ofNullable(stoppedBy));
        } finally {
            lock.unlock();
        }
    }

    private void awaitAll(List<Thread> workers) {
        boolean isInterrupted = false;
        for (Thread worker : workers) {
            while (worker.isAlive() && !isListenerHung()) {
                try {
                    worker.join(POLL_MILLIS);
                } catch (InterruptedException e) {
                    // Wait nevertheless, so that the report is complete.
                    isInterrupted = true;
                    stop(new IllegalStateException("The thread that ran the migration was interrupted.", e));
                    workers.forEach(Thread::interrupt);
                }
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the migration if the listener takes too long; its thread cannot be stopped. */
    private boolean isListenerHung() {
        lock.lock();
        try {
            boolean isHung = listening && System.nanoTime() - listeningSince > listenerTimeout.toNanos();
            if (isHung) {
                over = true;
                stop(new IllegalStateException("The UserMigration.Listener did not return within "
                        + listenerTimeout.toSeconds() + " s, so the migration was stopped. Fix it, then continue with"
                        + " remaining()."));
            }
            return isHung;
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        for (Optional<String> user = take(); user.isPresent(); user = take()) {
            try {
                record(user.get(), step.apply(user.get()));
            } catch (RuntimeException e) {
                stop(e);
            } catch (Throwable e) {
                // An Error or a sneaky checked exception of the listener; the report has it.
                stop(new IllegalStateException(
                        "The migration was stopped by " + e.getClass().getName() + ".", e));
            }
        }
    }

    private Optional<String> take() {
        lock.lock();
        try {
            if (stoppedBy != null || next == users.size()) {
                return Optional.empty();
            }
            String user = users.get(next++);
            unfinished.add(user);
            return Optional.of(user);
        } finally {
            lock.unlock();
        }
    }

    private void record(String user, UserMigration.Outcome outcome) {
        notifying.lock();
        try {
            int number = begin();
            if (number == 0) {
                return;
            }
            // A user is not done until the listener has stored the outcome.
            listener.on(outcome, number, users.size());
            finish(user, outcome);
        } finally {
            end();
            notifying.unlock();
        }
    }

    /** Returns the number of the user for the listener; 0 if the report has been written without it. */
    private int begin() {
        lock.lock();
        try {
            if (over) {
                return 0;
            }
            listening = true;
            listeningSince = System.nanoTime();
            return done + 1;
        } finally {
            lock.unlock();
        }
    }

    private void finish(String user, UserMigration.Outcome outcome) {
        lock.lock();
        try {
            done++;
            unfinished.remove(user);
            if (outcome instanceof UserMigration.Outcome.Failed failure) {
                failed.add(failure);
            }
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            listening = false;
        } finally {
            lock.unlock();
        }
    }

    private void stop(RuntimeException cause) {
        lock.lock();
        try {
            if (stoppedBy == null) {
                stoppedBy = cause;
            }
        } finally {
            lock.unlock();
        }
    }
}
