package dev.clientauth.sandbox;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An answer of the sandbox's.
 *
 * @param status the HTTP status
 * @param headers the headers that are its own
 * @param body the body
 * @param error the OAuth error that it says
 */
record Reply(int status, Map<String, String> headers, String body, Optional<String> error) {
    private static final JsonMapper JSON = new JsonMapper();

    /** Members that a request succeeded in getting. */
    static Reply json(Map<String, ? extends @Nullable Object> members) {
        return json(200, members, Optional.empty());
    }

    /** An OAuth error, with nothing more than its code unless the provider says more. */
    static Reply error(String code, @Nullable String description, boolean nullDescription) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("error", code);
        if (description != null || nullDescription) {
            members.put("error_description", description);
        }
        return json(400, members, Optional.of(code));
    }

    /** An OAuth error that is nothing but its code. */
    static Reply error(String code) {
        return error(code, null, false);
    }

    /** A status with nothing in it. */
    static Reply empty(int status) {
        return new Reply(status, Map.of(), "", Optional.empty());
    }

    /** The way to another page, for a browser that has just posted a form (RFC 9110 section 15.4.4). */
    static Reply seeOther(URI location) {
        return new Reply(303, Map.of("Location", location.toString()), "", Optional.empty());
    }

    private static Reply json(int status, Map<String, ? extends @Nullable Object> members, Optional<String> error) {
        return new Reply(
                status,
                Map.of("Content-Type", "application/json;charset=UTF-8"),
                JSON.writeValueAsString(members),
                error);
    }

    /** Without the body, which is full of tokens. */
    @Override
    public String toString() {
        return "Reply[" + status + error.map(code -> " " + code).orElse("") + "]";
    }
}
