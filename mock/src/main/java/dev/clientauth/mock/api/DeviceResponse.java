// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.api;

import dev.clientauth.mock.http.ProviderResponse;
import dev.clientauth.mock.http.Rejection;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Creates error responses of the School Manager and Business APIs.
 *
 * <p>The members, {@code NOT_FOUND} and its title are from Apple's page on {@code ErrorResponse}, as are the statuses except
 * 405 and 406; 406 was observed by clients. The other codes and all details are assumed from Apple's App Store Connect API,
 * which has the same format.
 */
final class DeviceResponse {
    static final String JSON = "application/json";

    private DeviceResponse() {}

    static ProviderResponse unauthorized(Rejection why) {
        return error(
                        401,
                        "NOT_AUTHORIZED",
                        "Authentication credentials are missing or invalid.",
                        "Send an access token in the Authorization header that has not expired.")
                .because(why);
    }

    static ProviderResponse forbidden(Rejection why) {
        return error(403, "FORBIDDEN_ERROR", "This request is forbidden.", "The token's scope does not cover this API.")
                .because(why);
    }

    static ProviderResponse notFound(String type, String id) {
        return error(
                        404,
                        "NOT_FOUND",
                        "The specified resource doesn't exist",
                        "There is no resource of type '" + type + "' with id '" + id + "'")
                .because(new Rejection(
                        "There is no resource with that id.",
                        "Use an id from the lists /v1/" + ManagedDevices.DEVICES + " and /v1/" + ManagedDevices.SERVERS
                                + "; the mock's devices are fictitious."));
    }

    static ProviderResponse noSuchPath() {
        return error(404, "NOT_FOUND", "The specified resource doesn't exist", "The mock has nothing at this path.")
                .because(new Rejection(
                        "The mock has nothing at this path.",
                        "The mock serves /v1/" + ManagedDevices.DEVICES + " and /v1/" + ManagedDevices.SERVERS
                                + ", each entry by its id, the assignment of devices to servers, and /v1/"
                                + DeviceActivities.TYPE + "."));
    }

    /** Returns the response to a change that is refused. */
    static ProviderResponse invalidActivity(int status, String detail) {
        return error(
                        status,
                        status == 400 ? "PARAMETER_ERROR.INVALID" : "ENTITY_ERROR",
                        "The provided entity is invalid",
                        detail)
                .because(new Rejection(detail, "Correct the body; nothing was changed."));
    }

    static ProviderResponse methodNotAllowed(String allowed) {
        return ApiResponse.with(
                        error(
                                405,
                                "METHOD_NOT_ALLOWED",
                                "The request method is not valid here.",
                                "Only " + allowed + " is allowed here."),
                        "Allow",
                        allowed)
                .because(new Rejection(
                        "Only " + allowed + " is allowed here.",
                        "Send " + allowed + "; devices are changed by POST to /v1/" + DeviceActivities.TYPE + "."));
    }

    /**
     * Returns the response to a request without an {@code Accept} header, or one that excludes JSON.
     *
     * @param isPresent whether there is one
     */
    static ProviderResponse notAcceptable(boolean isPresent) {
        return error(
                        406,
                        "NOT_ACCEPTABLE",
                        "The requested response format is not supported.",
                        "Send Accept: application/json.")
                .because(new Rejection(
                        isPresent
                                ? "The Accept header does not accept application/json."
                                : "There is no Accept header, which this API requires.",
                        "Send Accept: application/json."));
    }

    static ProviderResponse badParameter(String name, String detail) {
        return error(
                        400,
                        "PARAMETER_ERROR.INVALID",
                        "A parameter has an invalid value",
                        "The parameter '" + name + "' " + detail)
                .because(new Rejection(
                        "The parameter " + name + " " + detail + ".", "Correct it, or omit it for the first page."));
    }

    static ProviderResponse tooMany(long seconds) {
        return ApiResponse.with(
                        error(
                                429,
                                "RATE_LIMIT_EXCEEDED",
                                "The request rate limit has been reached.",
                                "Retry after the time in Retry-After."),
                        "Retry-After",
                        Long.toString(seconds))
                .because(new Rejection(
                        "The mock's limit for calls was exceeded.",
                        "Wait as long as Retry-After says, " + seconds + " s, before the next call."));
    }

    private static ProviderResponse error(int status, String code, String title, String detail) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("id", UUID.randomUUID().toString());
        error.put("status", Integer.toString(status));
        error.put("code", code);
        error.put("title", title);
        error.put("detail", detail);
        return ApiResponse.json(status, JSON, Map.of("errors", List.of(error)));
    }
}
