// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.api;

import dev.clientauth.mock.http.FaultPath;
import dev.clientauth.profile.TokenRequest;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A request to an API, with the parts that all APIs read. */
public final class ApiRequest {
    private static final String SCHEME = "bearer ";
    private static final int MAX_PREFERENCES = 50;

    private final TokenRequest request;

    /** Wraps a received request. */
    public ApiRequest(TokenRequest request) {
        this.request = request;
    }

    /** Returns the HTTP method; empty if unknown. */
    public String method() {
        return request.method().orElse("");
    }

    /** Returns the encoded path of the URL, without a fault that it chooses. */
    public String path() {
        return FaultPath.without(request.endpoint().map(uri -> uri.getRawPath()).orElse(""));
    }

    /** Returns the URL before the path that the client used, with the fault that it chooses, for links to this server. */
    String origin() {
        return request.endpoint()
                .map(uri -> uri.getScheme() + "://" + uri.getRawAuthority()
                        + FaultPath.of(uri.getRawPath()).map(FaultPath::text).orElse(""))
                .orElse("");
    }

    String url() {
        return request.endpoint().map(String::valueOf).orElse("");
    }

    /** Returns a header by its lower-case name; empty if it is blank. */
    Optional<String> header(String name) {
        return request.headers().map(all -> all.getOrDefault(name, "")).filter(value -> !value.isBlank());
    }

    /** Returns the token of the {@code Authorization} header (RFC 6750 section 2.1), the only place where one is accepted. */
    public Optional<String> bearerToken() {
        return header("authorization")
                .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(value -> value.substring(SCHEME.length()).strip())
                .filter(token -> !token.isEmpty());
    }

    /** Returns the media types that the client accepts; without the header, all. */
    AcceptedTypes accept() {
        return AcceptedTypes.of(header("accept").orElse("*/*"));
    }

    /** Returns a parameter of the query or of a form. */
    Optional<String> parameter(String name) {
        return request.parameter(name);
    }

    /** Returns all parameters of the query and of a form. */
    List<TokenRequest.Parameter> parameters() {
        return request.parameters().orElse(List.of());
    }

    /** Returns whether the {@code Prefer} header has this preference (RFC 7240). */
    boolean prefers(String preference) {
        return header("prefer").stream()
                .flatMap(value -> Stream.of(value.split("[,;]", MAX_PREFERENCES)))
                .anyMatch(one -> one.strip().equalsIgnoreCase(preference));
    }

    /** Returns names only, as the token request does. */
    @Override
    public String toString() {
        return request.toString();
    }
}
