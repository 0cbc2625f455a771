package dev.clientauth.sandbox;

import dev.clientauth.sandbox.http.HttpAnswer;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An answer of the sandbox's.
 *
 * @param status the HTTP status; 0 where the connection ends without an answer
 * @param headers the headers that are its own
 * @param body the body
 * @param error the OAuth error that it says
 * @param ending how it reaches the client
 * @param delay how long it keeps the client waiting
 * @param refusal why an API refused, which the client is not told
 */
record Reply(
        int status,
        Map<String, String> headers,
        String body,
        Optional<String> error,
        Ending ending,
        Duration delay,
        Optional<Refusal> refusal) {

    /** How an answer reaches the client. */
    enum Ending {
        /** As a message. */
        ANSWERED,
        /** Not at all: the connection is reset. */
        RESET,
        /** Not at all: the connection is closed in order. */
        SILENT
    }

    Reply(int status, Map<String, String> headers, String body, Optional<String> error) {
        this(status, headers, body, error, Ending.ANSWERED, Duration.ZERO, Optional.empty());
    }

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

    /** The connection breaks off. */
    static Reply reset() {
        return new Reply(0, Map.of(), "", Optional.empty(), Ending.RESET, Duration.ZERO, Optional.empty());
    }

    /** The connection ends without a byte. */
    static Reply none() {
        return new Reply(0, Map.of(), "", Optional.empty(), Ending.SILENT, Duration.ZERO, Optional.empty());
    }

    /** The way to another page, for a browser that has just posted a form (RFC 9110 section 15.4.4). */
    static Reply seeOther(URI location) {
        return new Reply(303, Map.of("Location", location.toString()), "", Optional.empty());
    }

    private static Reply json(int status, Map<String, ? extends @Nullable Object> members, Optional<String> error) {
        return new Reply(status, Map.of("Content-Type", "application/json;charset=UTF-8"), JsonText.of(members), error);
    }

    /** The same answer, later. */
    Reply after(Duration wait) {
        return new Reply(status, headers, body, error, ending, wait, refusal);
    }

    /** The same answer, whose reason is known. */
    Reply because(Refusal why) {
        return new Reply(status, headers, body, error, ending, delay, Optional.of(why));
    }

    /** What the client gets. */
    HttpAnswer toHttp() {
        if (ending == Ending.RESET) {
            return new HttpAnswer.Reset(delay);
        }
        if (ending == Ending.SILENT) {
            return new HttpAnswer.Silence(delay);
        }
        Map<String, String> all = new LinkedHashMap<>();
        all.put("Cache-Control", "no-store");
        all.putAll(headers);
        return new HttpAnswer.Message(status, all, body, delay);
    }

    /** Without the body, which is full of tokens. */
    @Override
    public String toString() {
        return "Reply[" + status + error.map(code -> " " + code).orElse("") + "]";
    }
}
