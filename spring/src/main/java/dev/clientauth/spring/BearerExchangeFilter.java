package dev.clientauth.spring;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.bearer.ApiBase;
import dev.clientauth.bearer.BearerPolicy;
import dev.clientauth.token.AccessToken;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Sends an access token with each request of a {@code WebClient} to an API. Does not block.
 *
 * <p>Base URLs, HTTP 401 and HTTP 429 are treated as {@link BearerRequestInterceptor} does. A request is sent once more with
 * the same body, so a body that is a publisher must allow a second subscription. If no token is available, the {@code Mono}
 * fails with an exception of {@link ClientAuthenticator#accessToken()}. Thread-safe.
 */
public final class BearerExchangeFilter implements ExchangeFilterFunction {
    private final ClientAuthenticator authenticator;
    private final List<ApiBase> bases;
    private final BearerPolicy policy;

    private BearerExchangeFilter(ClientAuthenticator authenticator, List<ApiBase> bases) {
        this.authenticator = authenticator;
        this.bases = bases;
        this.policy = new BearerPolicy(authenticator::invalidate, System::nanoTime);
    }

    /**
     * Returns a filter that sends this client's tokens to these APIs.
     *
     * @param apiBases the base URLs that may receive the token
     * @throws IllegalArgumentException if there is none, or if one is neither https nor loopback, or contains user
     *     information, a query or a fragment
     */
    public static BearerExchangeFilter of(ClientAuthenticator authenticator, URI... apiBases) {
        return new BearerExchangeFilter(authenticator, BearerRequestInterceptor.bases(apiBases));
    }

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        if (request.headers().getFirst(HttpHeaders.AUTHORIZATION) != null
                || bases.stream().noneMatch(base -> base.holds(request.url()))) {
            return next.exchange(request);
        }
        return Mono.defer(() -> send(request, next, policy.attempts()));
    }

    private Mono<ClientResponse> send(ClientRequest request, ExchangeFunction next, BearerPolicy.Attempts attempts) {
        return Mono.fromFuture(authenticator::accessTokenAsync)
                .flatMap(token -> next.exchange(with(token, request))
                        .flatMap(response -> attempts.retryAfter(
                                        response.statusCode().value(),
                                        token,
                                        header(response, HttpHeaders.RETRY_AFTER),
                                        header(response, HttpHeaders.DATE))
                                .map(delay -> response.releaseBody()
                                        .then(pause(delay))
                                        .then(Mono.defer(() -> send(request, next, attempts))))
                                .orElseGet(() -> Mono.just(response))));
    }

    private static Mono<Void> pause(Duration delay) {
        return delay.isZero() ? Mono.empty() : Mono.delay(delay).then();
    }

    private static ClientRequest with(AccessToken token, ClientRequest request) {
        return ClientRequest.from(request)
                .headers(headers -> headers.set(HttpHeaders.AUTHORIZATION, token.authorizationHeader()))
                .build();
    }

    private static @Nullable String header(ClientResponse response, String name) {
        return response.headers().header(name).stream().findFirst().orElse(null);
    }

    @Override
    public String toString() {
        return "BearerExchangeFilter[" + authenticator + "]";
    }
}
