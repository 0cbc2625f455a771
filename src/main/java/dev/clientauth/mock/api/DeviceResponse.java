package dev.clientauth.mock.api;

import dev.clientauth.mock.http.ProviderResponse;
import dev.clientauth.mock.http.Rejection;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Refusals of the School Manager and Business APIs.
 *
 * <p>The members, {@code NOT_FOUND} and its title are those of Apple's page on {@code ErrorResponse}, and so are the
 * statuses of its endpoints but 405 and 406; 406 was seen by clients. The other codes and all details are a guess after
 * Apple's App Store Connect API, which has the same form.
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
        return error(
                        403,
                        "FORBIDDEN_ERROR",
                        "This request is forbidden.",
                        "The token's scope is not the one of this API.")
                .because(why);
    }

    static ProviderResponse notFound(String type, String id) {
        return error(
                        404,
                        "NOT_FOUND",
                        "The specified resource doesn't exist",
                        "There is no resource of type '" + type + "' with id '" + id + "'")
                .because(new Rejection(
                        "There is nothing of that id here.",
                        "Take an id from the lists /v1/" + ManagedDevices.DEVICES + " and /v1/" + ManagedDevices.SERVERS
                                + "; the mock's devices are made up."));
    }

    static ProviderResponse noSuchPath() {
        return error(404, "NOT_FOUND", "The specified resource doesn't exist", "The mock has nothing at this path.")
                .because(new Rejection(
                        "The mock has nothing at this path.",
                        "It has /v1/" + ManagedDevices.DEVICES + " and /v1/" + ManagedDevices.SERVERS
                                + ", one of each by its id, and which device belongs to which server."));
    }

    static ProviderResponse methodNotAllowed() {
        return ApiResponse.with(
                        error(
                                405,
                                "METHOD_NOT_ALLOWED",
                                "The request method is not valid here.",
                                "Only GET is taken here."),
                        "Allow",
                        "GET")
                .because(new Rejection("Only GET is taken here.", "Send GET; nothing can be changed in the mock."));
    }

    /**
     * No {@code Accept} header, or one that leaves out JSON.
     *
     * @param isSaid whether there is one
     */
    static ProviderResponse notAcceptable(boolean isSaid) {
        return error(
                        406,
                        "NOT_ACCEPTABLE",
                        "The requested response format is not supported.",
                        "Send Accept: application/json.")
                .because(new Rejection(
                        isSaid
                                ? "The Accept header does not take application/json."
                                : "There is no Accept header, which this API demands.",
                        "Send Accept: application/json."));
    }

    static ProviderResponse badParameter(String name, String detail) {
        return error(
                        400,
                        "PARAMETER_ERROR.INVALID",
                        "A parameter has an invalid value",
                        "The parameter '" + name + "' " + detail)
                .because(new Rejection(
                        "The parameter " + name + " " + detail + ".",
                        "Correct it, or leave it away for the first page."));
    }

    static ProviderResponse tooMany(long seconds) {
        return ApiResponse.with(
                        error(
                                429,
                                "RATE_LIMIT_EXCEEDED",
                                "The request rate limit has been reached.",
                                "Ask again after the time in Retry-After."),
                        "Retry-After",
                        Long.toString(seconds))
                .because(new Rejection(
                        "There were more calls than the mock's limit allows.",
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
