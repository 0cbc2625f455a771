// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fakes;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** A local server whose response never ends before a decoded byte is available; counts the bytes it sends. */
public final class EndlessServer implements AutoCloseable {
    private static final int BLOCK = 1 << 14;

    /** The maximum size of the response, in case the client does not stop. */
    private static final long END = 200L << 20;

    private final RawServer server;
    private final AtomicLong served = new AtomicLong();

    /** Starts a server that sends this once and then one character endlessly. */
    public EndlessServer(String beginning, char repeated) throws IOException {
        this.server = RawServer.after((request, socket, out) -> {
            socket.setSendBufferSize(1 << 16);
            out.write(beginning.getBytes(ISO_8859_1));
            byte[] block = String.valueOf(repeated).repeat(BLOCK).getBytes(ISO_8859_1);
            while (served.get() < END) {
                out.write(block);
                served.addAndGet(BLOCK);
            }
        });
    }

    /** Returns a server with an endless chunk extension. */
    public static EndlessServer inAChunkExtension() throws IOException {
        return new EndlessServer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=", 'x');
    }

    /** Returns a server with an endless file name in the gzip header. */
    public static EndlessServer inAGzipHeader() throws IOException {
        return new EndlessServer(
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\u001f\u008b\b\b\0\0\0\0\0\u0003", 'n');
    }

    /** Returns its URL. */
    public URI url(String path) {
        return server.endpoint().resolve(path);
    }

    /** Returns how many bytes it has sent. */
    public long served() {
        return served.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
