// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fakes;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A hand-written token request, sent with the JDK without the library. */
public final class RawPost {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String ASSERTION_TYPE = "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer";

    private final URI endpoint;
    private final List<String> pairs = new ArrayList<>();

    private RawPost(URI endpoint) {
        this.endpoint = endpoint;
    }

    /** Creates a request to this endpoint. */
    public static RawPost to(URI endpoint) {
        return new RawPost(endpoint);
    }

    /** Adds a form parameter. */
    public RawPost with(String name, String value) {
        pairs.add(name + "=" + URLEncoder.encode(value, UTF_8));
        return this;
    }

    /** Adds client_assertion_type and client_assertion. */
    public RawPost withAssertion(String assertion) {
        pairs.add("client_assertion_type=" + ASSERTION_TYPE);
        return with("client_assertion", assertion);
    }

    /** Sends the form. */
    public HttpResponse<String> send() {
        return send(HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(String.join("&", pairs))));
    }

    /** Sends any request within ten seconds. */
    public static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("No response to a hand-written request.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted.", e);
        }
    }
}
