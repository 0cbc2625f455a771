// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.hostile;

import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLSocket;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** A local server with a {@link Behavior}, which counts the bytes that it sends. */
final class HostileServer implements AutoCloseable {
    private static final int SMALL_BUFFER = 1 << 16;

    private final ServerSocket server;
    private final boolean isHttps;
    private final Behavior behavior;
    private final AtomicLong served = new AtomicLong();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final Elsewhere elsewhere;
    private final Queue<String> forms = new ConcurrentLinkedQueue<>();
    private volatile String form = "";
    private volatile boolean isHttp2Wanted;

    HostileServer(Behavior behavior, ServerSocketFactory sockets, boolean isHttps, Elsewhere elsewhere)
            throws IOException {
        this.behavior = behavior;
        this.elsewhere = elsewhere;
        this.isHttps = isHttps;
        this.server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        HostileTls.configure(server, behavior.name());
        Thread thread = new Thread(this::serve, "hostile-server");
        thread.setDaemon(true);
        thread.start();
    }

    URI endpoint() {
        return URI.create((isHttps ? "https" : "http") + "://localhost:" + server.getLocalPort() + "/token");
    }

    /** How many bytes were sent. */
    long served() {
        return served.get();
    }

    /** How many requests were read to their end. */
    int requests() {
        return requests.get();
    }

    /** Waits until no connection is open, at most until then; returns whether none is. */
    boolean isClosedBefore(long nanoTime) throws InterruptedException {
        while (open.get() > 0 && System.nanoTime() < nanoTime) {
            Thread.sleep(1);
        }
        return open.get() == 0;
    }

    /** The form of the last request. */
    String form() {
        return form;
    }

    /** The forms of all requests. */
    List<String> forms() {
        return List.copyOf(forms);
    }

    /** Whether a client began to speak HTTP/2, or offered to. */
    boolean isHttp2Wanted() {
        return isHttp2Wanted;
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setSendBufferSize(SMALL_BUFFER);
                open.incrementAndGet();
                Thread thread = new Thread(() -> handle(socket), "hostile-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closing) {
                return;
            }
        }
    }

    private void handle(Socket socket) {
        try (socket) {
            if (behavior.kind() != Behavior.Kind.BELOW_TLS) {
                String received = body(new BufferedInputStream(socket.getInputStream()));
                isHttp2Wanted |= socket instanceof SSLSocket secure && "h2".equals(secure.getApplicationProtocol());
                form = received;
                forms.add(received);
                requests.incrementAndGet();
            }
            behavior.script().run(new HostileExchange(form, socket, served, elsewhere.uri()));
        } catch (IOException theClientWentAway) {
            // As it should.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.decrementAndGet();
        }
    }

    private String body(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The request was not whole.");
            }
            head.append((char) next);
        }
        String lower = head.toString().toLowerCase(Locale.ROOT);
        isHttp2Wanted |= lower.startsWith("pri ") || lower.contains("\nupgrade:") || lower.contains("http2-settings");
        int at = lower.indexOf("content-length:");
        int length = Integer.parseInt(
                lower.substring(at + 15, lower.indexOf("\r\n", at)).strip());
        byte[] read = in.readNBytes(length);
        if (read.length < length) {
            throw new IOException("The request was not whole.");
        }
        return new String(read, ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
