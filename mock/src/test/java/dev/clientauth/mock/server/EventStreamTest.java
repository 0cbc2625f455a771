// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clientauth.json.Json;
import dev.clientauth.mock.Fault;
import dev.clientauth.mock.ProviderRequests;
import dev.clientauth.mock.TestHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The events of the event stream, and the maximum number of listeners. */
@Timeout(30)
class EventStreamTest {
    private final List<Listener> listeners = new ArrayList<>();
    private MockProviderServer server;
    private ProviderRequests asking;

    @BeforeEach
    void start() throws IOException {
        server = MockProviderServer.start();
        asking = new ProviderRequests(server, Clock.systemUTC()).register();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        for (Listener listener : listeners) {
            listener.socket.close();
        }
    }

    private record Event(String name, String id, JsonNode data) {}

    private static final class Listener {
        private final Socket socket;
        private final BufferedReader reader;
        private final String status;

        Listener(int port, String query, String header) throws IOException {
            socket = new Socket("127.0.0.1", port);
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET /api/events" + query + " HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n")
                            .getBytes(UTF_8));
            reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            status = reader.readLine();
            String line = status;
            while (!line.isEmpty()) {
                line = reader.readLine();
            }
        }

        Event next() throws IOException {
            String name = "";
            String id = "";
            String data = null;
            for (String line = reader.readLine(); !line.isEmpty() || data == null; line = reader.readLine()) {
                if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                }
            }
            return new Event(name, id, Json.parse(data));
        }
    }

    private Listener listen(String query, String header) throws IOException {
        Listener listener = new Listener(server.base().getPort(), query, header);
        listeners.add(listener);
        return listener;
    }

    @Test
    void sendsTheStateAndThenEvents() throws IOException {
        asking.post("school");
        Listener listener = listen("", "");
        Event state = listener.next();
        assertThat(state.name()).isEqualTo("state");
        assertThat(state.data().path("lastSeq").intValue()).isEqualTo(1);
        asking.post("epic");
        Event attempt = listener.next();
        assertThat(attempt.name()).isEqualTo("request");
        assertThat(attempt.id()).isEqualTo("2");
        assertThat(attempt.data().path("provider").asText()).isEqualTo("epic");
        TestHttp.get(URI.create(server.base() + "/apple-business/v1/orgDevices"));
        Event call = listener.next();
        assertThat(call.name()).isEqualTo("call");
        assertThat(call.id()).isEqualTo("3");
        assertThat(call.data().path("status").intValue()).isEqualTo(401);
        server.failNext(Fault.reset());
        Event faults = listener.next();
        assertThat(faults.name()).isEqualTo("state");
        assertThat(faults.data().path("faults").size()).isEqualTo(1);
        server.provider("epic").clear();
        assertThat(listener.next().name()).isEqualTo("state");
    }

    @Test
    void sendsTheStateAfterEntriesWereRemoved() throws IOException {
        asking.post("epic");
        asking.post("epic");
        Listener listener = listen("", "");
        Event before = listener.next();
        assertThat(before.data().path("firstSeq").intValue()).isEqualTo(1);
        server.provider("epic").clear();
        Event after = listener.next();
        assertThat(after.data().path("firstSeq").intValue()).isEqualTo(3);
        assertThat(after.data().path("lastSeq").intValue()).isEqualTo(2);
        assertThat(after.data().path("mock")).isEqualTo(before.data().path("mock"));
    }

    @Test
    void eachMockHasItsOwnName() throws IOException {
        String one = listen("", "").next().data().path("mock").asText();
        try (MockProviderServer another = MockProviderServer.start()) {
            assertThat(TestHttp.json(TestHttp.get(URI.create(another.base() + "/api/state")))
                            .path("mock")
                            .asText())
                    .isNotEmpty()
                    .isNotEqualTo(one);
        }
    }

    @Test
    void continuesWhereAListenerStopped() throws IOException {
        for (int i = 0; i < 3; i++) {
            asking.post("school");
        }
        Listener byHeader = listen("", "Last-Event-ID: 1\r\n");
        byHeader.next();
        assertThat(byHeader.next().id()).isEqualTo("2");
        assertThat(byHeader.next().id()).isEqualTo("3");
        Listener byQuery = listen("?after=2", "");
        byQuery.next();
        assertThat(byQuery.next().id()).isEqualTo("3");
        // A number that is too large comes from a previous mock at this address.
        Listener stale = listen("", "Last-Event-ID: 900\r\n");
        stale.next();
        assertThat(stale.next().id()).isEqualTo("1");
    }

    @Test
    void severalListenersCanConnect() throws IOException {
        for (int i = 0; i < 16; i++) {
            assertThat(listen("", "").status).startsWith("HTTP/1.1 200 ");
        }
        // As after seventeen quick reloads of one page: the last connection receives events, and the first is closed.
        Listener last = listen("", "");
        assertThat(last.status).startsWith("HTTP/1.1 200 ");
        assertThat(last.next().name()).isEqualTo("state");
        listeners.get(0).reader.lines().forEach(line -> assertThat(line).doesNotContain("event: request"));
        assertThat(asking.post("school").statusCode()).isEqualTo(200);
        listeners.get(1).next();
        assertThat(listeners.get(1).next().name()).isEqualTo("request");
    }
}
