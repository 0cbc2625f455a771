// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.api;

import dev.clientauth.json.Json;
import dev.clientauth.mock.http.ProviderResponse;
import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Creates responses of an API in any media type. */
final class ApiResponse {
    private ApiResponse() {}

    static ProviderResponse of(int status, String mediaType, String body) {
        return new ProviderResponse(status, Map.of("Content-Type", mediaType), body, Optional.empty());
    }

    /** Returns a response with a JSON document of this media type. */
    static ProviderResponse json(int status, String mediaType, Map<String, ? extends @Nullable Object> members) {
        return of(status, mediaType, line(members));
    }

    /** Returns the response with one more header. */
    static ProviderResponse with(ProviderResponse response, String header, String value) {
        Map<String, String> headers = new LinkedHashMap<>(response.headers());
        headers.put(header, value);
        return new ProviderResponse(
                response.status(),
                headers,
                response.body(),
                response.error(),
                response.ending(),
                response.delay(),
                response.refusal());
    }

    /** Returns the response with this OAuth error. */
    static ProviderResponse withError(ProviderResponse response, String error) {
        return new ProviderResponse(
                response.status(),
                response.headers(),
                response.body(),
                Optional.of(error),
                response.ending(),
                response.delay(),
                response.refusal());
    }

    /** Returns JSON in one line. */
    static String line(Map<String, ? extends @Nullable Object> members) {
        return Json.write(members);
    }
}
