// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.interoperability;

import dev.clientauth.profile.TokenRequest;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A conforming token request that is not made by the library, so that one fault can be added. */
final class HandmadeRequest {
    private static final String ASSERTION = "client_assertion";

    final HandmadeAssertion assertion;
    final Map<String, String> headers = new LinkedHashMap<>();
    final List<Map.Entry<String, String>> form = new ArrayList<>();
    String query = "";
    private final URI endpoint;

    HandmadeRequest(URI endpoint, HandmadeAssertion assertion) {
        this.endpoint = endpoint;
        this.assertion = assertion;
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        add("grant_type", "client_credentials");
        add("client_id", assertion.claims.get("sub").toString());
        add("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    }

    void add(String name, String value) {
        form.add(Map.entry(name, value));
    }

    void remove(String name) {
        form.removeIf(entry -> entry.getKey().equals(name));
    }

    void replace(String name, String value) {
        remove(name);
        add(name, value);
    }

    /** Adds the assertion, signed as it is now. */
    HandmadeRequest signed() {
        return with(assertion.signed());
    }

    /** Adds the assertion in another form than {@link #signed()}. */
    HandmadeRequest with(String compact) {
        add(ASSERTION, compact);
        return this;
    }

    boolean isSigned() {
        return form.stream().anyMatch(entry -> entry.getKey().equals(ASSERTION));
    }

    HttpRequest toSend() {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri())
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofString(body()));
        headers.forEach(request::header);
        return request.build();
    }

    TokenRequest toDiagnose() {
        TokenRequest.Builder request =
                TokenRequest.builder().endpoint(uri()).method("POST").body(body());
        headers.forEach(request::header);
        return request.build();
    }

    private URI uri() {
        return URI.create(endpoint + query);
    }

    private String body() {
        return form.stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }
}
