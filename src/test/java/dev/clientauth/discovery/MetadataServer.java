// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.discovery;

import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

import javax.net.ssl.SSLSocketFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A local server with metadata documents by path, whose token endpoint accepts every request. */
final class MetadataServer implements AutoCloseable {
    private static final String TOKEN = "{\"access_token\":\"t\",\"token_type\":\"bearer\",\"expires_in\":3600}";

    private final MockWebServer server = new MockWebServer();
    private final Map<String, MockResponse> documents = new ConcurrentHashMap<>();
    private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();

    private MetadataServer() {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                requests.add(request);
                if (request.getMethod().equals("POST")) {
                    return json(TOKEN);
                }
                return documents.getOrDefault(
                        request.getUrl().encodedPath(),
                        new MockResponse.Builder().code(404).build());
            }
        });
    }

    static MetadataServer start() {
        return new MetadataServer().listening(InetAddress.getLoopbackAddress(), 0);
    }

    static MetadataServer startTls(SSLSocketFactory sockets, InetAddress address, int port) {
        MetadataServer started = new MetadataServer();
        started.server.useHttps(sockets);
        return started.listening(address, port);
    }

    private MetadataServer listening(InetAddress address, int port) {
        try {
            server.start(address, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    static MockResponse json(String body) {
        return new MockResponse.Builder()
                .code(200)
                .addHeader("Content-Type", "application/json")
                .body(body)
                .build();
    }

    int port() {
        return server.getPort();
    }

    String origin() {
        return "http://127.0.0.1:" + port();
    }

    MetadataServer serving(String path, String body) {
        return serving(path, json(body));
    }

    MetadataServer serving(String path, MockResponse response) {
        documents.put(path, response);
        return this;
    }

    List<RecordedRequest> requests() {
        return List.copyOf(requests);
    }

    /** The posted bodies, which contain all JWTs that the server received. */
    List<String> posted() {
        return requests.stream()
                .filter(request -> request.getMethod().equals("POST"))
                .map(request -> request.getBody().utf8())
                .toList();
    }

    @Override
    public void close() {
        server.close();
    }
}
