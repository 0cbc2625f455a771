package dev.clientauth.http;

import okhttp3.Call;
import org.jspecify.annotations.Nullable;

import java.util.concurrent.locks.ReentrantLock;

/** Cancels a call from another thread: a thread that reads from a socket does not react to an interrupt. */
final class Cancellation {
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Call call;
    private @Nullable OneShotBody body;
    private boolean cancelled;

    /** Registers a call that is about to be made. If this has already been cancelled, the call will fail. */
    void track(Call started, @Nullable OneShotBody startedBody) {
        lock.lock();
        try {
            call = started;
            body = startedBody;
            if (!cancelled) {
                return;
            }
        } finally {
            lock.unlock();
        }
        if (startedBody != null) {
            startedBody.revoke();
        }
        started.cancel();
    }

    /**
     * Cancels the current call and every later one. Does not block, even if the event listener of the call does.
     *
     * @return whether the body of the last call may have left this machine; if not, it never will
     */
    boolean cancel() {
        lock.lock();
        try {
            cancelled = true;
            if (body != null) {
                body.revoke();
            }
            Call open = call;
            if (open != null) {
                cancelLater(open);
            }
            return body != null && body.isSent();
        } finally {
            lock.unlock();
        }
    }

    private static void cancelLater(Call open) {
        try {
            Background.execute(open::cancel);
        } catch (OutOfMemoryError e) {
            // No thread could be started. The call ends with its own timeout.
        }
    }

    boolean isCancelled() {
        lock.lock();
        try {
            return cancelled;
        } finally {
            lock.unlock();
        }
    }
}
