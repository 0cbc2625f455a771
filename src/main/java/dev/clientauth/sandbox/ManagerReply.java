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

    static Reply unauthorized(Refusal why) {
        return error(
                        401,
                        "NOT_AUTHORIZED",
                        "Authentication credentials are missing or invalid.",
                        "Send an access token in the Authorization header that has not expired.")
                .because(why);
    }

    static Reply forbidden(Refusal why) {
        return error(
                        403,
                        "FORBIDDEN_ERROR",
                        "This request is forbidden.",
                        "The token's scope is not the one of this API.")
                .because(why);
    }

    static Reply notFound(String type, String id) {
        return error(
                        404,
                        "NOT_FOUND",
                        "The specified resource doesn't exist",
                        "There is no resource of type '" + type + "' with id '" + id + "'")
                .because(new Refusal(
                        "There is nothing of that id here.",
                        "Take an id from the lists /v1/" + ManagedFleet.DEVICES + " and /v1/" + ManagedFleet.SERVERS
                                + "; the sandbox's devices are made up."));
    }

    static Reply noSuchPath() {
        return error(404, "NOT_FOUND", "The specified resource doesn't exist", "The sandbox has nothing at this path.")
                .because(new Refusal(
                        "The sandbox has nothing at this path.",
                        "It has /v1/" + ManagedFleet.DEVICES + " and /v1/" + ManagedFleet.SERVERS
                                + ", one of each by its id, and which device belongs to which server."));
    }

    static Reply methodNotAllowed() {
        return ApiReply.with(
                        error(
                                405,
                                "METHOD_NOT_ALLOWED",
                                "The request method is not valid here.",
                                "Only GET is taken here."),
                        "Allow",
                        "GET")
                .because(new Refusal("Only GET is taken here.", "Send GET; nothing can be changed in the sandbox."));
    }

    /**
     * No {@code Accept} header, or one that leaves out JSON.
     *
     * @param isSaid whether there is one
     */
    static Reply notAcceptable(boolean isSaid) {
        return error(
                        406,
                        "NOT_ACCEPTABLE",
                        "The requested response format is not supported.",
                        "Send Accept: application/json.")
                .because(new Refusal(
                        isSaid
                                ? "The Accept header does not take application/json."
                                : "There is no Accept header, which this API demands.",
                        "Send Accept: application/json."));
    }

    static Reply badParameter(String name, String detail) {
        return error(
                        400,
                        "PARAMETER_ERROR.INVALID",
                        "A parameter has an invalid value",
                        "The parameter '" + name + "' " + detail)
                .because(new Refusal(
                        "The parameter " + name + " " + detail + ".",
                        "Correct it, or leave it away for the first page."));
    }

    static Reply tooMany(long seconds) {
        return ApiReply.with(
                        error(
                                429,
                                "RATE_LIMIT_EXCEEDED",
                                "The request rate limit has been reached.",
                                "Ask again after the time in Retry-After."),
                        "Retry-After",
                        Long.toString(seconds))
                .because(new Refusal(
                        "There were more calls than the sandbox's limit allows.",
                        "Wait as long as Retry-After says, " + seconds + " s, before the next call."));
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
