// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.springframework.context.ConfigurableApplicationContext;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;

/** Reads pages of an application on this machine, with cookies, without following redirects. */
final class Browser {
    private final URI base;
    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
            .build();

    /** A response. */
    record Page(int status, Optional<URI> location, String body) {}

    private Browser(URI base) {
        this.base = base;
    }

    static Browser of(ConfigurableApplicationContext application) {
        return new Browser(
                URI.create("http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port")));
    }

    URI base() {
        return base;
    }

    Page get(String path) {
        return send(HttpRequest.newBuilder(base.resolve(path)));
    }

    JsonNode json(String path) {
        try {
            return new ObjectMapper().readTree(get(path).body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    Page post(String path, String form) {
        return send(HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private Page send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Page(
                    response.statusCode(),
                    response.headers().firstValue("Location").map(base::resolve),
                    response.body());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
