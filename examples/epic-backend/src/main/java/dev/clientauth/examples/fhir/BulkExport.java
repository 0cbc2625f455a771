// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** An export of a group (FHIR Bulk Data Access 2.0): started, polled, and read file by file. */
public final class BulkExport {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ACCEPTED = 202;

    private final OkHttpClient http;
    private final String kickOff;

    BulkExport(OkHttpClient http, URI fhirBase, String group, String types) {
        this.http = http;
        this.kickOff = fhirBase + "/Group/" + group + "/$export?_type=" + types;
    }

    /** Starts the export, waits for it, and passes each resource with its type on. */
    public void run(Duration poll, BiConsumer<String, JsonNode> resources) throws IOException {
        String status;
        try (Response started = http.newCall(request(kickOff)
                        .header("Accept", "application/fhir+json")
                        .header("Prefer", "respond-async")
                        .build())
                .execute()) {
            expect(started, ACCEPTED);
            status = Objects.requireNonNull(started.header("Content-Location"), "no Content-Location");
        }
        JsonNode manifest = null;
        while (manifest == null) {
            try (Response response = http.newCall(request(status).build()).execute()) {
                if (response.code() == ACCEPTED) {
                    sleep(poll);
                } else {
                    expect(response, 200);
                    manifest = JSON.readTree(response.body().byteStream());
                }
            }
        }
        for (JsonNode file : manifest.path("output")) {
            read(file.path("type").asText(), file.path("url").asText(), resources);
        }
    }

    private void read(String type, String url, BiConsumer<String, JsonNode> resources) throws IOException {
        Request request = request(url).header("Accept", "application/fhir+ndjson").build();
        try (Response response = http.newCall(request).execute()) {
            expect(response, 200);
            String line = response.body().source().readUtf8Line();
            while (line != null) {
                resources.accept(type, JSON.readTree(line));
                line = response.body().source().readUtf8Line();
            }
        }
    }

    private static Request.Builder request(String url) {
        return new Request.Builder().url(url);
    }

    private static void expect(Response response, int status) throws IOException {
        if (response.code() != status) {
            throw new IOException("The export failed with HTTP " + response.code() + ".");
        }
    }

    private static void sleep(Duration time) throws InterruptedIOException {
        try {
            TimeUnit.MILLISECONDS.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("The export was interrupted.");
        }
    }
}
