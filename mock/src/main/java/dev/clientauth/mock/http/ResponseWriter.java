// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/** Writes responses to a connection, each in one write, dated by the mock's clock. */
final class ResponseWriter {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    /** The status whose response has no length (RFC 9110 section 8.6). */
    private static final int NO_CONTENT = 204;

    private final OutputStream out;
    private final Clock clock;

    ResponseWriter(OutputStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    void write(HttpResult.Message message, boolean withBody, boolean persistent) throws IOException {
        byte[] body = message.body().getBytes(UTF_8);
        Map<String, String> headers = new LinkedHashMap<>(message.headers());
        if (message.status() != NO_CONTENT) {
            headers.put("Content-Length", String.valueOf(body.length));
        }
        send(message.status(), headers, withBody ? body : new byte[0], persistent);
    }

    /** Returns the sink of a body that ends with the connection; the head is sent with the first write. */
    HttpResult.Sink sink(HttpResult.Stream stream) {
        AtomicBoolean begun = new AtomicBoolean();
        return text -> {
            if (!begun.getAndSet(true)) {
                send(200, stream.headers(), new byte[0], false);
            }
            out.write(text.getBytes(UTF_8));
            out.flush();
        };
    }

    /** Asks the client to send the body (RFC 9110 section 10.1.1). */
    void proceed() throws IOException {
        out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
        out.flush();
    }

    private void send(int status, Map<String, String> headers, byte[] body, boolean persistent) throws IOException {
        StringBuilder head =
                new StringBuilder("HTTP/1.1 ").append(status).append(' ').append("\r\n");
        line(head, "Date", DATE.format(clock.instant()));
        headers.forEach((name, value) -> line(head, name, value));
        if (!persistent) {
            line(head, "Connection", "close");
        }
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(head.append("\r\n").toString().getBytes(ISO_8859_1));
        message.writeBytes(body);
        message.writeTo(out);
        out.flush();
    }

    private static void line(StringBuilder head, String name, String value) {
        if (value.chars().anyMatch(c -> c == '\r' || c == '\n')) {
            throw new IllegalArgumentException("The header " + name + " must be a single line.");
        }
        head.append(name).append(": ").append(value).append("\r\n");
    }
}
