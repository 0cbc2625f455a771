// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.net;

import java.util.concurrent.atomic.AtomicLong;

/** Limits the number of bytes read from a connection before the next request. */
final class ByteBudget {
    /**
     * Allowance for status line, headers, trailers, chunk sizes and TLS records; OkHttp itself reads up to 256 KiB of
     * headers.
     */
    private static final long OVERHEAD = 1L << 19;

    /** Allowance for a TLS handshake and the response of an HTTP proxy. */
    private static final long BEFORE_REQUEST = 1L << 19;

    private final AtomicLong left = new AtomicLong(BEFORE_REQUEST);

    /** Starts an exchange whose response body has at most this many bytes. */
    void startExchange(long bodyBytes) {
        left.set(bodyBytes + OVERHEAD);
    }

    /**
     * Counts bytes that were read.
     *
     * @throws ResponseTooLargeException if the exchange has exceeded its limit
     */
    void spend(long bytes) throws ResponseTooLargeException {
        if (left.addAndGet(-bytes) < 0) {
            throw new ResponseTooLargeException();
        }
    }
}
