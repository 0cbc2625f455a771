// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.http;

import dev.clientauth.BearerRetry;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Sends requests with an access token over the HTTP client of the JDK, which must not follow redirects. */
public record JdkBearerClient(HttpClient http, BearerRetry bearer) {
    public JdkBearerClient {
        if (http.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("A redirect would take the token along.");
        }
    }

    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body)
            throws IOException, InterruptedException {
        BearerRetry.Call call = bearer.start(request.uri())
                .orElseThrow(() -> new IllegalArgumentException(request.uri().getHost() + " must not get the token."));
        HttpResponse<T> response;
        do {
            HttpRequest authorized = HttpRequest.newBuilder(request, (name, value) -> true)
                    .setHeader("Authorization", call.authorization())
                    .build();
            response = http.send(authorized, body);
        } while (retries(call, response));
        return response;
    }

    private static boolean retries(BearerRetry.Call call, HttpResponse<?> response) throws IOException {
        return call.awaitRetry(
                response.statusCode(), name -> response.headers().firstValue(name).orElse(null));
    }
}
