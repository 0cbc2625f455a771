// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clientauth.json.Json;
import dev.clientauth.mock.http.ProviderResponse;
import dev.clientauth.mock.http.RequestHandler;
import dev.clientauth.mock.token.Access;
import dev.clientauth.mock.token.AccessTokens;
import dev.clientauth.profile.TokenRequest;

import java.net.URI;
import java.util.Optional;

/** A request to an API of the mock, passed directly to its route. */
public final class ApiCall {
    public static final String GOOD = "a-good-token";

    private final TokenRequest.Builder attempt;
    private String body = "";

    private ApiCall(String method, String url) {
        this.attempt =
                TokenRequest.builder().method(method).endpoint(URI.create(url)).header("host", "by.name");
    }

    public static ApiCall get(String url) {
        return new ApiCall("GET", url);
    }

    public static ApiCall of(String method, String url) {
        return new ApiCall(method, url);
    }

    /** With the token that {@link #tokens} treats as valid. */
    public ApiCall authorized() {
        return with("Authorization", "Bearer " + GOOD);
    }

    public ApiCall with(String header, String value) {
        attempt.header(header, value);
        return this;
    }

    public ApiCall form(String body) {
        attempt.header("Content-Type", "application/x-www-form-urlencoded").body(body);
        return this;
    }

    public ApiCall json(String document) {
        attempt.header("Content-Type", "application/json");
        body = document;
        return this;
    }

    public ProviderResponse to(RequestHandler api) {
        return api.handle(attempt.build(), body);
    }

    /** One valid token with this scope. */
    public static AccessTokens tokens(String scope) {
        return token -> token.equals(GOOD) ? Optional.of(access("the-client", scope)) : Optional.empty();
    }

    public static Access access(String clientId, String scope) {
        return new Access(clientId, Optional.of(clientId), Optional.of(scope), Optional.empty());
    }

    public static JsonNode json(ProviderResponse reply) {
        return Json.parse(reply.body());
    }

    public static String header(ProviderResponse reply, String name) {
        return reply.headers().getOrDefault(name, "");
    }
}
