// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import dev.clientauth.json.Json;
import dev.clientauth.mock.http.HttpResult;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Creates responses of the JSON API and the page, with headers that restrict what browsers do with them. */
final class AdminResponse {
    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";
    private static final String PAGE = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'";

    private AdminResponse() {}

    static HttpResult json(int status, Map<String, ?> members) {
        return new HttpResult.Message(
                status, headers("application/json;charset=UTF-8", NOTHING), Json.write(members), Duration.ZERO);
    }

    static HttpResult nothing() {
        return new HttpResult.Message(204, headers("text/plain;charset=UTF-8", NOTHING), "", Duration.ZERO);
    }

    static HttpResult error(int status, Exception reason) {
        return json(status, Map.of("error", String.valueOf(reason.getMessage())));
    }

    static HttpResult notAllowed(String methods) {
        Map<String, String> headers = headers("application/json;charset=UTF-8", NOTHING);
        headers.put("Allow", methods);
        return new HttpResult.Message(
                405, headers, Json.write(Map.of("error", "Only " + methods + " is allowed here.")), Duration.ZERO);
    }

    static HttpResult file(PageFiles.PageFile file) {
        return new HttpResult.Message(200, headers(file.type(), PAGE), file.content(), Duration.ZERO);
    }

    /** Returns the headers of an event stream. */
    static Map<String, String> eventHeaders() {
        return headers("text/event-stream;charset=UTF-8", NOTHING);
    }

    private static Map<String, String> headers(String type, String policy) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", type);
        headers.put("Cache-Control", "no-store");
        headers.put("Content-Security-Policy", policy);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        return headers;
    }
}
