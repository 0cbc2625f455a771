// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.http;

import dev.clientauth.json.Json;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A response of a mock provider.
 *
 * @param status the HTTP status; 0 if the connection ends without a response
 * @param headers the headers
 * @param body the body
 * @param error its OAuth error
 * @param ending how it is sent
 * @param delay the delay before it is sent
 * @param refusal why the request was refused, which the client does not receive
 */
public record ProviderResponse(
        int status,
        Map<String, String> headers,
        String body,
        Optional<String> error,
        Ending ending,
        Duration delay,
        Optional<Rejection> refusal) {

    /** How a response is sent. */
    public enum Ending {
        /** As a message. */
        MESSAGE,
        /** Not sent: the connection is reset. */
        RESET,
        /** Not sent: the connection is closed. */
        SILENT
    }

    /** Creates a response without delay. */
    public ProviderResponse(int status, Map<String, String> headers, String body, Optional<String> error) {
        this(status, headers, body, error, Ending.MESSAGE, Duration.ZERO, Optional.empty());
    }

    /** Returns a successful response with these members. */
    public static ProviderResponse json(Map<String, ? extends @Nullable Object> members) {
        return json(200, members, Optional.empty());
    }

    /** Returns an OAuth error, with a description if the provider sends one. */
    public static ProviderResponse error(String code, @Nullable String description, boolean nullDescription) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("error", code);
        if (description != null || nullDescription) {
            members.put("error_description", description);
        }
        return json(400, members, Optional.of(code));
    }

    /** Returns the refusal of a code or refresh token, with the provider's description. */
    public static ProviderResponse refusedGrant(String description) {
        return error("invalid_grant", description, false)
                .because(new Rejection(description, "Send a code or token that this mock issued, once and in time."));
    }

    /** Returns an OAuth error with only its code. */
    public static ProviderResponse error(String code) {
        return error(code, null, false);
    }

    /** Returns a response without a body. */
    public static ProviderResponse empty(int status) {
        return new ProviderResponse(status, Map.of(), "", Optional.empty());
    }

    /** Resets the connection. */
    public static ProviderResponse reset() {
        return new ProviderResponse(0, Map.of(), "", Optional.empty(), Ending.RESET, Duration.ZERO, Optional.empty());
    }

    /** Closes the connection without a response. */
    public static ProviderResponse none() {
        return new ProviderResponse(0, Map.of(), "", Optional.empty(), Ending.SILENT, Duration.ZERO, Optional.empty());
    }

    /** Returns a redirect for a browser that has posted a form (RFC 9110 section 15.4.4). */
    public static ProviderResponse seeOther(URI location) {
        return new ProviderResponse(303, Map.of("Location", location.toString()), "", Optional.empty());
    }

    private static ProviderResponse json(
            int status, Map<String, ? extends @Nullable Object> members, Optional<String> error) {
        return new ProviderResponse(
                status, Map.of("Content-Type", "application/json;charset=UTF-8"), Json.write(members), error);
    }

    /** Returns the response with a delay. */
    public ProviderResponse after(Duration wait) {
        return new ProviderResponse(status, headers, body, error, ending, wait, refusal);
    }

    /** Returns the response with the reason for the refusal. */
    public ProviderResponse because(Rejection why) {
        return new ProviderResponse(status, headers, body, error, ending, delay, Optional.of(why));
    }

    /** Returns the response as an HTTP result. */
    public HttpResult toHttp() {
        if (ending == Ending.RESET) {
            return new HttpResult.Reset(delay);
        }
        if (ending == Ending.SILENT) {
            return new HttpResult.Silence(delay);
        }
        Map<String, String> all = new LinkedHashMap<>();
        all.put("Cache-Control", "no-store");
        all.putAll(headers);
        return new HttpResult.Message(status, all, body, delay);
    }

    /** Omits the body, which contains tokens. */
    @Override
    public String toString() {
        return "ProviderResponse[" + status + error.map(code -> " " + code).orElse("") + "]";
    }
}
