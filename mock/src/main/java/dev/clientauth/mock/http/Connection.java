// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Serves the requests of one connection. The listener closes it after a timeout, which ends any wait. */
final class Connection implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final int DRAINED = 1 << 22;
    private static final Duration DRAINING = Duration.ofSeconds(1);

    /** What a connection waits for: the next request, the rest of one, or the handler. */
    enum Phase {
        IDLE,
        READING,
        RESPONDING
    }

    private final Socket socket;
    private final Optional<SSLSocketFactory> tls;
    private final Limits limits;
    private final HttpHandler handler;
    private final Clock clock;
    private final CountDownLatch stopped;
    private volatile Phase phase = Phase.IDLE;
    private volatile long since = System.nanoTime();
    private volatile long due;

    Connection(
            Socket socket,
            Optional<SSLSocketFactory> tls,
            Limits limits,
            HttpHandler handler,
            Clock clock,
            CountDownLatch stopped) {
        this.socket = socket;
        this.tls = tls;
        this.limits = limits;
        this.handler = handler;
        this.clock = clock;
        this.stopped = stopped;
        enter(Phase.IDLE, limits.request());
    }

    Phase phase() {
        return phase;
    }

    /** Returns when it entered its phase, by {@link System#nanoTime()}. */
    long since() {
        return since;
    }

    boolean isOverdue() {
        return phase != Phase.RESPONDING && System.nanoTime() - due > 0;
    }

    private void enter(Phase next, Duration max) {
        long now = System.nanoTime();
        due = now + max.toNanos();
        since = now;
        phase = next;
    }

    @Override
    public void run() {
        try (socket) {
            socket.setTcpNoDelay(true);
            try (Socket stream = stream()) {
                serve(stream);
            }
        } catch (IOException e) {
            LOG.debug("A connection to the mock ended: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the socket, or TLS over it. */
    private Socket stream() throws IOException {
        if (tls.isEmpty()) {
            return socket;
        }
        SSLSocket secure = (SSLSocket) tls.get().createSocket(socket, null, true);
        secure.startHandshake();
        return secure;
    }

    private void serve(Socket stream) throws IOException, InterruptedException {
        BufferedInputStream in = new BufferedInputStream(stream.getInputStream());
        RequestReader reader = new RequestReader(in, tls.isPresent(), limits);
        ResponseWriter writer = new ResponseWriter(stream.getOutputStream(), clock);
        try {
            boolean isOpen = true;
            while (isOpen && stopped.getCount() > 0) {
                isOpen = next(in, reader, writer);
                enter(Phase.IDLE, limits.idle());
            }
        } catch (UnreadableRequestException e) {
            enter(Phase.READING, limits.request());
            writer.write(HttpResult.empty(e.status()), true, false);
            drain(stream, in);
        }
    }

    /** Responds to one request, and returns whether another may follow. */
    private boolean next(BufferedInputStream in, RequestReader reader, ResponseWriter writer)
            throws IOException, InterruptedException {
        in.mark(1);
        if (in.read() < 0) {
            return false;
        }
        in.reset();
        enter(Phase.READING, limits.request());
        RequestReader.Head head = reader.head().orElse(null);
        if (head == null) {
            return false;
        }
        if (head.expectsContinue()) {
            writer.proceed();
        }
        HttpRequest request = reader.request(head);
        phase = Phase.RESPONDING;
        return write(respond(request), head, writer);
    }

    private HttpResult respond(HttpRequest request) {
        try {
            return handler.handle(request);
        } catch (RuntimeException e) {
            LOG.error("The mock failed at {}.", request, e);
            return HttpResult.empty(500);
        }
    }

    private boolean write(HttpResult result, RequestReader.Head head, ResponseWriter writer)
            throws IOException, InterruptedException {
        if (result instanceof HttpResult.Message message) {
            waitFor(message.delay());
            enter(Phase.READING, limits.request());
            writer.write(message, !head.method().equals("HEAD"), head.persistent());
            return head.persistent();
        }
        if (result instanceof HttpResult.Stream stream) {
            HttpResult.Sink sink = writer.sink(stream);
            stream.source().writeTo(text -> {
                enter(Phase.READING, limits.request());
                sink.write(text);
                phase = Phase.RESPONDING;
            });
        } else if (result instanceof HttpResult.Reset reset) {
            waitFor(reset.delay());
            socket.setSoLinger(true, 0);
            socket.close();
        } else if (result instanceof HttpResult.Silence silence) {
            waitFor(silence.delay());
        }
        return false;
    }

    private void waitFor(Duration delay) throws InterruptedException {
        if (!delay.isZero() && stopped.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("The mock is stopping.");
        }
    }

    /** Reads what the client still sends, briefly: closing at once would discard the response that it has not read. */
    private void drain(Socket stream, BufferedInputStream in) throws IOException {
        enter(Phase.READING, DRAINING);
        stream.shutdownOutput();
        in.skipNBytes(DRAINED);
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("A connection to the mock could not be closed: {}", e.toString());
        }
    }
}
