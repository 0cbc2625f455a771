package dev.clientauth.sandbox;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An answer of the sandbox's.
 *
 * @param status the HTTP status
 * @param members the members of its JSON object
 */
record Reply(int status, Map<String, @Nullable Object> members) {

    static Reply tokens(Map<String, ? extends @Nullable Object> members) {
        return new Reply(200, new LinkedHashMap<>(members));
    }

    /** An OAuth error, with nothing more than its code unless the provider says more. */
    static Reply error(String code, @Nullable String description, boolean nullDescription) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("error", code);
        if (description != null || nullDescription) {
            members.put("error_description", description);
        }
        return new Reply(400, members);
    }

    Optional<String> error() {
        return members.get("error") instanceof String code ? Optional.of(code) : Optional.empty();
    }
}
