package dev.clientauth.mock.http;

import dev.clientauth.mock.text.JsonText;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An answer of the mock's.
 *
 * @param status the HTTP status; 0 where the connection ends without an answer
 * @param headers the headers that are its own
 * @param body the body
 * @param error the OAuth error that it says
 * @param ending how it reaches the client
 * @param delay how long it keeps the client waiting
 * @param refusal why an API refused, which the client is not told
 */
public record ProviderResponse(
        int status,
        Map<String, String> headers,
        String body,
        Optional<String> error,
        Ending ending,
        Duration delay,
        Optional<Rejection> refusal) {

    /** How an answer reaches the client. */
    public enum Ending {
        /** As a message. */
        ANSWERED,
        /** Not at all: the connection is reset. */
        RESET,
        /** Not at all: the connection is closed in order. */
        SILENT
    }

    public ProviderResponse(int status, Map<String, String> headers, String body, Optional<String> error) {
        this(status, headers, body, error, Ending.ANSWERED, Duration.ZERO, Optional.empty());
    }

    /** Members that a request succeeded in getting. */
    public static ProviderResponse json(Map<String, ? extends @Nullable Object> members) {
        return json(200, members, Optional.empty());
    }

    /** An OAuth error, with nothing more than its code unless the provider says more. */
    public static ProviderResponse error(String code, @Nullable String description, boolean nullDescription) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("error", code);
        if (description != null || nullDescription) {
            members.put("error_description", description);
        }
        return json(400, members, Optional.of(code));
    }

    /** The refusal of a code or refresh token, which the provider explains. */
    public static ProviderResponse refusedGrant(String description) {
        return error("invalid_grant", description, false)
                .because(new Rejection(description, "Send a code or token that this mock issued, once and in time."));
    }

    /** An OAuth error that is nothing but its code. */
    public static ProviderResponse error(String code) {
        return error(code, null, false);
    }

    /** A status with nothing in it. */
    public static ProviderResponse empty(int status) {
        return new ProviderResponse(status, Map.of(), "", Optional.empty());
    }

    /** The connection breaks off. */
    public static ProviderResponse reset() {
        return new ProviderResponse(0, Map.of(), "", Optional.empty(), Ending.RESET, Duration.ZERO, Optional.empty());
    }

    /** The connection ends without a byte. */
    public static ProviderResponse none() {
        return new ProviderResponse(0, Map.of(), "", Optional.empty(), Ending.SILENT, Duration.ZERO, Optional.empty());
    }

    /** The way to another page, for a browser that has just posted a form (RFC 9110 section 15.4.4). */
    public static ProviderResponse seeOther(URI location) {
        return new ProviderResponse(303, Map.of("Location", location.toString()), "", Optional.empty());
    }

    private static ProviderResponse json(
            int status, Map<String, ? extends @Nullable Object> members, Optional<String> error) {
        return new ProviderResponse(
                status, Map.of("Content-Type", "application/json;charset=UTF-8"), JsonText.of(members), error);
    }

    /** The same answer, later. */
    public ProviderResponse after(Duration wait) {
        return new ProviderResponse(status, headers, body, error, ending, wait, refusal);
    }

    /** The same answer, whose reason is known. */
    public ProviderResponse because(Rejection why) {
        return new ProviderResponse(status, headers, body, error, ending, delay, Optional.of(why));
    }

    /** What the client gets. */
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

    /** Without the body, which is full of tokens. */
    @Override
    public String toString() {
        return "ProviderResponse[" + status + error.map(code -> " " + code).orElse("") + "]";
    }
}
