// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.http;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/** Reads requests from a connection (RFC 9112). Ambiguous requests are rejected, as are those that exceed the limits. */
final class RequestReader {
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0A-\\x1F\\x7F]");
    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");
    private static final Pattern CHUNK_SIZE = Pattern.compile("[0-9A-Fa-f]{1,8}");
    private static final int MAX_CHUNK_LINE = 1024;
    private static final int CHUNKED = -1;

    private final InputStream in;
    private final boolean secure;
    private final Limits limits;

    RequestReader(InputStream in, boolean secure, Limits limits) {
        this.in = in;
        this.secure = secure;
        this.limits = limits;
    }

    /** A request whose body has not been read yet. */
    record Head(
            String method, String target, boolean persistent, boolean expectsContinue, Map<String, String> headers) {}

    /**
     * Returns the next head; empty if the client has closed the connection.
     *
     * @throws UnreadableRequestException also if the announced body cannot be read
     */
    Optional<Head> head() throws IOException {
        int left = limits.head();
        String start = line(left);
        if (start == null) {
            return Optional.empty();
        }
        if (start.isEmpty()) {
            start = required(line(left));
        }
        left -= start.length();
        String[] parts = start.split(" ", -1);
        if (parts.length != 3 || !TOKEN.matcher(parts[0]).matches() || parts[1].isEmpty()) {
            throw new UnreadableRequestException(400);
        }
        if (!parts[2].equals("HTTP/1.1") && !parts[2].equals("HTTP/1.0")) {
            throw new UnreadableRequestException(505);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = required(line(left)); !line.isEmpty(); line = required(line(left))) {
            left -= line.length() + 2;
            add(line, headers);
        }
        boolean isCurrent = parts[2].equals("HTTP/1.1");
        boolean persistent = isCurrent
                && !headers.getOrDefault("connection", "")
                        .toLowerCase(Locale.ROOT)
                        .contains("close");
        boolean expectsContinue = isCurrent && "100-continue".equalsIgnoreCase(headers.get("expect"));
        length(headers);
        return Optional.of(new Head(parts[0], parts[1], persistent, expectsContinue, headers));
    }

    private static void add(String line, Map<String, String> headers) throws IOException {
        int colon = line.indexOf(':');
        if (colon < 0 || !TOKEN.matcher(line.substring(0, colon)).matches()) {
            throw new UnreadableRequestException(400);
        }
        String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
        String value = line.substring(colon + 1).strip();
        String before = headers.putIfAbsent(name, value);
        if (before != null) {
            if (name.equals("host") || name.equals("content-length") || name.equals("transfer-encoding")) {
                throw new UnreadableRequestException(400);
            }
            headers.put(name, before + ", " + value);
        }
    }

    /** Reads the body, and returns the request. */
    HttpRequest request(Head head) throws IOException {
        int length = length(head.headers());
        byte[] body = length == CHUNKED ? chunks() : in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException();
        }
        return new HttpRequest(
                secure, head.method(), head.target(), Map.copyOf(head.headers()), new String(body, UTF_8));
    }

    /** Returns the length of the body, or {@link #CHUNKED}. */
    private int length(Map<String, String> headers) throws IOException {
        String length = headers.get("content-length");
        String encoding = headers.get("transfer-encoding");
        if (encoding != null) {
            if (length != null || !encoding.equalsIgnoreCase("chunked")) {
                throw new UnreadableRequestException(400);
            }
            return CHUNKED;
        }
        if (length == null) {
            return 0;
        }
        if (!LENGTH.matcher(length).matches()) {
            throw new UnreadableRequestException(400);
        }
        if (Long.parseLong(length) > limits.body()) {
            throw new UnreadableRequestException(413);
        }
        return Integer.parseInt(length);
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            if (size > limits.body() - body.size()) {
                throw new UnreadableRequestException(413);
            }
            byte[] chunk = in.readNBytes(size);
            body.write(chunk, 0, chunk.length);
            if (chunk.length < size || !required(line(2)).isEmpty()) {
                throw new UnreadableRequestException(400);
            }
        }
        int left = limits.head();
        for (String trailer = required(line(left)); !trailer.isEmpty(); trailer = required(line(left))) {
            left -= trailer.length() + 2;
        }
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        String line = required(line(MAX_CHUNK_LINE));
        int extension = line.indexOf(';');
        String size = (extension < 0 ? line : line.substring(0, extension)).strip();
        if (!CHUNK_SIZE.matcher(size).matches()) {
            throw new UnreadableRequestException(400);
        }
        return (int) Math.min(Long.parseLong(size, 16), Integer.MAX_VALUE);
    }

    /** Returns a line without its end, or null at the end of the stream. */
    private @Nullable String line(int max) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                if (line.size() > 0) {
                    throw new EOFException();
                }
                return null;
            }
            if (line.size() > max) {
                throw new UnreadableRequestException(431);
            }
            line.write(b);
        }
        String text = line.toString(ISO_8859_1);
        text = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        // Some recipients end a line at a lone CR (RFC 9112 section 2.2), which would hide the rest of it here.
        if (CONTROL.matcher(text).find()) {
            throw new UnreadableRequestException(400);
        }
        return text;
    }

    private static String required(@Nullable String line) throws IOException {
        if (line == null) {
            throw new EOFException();
        }
        return line;
    }
}
