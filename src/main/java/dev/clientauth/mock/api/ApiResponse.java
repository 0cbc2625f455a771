package dev.clientauth.mock.api;

import dev.clientauth.mock.http.ProviderResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Answers of an API, in any media type. */
final class ApiResponse {
    private static final JsonMapper JSON = new JsonMapper();

    private ApiResponse() {}

    /** A body of this media type. */
    static ProviderResponse of(int status, String mediaType, String body) {
        return new ProviderResponse(status, Map.of("Content-Type", mediaType), body, Optional.empty());
    }

    /** A JSON document of this media type. */
    static ProviderResponse json(int status, String mediaType, Map<String, ? extends @Nullable Object> members) {
        return of(status, mediaType, line(members));
    }

    /** The same answer with one header more. */
    static ProviderResponse with(ProviderResponse reply, String header, String value) {
        Map<String, String> headers = new LinkedHashMap<>(reply.headers());
        headers.put(header, value);
        return new ProviderResponse(
                reply.status(), headers, reply.body(), reply.error(), reply.ending(), reply.delay(), reply.refusal());
    }

    /** The same answer, which says this OAuth error. */
    static ProviderResponse saying(ProviderResponse reply, String error) {
        return new ProviderResponse(
                reply.status(),
                reply.headers(),
                reply.body(),
                Optional.of(error),
                reply.ending(),
                reply.delay(),
                reply.refusal());
    }

    /** JSON in one line. */
    static String line(Map<String, ? extends @Nullable Object> members) {
        return JSON.writeValueAsString(members);
    }
}
