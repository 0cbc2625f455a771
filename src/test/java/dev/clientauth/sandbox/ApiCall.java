package dev.clientauth.sandbox;

import dev.clientauth.profile.Attempt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.URI;
import java.util.Optional;

/** A request to an API of the sandbox's, put straight to its site. */
final class ApiCall {
    static final String GOOD = "a-good-token";

    private final Attempt.Builder attempt;

    private ApiCall(String method, String url) {
        this.attempt =
                Attempt.builder().method(method).endpoint(URI.create(url)).header("host", "by.name");
    }

    static ApiCall get(String url) {
        return new ApiCall("GET", url);
    }

    static ApiCall of(String method, String url) {
        return new ApiCall(method, url);
    }

    /** With the token that {@link #tokens} takes for good. */
    ApiCall authorized() {
        return with("Authorization", "Bearer " + GOOD);
    }

    ApiCall with(String header, String value) {
        attempt.header(header, value);
        return this;
    }

    ApiCall form(String body) {
        attempt.header("Content-Type", "application/x-www-form-urlencoded").body(body);
        return this;
    }

    Reply to(Site site) {
        return site.answer(attempt.build());
    }

    /** One good token, of this scope. */
    static AccessTokens tokens(String scope) {
        return token -> token.equals(GOOD) ? Optional.of(access("the-client", scope)) : Optional.empty();
    }

    static Access access(String clientId, String scope) {
        return new Access(clientId, Optional.of(clientId), Optional.of(scope), Optional.empty());
    }

    static JsonNode json(Reply reply) {
        return new JsonMapper().readTree(reply.body());
    }

    static String header(Reply reply, String name) {
        return reply.headers().getOrDefault(name, "");
    }
}
