// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import dev.clientauth.BearerRetry;
import org.springframework.http.HttpHeaders;
import org.springframework.util.Assert;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;

import java.time.Duration;

/**
 * Sends an access token with each request of a {@code WebClient} to an API, and sends the request again after HTTP 401 and 429
 * as {@link BearerRetry} describes. Does not block.
 *
 * <p>The token is sent only to the base URLs of the {@link BearerRetry}. A request that already has an {@code
 * Authorization} header is not changed. A retry sends the same body, so a body that is a publisher must allow another
 * subscription. If no token is available, the {@code Mono} fails with a {@link
 * dev.clientauth.TokenUnavailableException}. Thread-safe.
 */
public final class BearerExchangeFilter implements ExchangeFilterFunction {
    private final BearerRetry bearer;

    private BearerExchangeFilter(BearerRetry bearer) {
        this.bearer = bearer;
    }

    /** Returns a filter that sends tokens according to these rules. */
    public static BearerExchangeFilter of(BearerRetry bearer) {
        Assert.notNull(bearer, "bearer is null");
        return new BearerExchangeFilter(bearer);
    }

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        if (request.headers().getFirst(HttpHeaders.AUTHORIZATION) != null) {
            return next.exchange(request);
        }
        // One call for each subscription, because a call counts its retries.
        return Mono.defer(() -> bearer.start(request.url())
                .map(call -> send(call, request, next))
                .orElseGet(() -> next.exchange(request)));
    }

    private static Mono<ClientResponse> send(BearerRetry.Call call, ClientRequest request, ExchangeFunction next) {
        return Mono.fromFuture(call::authorizationAsync)
                .flatMap(authorization -> next.exchange(ClientRequest.from(request)
                        .headers(headers -> headers.set(HttpHeaders.AUTHORIZATION, authorization))
                        .build()))
                .flatMap(response -> call.retryDelay(
                                response.statusCode().value(),
                                response.headers().asHttpHeaders()::getFirst)
                        .map(delay -> response.releaseBody()
                                .then(pause(delay))
                                .then(Mono.defer(() -> send(call, request, next))))
                        .orElseGet(() -> Mono.just(response)));
    }

    private static Mono<Void> pause(Duration delay) {
        return delay.isZero() ? Mono.empty() : Mono.delay(delay).then();
    }

    @Override
    public String toString() {
        return "BearerExchangeFilter[" + bearer + "]";
    }
}
