// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Listens on one port, with a thread for each connection and at most {@link Limits#connections()} connections.
 *
 * <p>A stalled connection is closed after a timeout, or earlier if others need its place.
 */
public final class HttpListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);
    private static final long SWEEP_MILLIS = 100;

    private final ServerSocket socket;
    private final Limits limits;
    private final Semaphore places;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "clientauth-mock");
        thread.setDaemon(true);
        return thread;
    });

    private HttpListener(ServerSocket socket, Limits limits) {
        this.socket = socket;
        this.limits = limits;
        this.places = new Semaphore(limits.connections());
    }

    /**
     * Binds an address, at which clients wait until they are {@linkplain #serve served}.
     *
     * @throws IOException if the address is not available
     */
    public static HttpListener bind(InetSocketAddress address, Limits limits) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.bind(address, limits.connections());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return new HttpListener(socket, limits);
    }

    /**
     * Serves clients from now on. Called once.
     *
     * @param tls the certificate; plain HTTP if empty
     * @param clock the clock that dates responses
     */
    public void serve(Optional<SSLContext> tls, HttpHandler handler, Clock clock) {
        Optional<SSLSocketFactory> factory = tls.map(SSLContext::getSocketFactory);
        threads.execute(() -> accept(client -> new Connection(client, factory, limits, handler, clock, stopped)));
        threads.execute(this::sweep);
    }

    public int port() {
        return socket.getLocalPort();
    }

    private void accept(Function<Socket, Connection> connector) {
        try {
            while (stopped.getCount() > 0) {
                acceptOne(connector);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void acceptOne(Function<Socket, Connection> connector) throws InterruptedException {
        try {
            admit(connector.apply(socket.accept()));
        } catch (IOException e) {
            // Without a free file descriptor, each attempt fails at once.
            if (!stopped.await(SWEEP_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.warn("The mock could not accept a connection: {}", e.toString());
            }
        }
    }

    private void admit(Connection connection) throws InterruptedException {
        while (!places.tryAcquire()) {
            waiting().ifPresent(Connection::close);
            if (places.tryAcquire(SWEEP_MILLIS, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        connections.add(connection);
        try {
            threads.execute(() -> {
                try {
                    connection.run();
                } finally {
                    connections.remove(connection);
                    places.release();
                }
            });
        } catch (RejectedExecutionException stopping) {
            connection.close();
        }
    }

    /** Returns the connection that has waited longest for its client, preferring idle ones. */
    private Optional<Connection> waiting() {
        return connections.stream()
                .filter(connection -> connection.phase() != Connection.Phase.RESPONDING)
                .min(Comparator.comparing(Connection::phase)
                        .thenComparing(Connection::since, (a, b) -> Long.signum(a - b)));
    }

    private void sweep() {
        try {
            while (!stopped.await(SWEEP_MILLIS, TimeUnit.MILLISECONDS)) {
                connections.stream().filter(Connection::isOverdue).forEach(Connection::close);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops immediately and closes all connections. */
    @Override
    public void close() {
        stopped.countDown();
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("The mock's port could not be closed: {}", e.toString());
        }
        // In this order: a connection that is accepted meanwhile is rejected by the executor, or is in the set.
        threads.shutdownNow();
        connections.forEach(Connection::close);
    }
}
