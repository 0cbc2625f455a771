// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.hostile;

import dev.clientauth.fakes.Secrets;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** One connection of a hostile server, after the request was read. Text is sent as ISO-8859-1: a character is a byte. */
final class HostileExchange {
    static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

    /** The maximum size of an endless response, in case the client does not stop. */
    private static final long FLOOD_END = 300L << 20;

    private static final int FLOOD_BLOCK = 1 << 14;
    private static final int PATIENCE_MILLIS = 900_000;

    private final String form;
    private final Socket socket;
    private final OutputStream out;
    private final AtomicLong served;
    private final URI elsewhere;

    HostileExchange(String form, Socket socket, AtomicLong served, URI elsewhere) throws IOException {
        this.form = form;
        this.elsewhere = elsewhere;
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.served = served;
    }

    /** The client secret of the request. */
    String secret() {
        return Secrets.parameters(form).get(0);
    }

    /** The whole form of the request. */
    String form() {
        return form;
    }

    /** Another server, which nobody may contact. */
    URI elsewhere() {
        return elsewhere;
    }

    void send(String text) throws IOException {
        send(text.getBytes(ISO_8859_1));
    }

    private void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        served.addAndGet(bytes.length);
    }

    /** Sends a response with a JSON body. */
    void json(int status, String json) throws IOException {
        send("HTTP/1.1 " + status + " X\r\nContent-Type: application/json\r\nContent-Length: " + json.length()
                + "\r\n\r\n" + json);
    }

    /** Sends a successful response with an access token and these members. */
    void granted(String members) throws IOException {
        json(200, "{\"access_token\":\"issued-token-1\"," + members + "}");
    }

    /** Sends this repeatedly, until the client closes the connection. */
    void flood(String unit) throws IOException {
        byte[] block = unit.repeat(Math.max(1, FLOOD_BLOCK / unit.length())).getBytes(ISO_8859_1);
        for (long sent = 0; sent < FLOOD_END; sent += block.length) {
            send(block);
        }
    }

    /** Sends this every few milliseconds, until the client closes the connection. */
    void drip(String unit) throws IOException, InterruptedException {
        for (int i = 0; i < 10_000; i++) {
            send(unit);
            Thread.sleep(10);
        }
    }

    /** Sends nothing until the client closes the connection, for longer than any client waits. */
    void stall() throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        while (socket.getInputStream().read(new byte[1024]) >= 0) {
            // What is received was read before, or is not wanted.
        }
    }

    /** Resets the connection. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** An HTTP/2 frame (RFC 9113 section 4.1) as text. */
    static String frame(int type, int flags, int stream, String payload) {
        int length = payload.length();
        return "" + (char) (length >> 16) + (char) (length >> 8 & 0xff) + (char) (length & 0xff) + (char) type
                + (char) flags + "\0\0\0" + (char) stream + payload;
    }
}
