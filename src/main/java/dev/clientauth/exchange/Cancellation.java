package dev.clientauth.exchange;

import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/** Ends a call from another thread: a thread that reads from a socket takes no notice of an interrupt. */
final class Cancellation {
    private @Nullable Call call;
    private @Nullable OneShotBody body;
    private boolean cancelled;

    /** A call is about to be made; if it is too late for that, the call fails. */
    synchronized void covers(Call begun, OneShotBody itsBody) {
        call = begun;
        body = itsBody;
        if (cancelled) {
            begun.cancel();
        }
    }

    /** Ends the call that is under way, and every later one. */
    synchronized void cancel() {
        cancelled = true;
        if (call != null) {
            call.cancel();
        }
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }

    /** Whether the body of the last call may have left this machine. */
    synchronized boolean isSent() {
        return body != null && body.isSent();
    }
}
