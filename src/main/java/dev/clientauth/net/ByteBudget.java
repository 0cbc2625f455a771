package dev.clientauth.net;

import java.util.concurrent.atomic.AtomicLong;

/** Limits the bytes that are read from one connection until the next request is sent over it. */
final class ByteBudget {
    /** Status line, headers, trailers, chunk sizes and TLS records beside the body; OkHttp itself reads 256 KiB of headers. */
    private static final long OVERHEAD = 1L << 19;

    /** Enough for a TLS handshake and the response of an HTTP proxy. */
    private static final long BEFORE_REQUEST = 1L << 19;

    private final AtomicLong left = new AtomicLong(BEFORE_REQUEST);

    /** Starts one exchange whose response has a body of at most this many bytes. */
    void startExchange(long bodyBytes) {
        left.set(bodyBytes + OVERHEAD);
    }

    /**
     * Counts bytes that were read.
     *
     * @throws ResponseTooLargeException if they are more than this exchange may have
     */
    void spend(long bytes) throws ResponseTooLargeException {
        if (left.addAndGet(-bytes) < 0) {
            throw new ResponseTooLargeException();
        }
    }
}
