package dev.clientauth.sandbox;

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
final class ManagerReply {
    static final String JSON = "application/json";

    private ManagerReply() {}

    static Reply unauthorized() {
        return error(
                401,
                "NOT_AUTHORIZED",
                "Authentication credentials are missing or invalid.",
                "Send an access token in the Authorization header that has not expired.");
    }

    static Reply forbidden() {
        return error(
                403, "FORBIDDEN_ERROR", "This request is forbidden.", "The token's scope is not the one of this API.");
    }

    static Reply notFound(String type, String id) {
        return error(
                404,
                "NOT_FOUND",
                "The specified resource doesn't exist",
                "There is no resource of type '" + type + "' with id '" + id + "'");
    }

    static Reply noSuchPath() {
        return error(404, "NOT_FOUND", "The specified resource doesn't exist", "The sandbox has nothing at this path.");
    }

    static Reply methodNotAllowed() {
        return ApiReply.with(
                error(405, "METHOD_NOT_ALLOWED", "The request method is not valid here.", "Only GET is taken here."),
                "Allow",
                "GET");
    }

    static Reply notAcceptable() {
        return error(
                406,
                "NOT_ACCEPTABLE",
                "The requested response format is not supported.",
                "Send Accept: application/json.");
    }

    static Reply badParameter(String name, String detail) {
        return error(
                400,
                "PARAMETER_ERROR.INVALID",
                "A parameter has an invalid value",
                "The parameter '" + name + "' " + detail);
    }

    static Reply tooMany(long seconds) {
        return ApiReply.with(
                error(
                        429,
                        "RATE_LIMIT_EXCEEDED",
                        "The request rate limit has been reached.",
                        "Ask again after the time in Retry-After."),
                "Retry-After",
                Long.toString(seconds));
    }

    private static Reply error(int status, String code, String title, String detail) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("id", UUID.randomUUID().toString());
        error.put("status", Integer.toString(status));
        error.put("code", code);
        error.put("title", title);
        error.put("detail", detail);
        return ApiReply.json(status, JSON, Map.of("errors", List.of(error)));
    }
}
