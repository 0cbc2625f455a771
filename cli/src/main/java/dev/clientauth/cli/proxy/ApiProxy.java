// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.proxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.clientauth.BearerRetry;
import dev.clientauth.ClientAuthenticator;
import okhttp3.OkHttpClient;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Serves an API on 127.0.0.1 below a secret path. Thread-safe. */
final class ApiProxy implements AutoCloseable {
    private static final int MAX_REQUESTS = 64;
    private static final int SECRET_BYTES = 16;

    private final HttpServer server;
    private final ExecutorService threads;
    private final OkHttpClient http;
    private final String url;

    private ApiProxy(HttpServer server, ExecutorService threads, OkHttpClient http, String url) {
        this.server = server;
        this.threads = threads;
        this.http = http;
        this.url = url;
    }

    /**
     * Starts a proxy.
     *
     * @param errors where a token that could not be requested is reported
     * @throws IllegalArgumentException if the URL of the API is neither https nor loopback, or has a query
     */
    static ApiProxy start(ClientAuthenticator authenticator, URI api, int port, PrintWriter errors) throws IOException {
        BearerRetry bearer = BearerRetry.of(authenticator, api).withMaxWait(Duration.ZERO);
        byte[] random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        String secret = "/" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        HttpServer server = HttpServer.create(new InetSocketAddress(loopback, port), 0);
        int actual = server.getAddress().getPort();
        // Uploads and downloads may take any time, but must make progress.
        OkHttpClient http = new OkHttpClient.Builder()
                .followRedirects(false)
                .retryOnConnectionFailure(false)
                .connectTimeout(Duration.ofSeconds(10))
                .readTimeout(Duration.ofMinutes(2))
                .writeTimeout(Duration.ofMinutes(2))
                .build();
        String url = "http://127.0.0.1:" + actual + secret;
        ProxyGuard guard = new ProxyGuard(actual, secret);
        Forwarder forwarder = new Forwarder(http, bearer, api, url, errors);
        // Beyond this number the thread that accepts connections handles the request itself, so others wait.
        ExecutorService threads = new ThreadPoolExecutor(
                0,
                MAX_REQUESTS,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                new ThreadPoolExecutor.CallerRunsPolicy());
        server.setExecutor(threads);
        server.createContext("/", exchange -> handle(exchange, guard, forwarder));
        server.start();
        return new ApiProxy(server, threads, http, url);
    }

    private static void handle(HttpExchange exchange, ProxyGuard guard, Forwarder forwarder) throws IOException {
        try (exchange) {
            ProxyGuard.Decision decision = guard.check(exchange);
            if (decision instanceof ProxyGuard.Denied refused) {
                Forwarder.respond(exchange, refused.status(), refused.reason());
            } else if (decision instanceof ProxyGuard.Allowed accepted) {
                forwarder.forward(exchange, accepted.target());
            }
        }
    }

    /** Returns the address below which the API is served, without a slash at the end. */
    String url() {
        return url;
    }

    @Override
    public void close() {
        stop();
    }

    /** Stops immediately. */
    void stop() {
        server.stop(0);
        threads.shutdownNow();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
