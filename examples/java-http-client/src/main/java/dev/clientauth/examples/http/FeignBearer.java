// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.http;

import dev.clientauth.BearerRetry;
import feign.Client;
import feign.Request;
import feign.Response;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Sends an access token with each request of a Feign client.
 *
 * <pre>{@code Feign.builder().client(new FeignBearer(new Client.Default(null, null), bearer))}</pre>
 */
public record FeignBearer(Client client, BearerRetry bearer) implements Client {
    @Override
    public Response execute(Request request, Request.Options options) throws IOException {
        BearerRetry.Call call = bearer.start(URI.create(request.url())).orElse(null);
        if (call == null || request.headers().containsKey("Authorization")) {
            return client.execute(request, options);
        }
        Request.Options safe = new Request.Options(
                options.connectTimeout(), options.connectTimeoutUnit(), options.readTimeout(), options.readTimeoutUnit(), false);
        while (true) {
            Response response = client.execute(authorized(request, call.authorization()), safe);
            Optional<Duration> delay = call.retryDelay(
                    response.status(),
                    name -> response.headers().getOrDefault(name, List.of()).stream().findFirst().orElse(null));
            if (delay.isEmpty()) {
                return response;
            }
            response.close();
            call.await(delay.get());
        }
    }

    private static Request authorized(Request request, String authorization) {
        Map<String, java.util.Collection<String>> headers = new TreeMap<>(request.headers());
        headers.put("Authorization", List.of(authorization));
        return Request.create(
                request.httpMethod(), request.url(), headers, request.body(), request.charset(), request.requestTemplate());
    }
}
