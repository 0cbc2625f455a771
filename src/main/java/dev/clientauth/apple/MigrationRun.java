package dev.clientauth.apple;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
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
        // Threads of their own: the shared workers renew the access token for which these wait.
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
            List<String> untried = new ArrayList<>(givenBack);
            untried.addAll(users.subList(next, users.size()));
            return new MigrationReport(
                    done - failed.size(), List.copyOf(failed), List.copyOf(untried), Optional.ofNullable(stoppedBy));
        } finally {
            lock.unlock();
        }
    }

    private void awaitAll(List<Thread> workers) {
        boolean isInterrupted = false;
        for (Thread worker : workers) {
            while (worker.isAlive()) {
                try {
                    worker.join();
                } catch (InterruptedException e) {
                    // Waited for all the same, so that the report is right.
                    isInterrupted = true;
                    stop(new IllegalStateException("The thread that migrated was interrupted.", e));
                    workers.forEach(Thread::interrupt);
                }
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
