package dev.clientauth.exchange;

import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

import java.io.IOException;

/**
 * A body that OkHttp may send once.
 *
 * <p>OkHttp posts an ordinary body again by itself when a connection fails, on 408 and on 503 with {@code Retry-After: 0}.
 * For an assertion or a code that can be used once, that is one time too many.
 */
final class OneShotBody extends RequestBody {
    private final MediaType type;
    private final byte[] bytes;
    private volatile boolean sent;

    OneShotBody(MediaType type, byte[] bytes) {
        this.type = type;
        this.bytes = bytes;
    }

    /** Whether a byte of it may have left this machine. */
    boolean isSent() {
        return sent;
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
        sent = true;
        sink.write(bytes);
    }
}
