// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.proxy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.clientauth.BearerRetry;
import dev.clientauth.profile.text.Redactor;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import okio.Okio;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Sends a request to the API with an access token, and the response back as it arrives. Thread-safe. */
final class Forwarder {
    /** A longer body is not kept, so it can be sent only once. */
    private static final int MAX_KEPT = 1 << 20;

    private static final int CHUNK = 16 * 1024;
    private static final Set<String> NO_BODY = Set.of("GET", "HEAD");
    /** Headers of one connection (RFC 9110 section 7.6.1), and those that the proxy sets itself or must not reveal. */
    private static final List<String> NOT_FORWARDED = List.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "host",
            "content-length",
            "expect",
            "authorization");

    private final OkHttpClient http;
    private final BearerRetry bearer;
    private final String api;
    private final String url;
    private final PrintWriter errors;

    /**
     * Creates a forwarder.
     *
     * @param api the base URL of the API
     * @param url the address of the proxy, which replaces it
     */
    Forwarder(OkHttpClient http, BearerRetry bearer, URI api, String url, PrintWriter errors) {
        this.http = http;
        this.bearer = bearer;
        this.api = api.toString().replaceFirst("/+$", "");
        this.url = url;
        this.errors = errors;
    }

    /** Forwards a request to this path below the API. */
    void forward(HttpExchange exchange, String target) throws IOException {
        HttpUrl destination = HttpUrl.parse(api + target);
        BearerRetry.Call call =
                destination == null ? null : bearer.start(destination.uri()).orElse(null);
        if (destination == null || call == null) {
            respond(exchange, 403, "This path is not below the base URL of the API.");
            return;
        }
        RequestBody body;
        Request request;
        try {
            body = body(exchange);
            request = request(exchange, destination, body);
        } catch (IllegalArgumentException e) {
            respond(
                    exchange,
                    400,
                    "The request cannot be forwarded: it has a body or header that HTTP does not allow.");
            return;
        }
        try (Response response = send(request, body, call)) {
            pass(response, exchange);
        } catch (RefusedException e) {
            respond(exchange, 502, e.getMessage());
        }
    }

    private Response send(Request request, @Nullable RequestBody body, BearerRetry.Call call) throws RefusedException {
        while (true) {
            String authorization = authorization(call);
            Response response;
            try {
                response = http.newCall(request.newBuilder()
                                .header("Authorization", authorization)
                                .build())
                        .execute();
            } catch (IOException e) {
                throw new RefusedException(
                        "The API did not respond (" + e.getClass().getSimpleName() + ").", e);
            } catch (IllegalArgumentException e) {
                // OkHttp's message would not quote the token either; it is not of use here.
                throw new RefusedException("The access token cannot be sent in a header.", e);
            }
            // Called for each response, because it invalidates a refused token.
            boolean again = call.retryDelay(response.code(), response::header).isPresent();
            if (!again || (body != null && body.isOneShot())) {
                return response;
            }
            response.close();
        }
    }

    private String authorization(BearerRetry.Call call) throws RefusedException {
        try {
            return call.authorization();
        } catch (IOException e) {
            String message = "No access token: " + Redactor.text(String.valueOf(e.getMessage()));
            synchronized (errors) {
                errors.println("clientauth: " + message);
                if (e.getCause() != null) {
                    errors.println("clientauth: "
                            + Redactor.text(String.valueOf(e.getCause().getMessage())));
                }
                errors.flush();
            }
            throw new RefusedException(message, e);
        }
    }

    private static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String message, Exception cause) {
            super(message, cause);
        }
    }

    private static Request request(HttpExchange exchange, HttpUrl destination, @Nullable RequestBody body) {
        Request.Builder request = new Request.Builder().url(destination).method(exchange.getRequestMethod(), body);
        Headers headers = exchange.getRequestHeaders();
        Set<String> dropped = dropped(headers.getOrDefault("Connection", List.of()));
        headers.forEach((name, values) -> {
            if (!dropped.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.addHeader(name, value));
            }
        });
        if (!headers.containsKey("Accept-Encoding")) {
            // Otherwise OkHttp would ask for gzip and decompress it.
            request.header("Accept-Encoding", "identity");
        }
        return request.build();
    }

    /** Returns the names of the headers to drop: the fixed ones, and those that {@code Connection} names. */
    private static Set<String> dropped(List<String> connection) {
        Set<String> dropped = new TreeSet<>(NOT_FORWARDED);
        connection.forEach(value -> {
            for (String name : value.split(",", -1)) {
                dropped.add(name.strip().toLowerCase(Locale.ROOT));
            }
        });
        return dropped;
    }

    private static @Nullable RequestBody body(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        String announced = headers.getFirst("Content-Length");
        long length = announced == null ? -1 : Long.parseLong(announced.strip());
        boolean isChunked = headers.containsKey("Transfer-Encoding");
        if (NO_BODY.contains(exchange.getRequestMethod())) {
            if (length > 0 || isChunked) {
                throw new IllegalArgumentException("GET and HEAD have no body.");
            }
            return null;
        }
        InputStream in = exchange.getRequestBody();
        byte[] first = in.readNBytes(MAX_KEPT);
        if (first.length < MAX_KEPT) {
            boolean mayBeAbsent = Set.of("DELETE", "OPTIONS").contains(exchange.getRequestMethod());
            return first.length == 0 && mayBeAbsent ? null : RequestBody.create(first);
        }
        return new StreamedBody(first, in, isChunked ? -1 : length);
    }

    /** A body that is read while it is sent. */
    private static final class StreamedBody extends RequestBody {
        private final byte[] first;
        private final InputStream rest;
        private final long length;

        StreamedBody(byte[] first, InputStream rest, long length) {
            this.first = first;
            this.rest = rest;
            this.length = length;
        }

        @Override
        public @Nullable MediaType contentType() {
            return null;
        }

        @Override
        public long contentLength() {
            return length;
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.write(first);
            sink.writeAll(Okio.source(rest));
        }
    }

    private void pass(Response response, HttpExchange exchange) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        Set<String> dropped = dropped(response.headers("Connection"));
        response.headers().forEach(header -> {
            String name = header.getFirst();
            if (!dropped.contains(name.toLowerCase(Locale.ROOT))) {
                headers.add(name, isLocation(name) ? here(header.getSecond()) : header.getSecond());
            }
        });
        long length = response.body().contentLength();
        boolean isEmpty = exchange.getRequestMethod().equals("HEAD")
                || response.code() == 204
                || response.code() == 304
                || length == 0;
        exchange.sendResponseHeaders(response.code(), isEmpty ? -1 : Math.max(0, length));
        if (isEmpty) {
            return;
        }
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = response.body().byteStream();
                OutputStream out = exchange.getResponseBody()) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                out.write(chunk, 0, read);
                out.flush();
            }
        }
    }

    private static boolean isLocation(String name) {
        return name.equalsIgnoreCase("Location") || name.equalsIgnoreCase("Content-Location");
    }

    /** Returns an address below the API as one below the proxy; others unchanged. */
    private String here(String location) {
        return location.equals(api) || location.startsWith(api + "/") || location.startsWith(api + "?")
                ? url + location.substring(api.length())
                : location;
    }

    /** Responds with one sentence. */
    static void respond(HttpExchange exchange, int status, @Nullable String sentence) throws IOException {
        byte[] body = (sentence + "\n").getBytes(UTF_8);
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "text/plain;charset=UTF-8");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Cache-Control", "no-store");
        headers.set("Connection", "close");
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, isHead ? -1 : body.length);
        if (!isHead) {
            exchange.getResponseBody().write(body);
        }
    }
}
