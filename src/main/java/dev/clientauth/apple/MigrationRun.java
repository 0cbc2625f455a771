package dev.clientauth.apple;

import dev.clientauth.exchange.Background;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** Many people taken through one step, some at a time, until all are through or there is no sense in going on. */
final class MigrationRun {
    private final List<String> users;
    private final Function<String, MigrationOutcome> step;
    private final MigrationListener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<MigrationOutcome.Failed> failed = new ArrayList<>();
    private final List<String> givenBack = new ArrayList<>();
    private int next;
    private int done;
    private @Nullable RuntimeException stoppedBy;

    MigrationRun(Collection<String> users, Function<String, MigrationOutcome> step, MigrationListener listener) {
        this.users = List.copyOf(new LinkedHashSet<>(users));
        this.step = step;
        this.listener = listener;
    }

    MigrationReport run(int concurrency) {
        int workers = Math.min(concurrency, users.size());
        CountDownLatch finished = new CountDownLatch(workers);
        for (int i = 0; i < workers; i++) {
            Background.run(() -> {
                try {
                    work();
                } finally {
                    finished.countDown();
                }
            });
        }
        awaitAll(finished);
        lock.lock();
        try {
            List<String> untried = new ArrayList<>(givenBack);
            untried.addAll(users.subList(next, users.size()));
            return new MigrationReport(
                    done - failed.size(), List.copyOf(failed), List.copyOf(untried), Optional.ofNullable(stoppedBy));
        } finally {
            lock.unlock();
        }
    }

    private void awaitAll(CountDownLatch finished) {
        boolean isInterrupted = false;
        while (finished.getCount() > 0) {
            try {
                finished.await();
            } catch (InterruptedException e) {
                // Those on their way are let through, so that the report is right.
                isInterrupted = true;
                stop(new IllegalStateException("The thread that migrated was interrupted.", e));
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        for (Optional<String> user = take(); user.isPresent(); user = take()) {
            try {
                MigrationOutcome outcome = step.apply(user.get());
                record(outcome);
            } catch (RuntimeException e) {
                giveBack(user.get(), e);
            } catch (Error e) {
                giveBack(user.get(), new IllegalStateException("The migration broke off.", e));
                throw e;
            }
        }
    }

    private Optional<String> take() {
        lock.lock();
        try {
            return stoppedBy != null || next == users.size() ? Optional.empty() : Optional.of(users.get(next++));
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(String user, RuntimeException cause) {
        lock.lock();
        try {
            givenBack.add(user);
            stop(cause);
        } finally {
            lock.unlock();
        }
    }

    private void record(MigrationOutcome outcome) {
        lock.lock();
        try {
            // Who is not stored by the listener is not through.
            listener.on(outcome, done + 1, users.size());
            done++;
            if (outcome instanceof MigrationOutcome.Failed failure) {
                failed.add(failure);
            }
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
