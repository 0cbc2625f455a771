// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.school;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clientauth.BearerInterceptor;
import dev.clientauth.ClientAuthenticator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Reads lists of Apple School Manager or Apple Business, which have many pages. */
public final class AppleDevices {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;
    private final OkHttpClient http;

    /** Creates a client of an API such as {@code https://api-school.apple.com/v1} with the connections of an OkHttp client. */
    public AppleDevices(ClientAuthenticator authenticator, URI base, OkHttpClient http) {
        this.base = base;
        this.http = http.newBuilder()
                .addInterceptor(BearerInterceptor.of(authenticator, base))
                .build();
    }

    /** Returns the entries of a list such as {@code orgDevices?limit=1000}; each page is fetched when it is needed. */
    public Stream<JsonNode> list(String path) {
        Iterable<JsonNode> entries = () -> new Pages(base + "/" + path);
        return StreamSupport.stream(entries.spliterator(), false);
    }

    /**
     * Returns one document.
     *
     * @throws AppleApiException if Apple returns an error
     */
    public JsonNode get(String url) {
        Request request = new Request.Builder().url(url).header("Accept", "application/json").build();
        try (Response response = http.newCall(request).execute()) {
            JsonNode document = JSON.readTree(response.body().byteStream());
            if (!response.isSuccessful()) {
                throw new AppleApiException(response.code(), document.at("/errors/0"));
            }
            return document;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Pages implements Iterator<JsonNode> {
        private final Queue<JsonNode> entries = new ArrayDeque<>();
        private String next;

        Pages(String first) {
            this.next = first;
        }

        @Override
        public boolean hasNext() {
            while (entries.isEmpty() && !next.isEmpty()) {
                JsonNode page = get(next);
                page.path("data").forEach(entries::add);
                next = page.at("/links/next").asText("");
            }
            return !entries.isEmpty();
        }

        @Override
        public JsonNode next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return entries.remove();
        }
    }

    /** Thrown for an error of the API, with Apple's code for it. */
    public static final class AppleApiException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int status;
        private final String code;

        AppleApiException(int status, JsonNode error) {
            super("HTTP " + status + ", " + error.path("code").asText("no code") + ": "
                    + error.path("detail").asText(error.path("title").asText("no details")));
            this.status = status;
            this.code = error.path("code").asText("");
        }

        /** Returns the HTTP status. */
        public int status() {
            return status;
        }

        /** Returns Apple's code, such as {@code NOT_FOUND}; empty if there is none. */
        public String code() {
            return code;
        }
    }
}
