package dev.clientauth.http;

import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A request body that OkHttp can send only once.
 *
 * <p>OkHttp sends an ordinary body again without being asked when a connection fails, on 408, and on 503 with {@code
 * Retry-After: 0}. An assertion or a code that can be used only once must not be sent twice.
 */
final class OneShotBody extends RequestBody {
    private final MediaType type;
    private final byte[] bytes;
    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);

    private enum State {
        NEW,
        SENT,
        REVOKED
    }

    OneShotBody(MediaType type, byte[] bytes) {
        this.type = type;
        this.bytes = bytes;
    }

    /** Returns whether any byte of it may have left this machine. */
    boolean isSent() {
        return state.get() == State.SENT;
    }

    /**
     * Prevents the body from being sent, unless sending has already begun. {@link #isSent()} does not change after this.
     */
    void revoke() {
        state.compareAndSet(State.NEW, State.REVOKED);
    }

    @Override
    public MediaType contentType() {
        return type;
    }

    @Override
    public long contentLength() {
        return bytes.length;
    }

    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        state.compareAndSet(State.NEW, State.SENT);
        if (state.get() == State.REVOKED) {
            throw new IOException("The request was cancelled before its body was sent.");
        }
        sink.write(bytes);
    }
}
