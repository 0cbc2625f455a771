// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import dev.clientauth.BearerRetry;
import dev.clientauth.token.TokenTransportException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.RequestEntity;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.DefaultResponseErrorHandler;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The interceptor and the filter, with each of Spring's HTTP clients. */
class BearerTokensTest {
    private final InvalidatedTokens tokens = new InvalidatedTokens();
    private StubApi api;
    private StubApi stranger;

    /** Sends a POST with a body, and returns the status. */
    enum Stack {
        REST_CLIENT {
            @Override
            int post(InvalidatedTokens tokens, URI base, URI url, String authorization) {
                return RestClient.builder()
                        .requestFactory(new JdkClientHttpRequestFactory())
                        .requestInterceptor(BearerRequestInterceptor.of(BearerRetry.of(tokens, base)))
                        .build()
                        .post()
                        .uri(url)
                        .headers(headers -> {
                            if (authorization != null) {
                                headers.set("Authorization", authorization);
                            }
                        })
                        .body("body")
                        .exchange(
                                (request, response) -> response.getStatusCode().value());
            }
        },
        REST_TEMPLATE {
            @Override
            int post(InvalidatedTokens tokens, URI base, URI url, String authorization) {
                RestTemplate template = new RestTemplate(new JdkClientHttpRequestFactory());
                template.getInterceptors().add(BearerRequestInterceptor.of(BearerRetry.of(tokens, base)));
                template.setErrorHandler(new DefaultResponseErrorHandler() {
                    @Override
                    protected boolean hasError(HttpStatusCode status) {
                        return false;
                    }
                });
                RequestEntity.BodyBuilder request = RequestEntity.method(HttpMethod.POST, url);
                if (authorization != null) {
                    request.header("Authorization", authorization);
                }
                return template.exchange(request.body("body"), String.class)
                        .getStatusCode()
                        .value();
            }
        },
        WEB_CLIENT {
            @Override
            int post(InvalidatedTokens tokens, URI base, URI url, String authorization) {
                return WebClient.builder()
                        .filter(BearerExchangeFilter.of(BearerRetry.of(tokens, base)))
                        .build()
                        .post()
                        .uri(url)
                        .headers(headers -> {
                            if (authorization != null) {
                                headers.set("Authorization", authorization);
                            }
                        })
                        .bodyValue("body")
                        .exchangeToMono(response -> response.releaseBody()
                                .thenReturn(response.statusCode().value()))
                        .block(Duration.ofSeconds(20));
            }
        };

        abstract int post(InvalidatedTokens tokens, URI base, URI url, String authorization);
    }

    @BeforeEach
    void start() throws IOException {
        api = new StubApi();
        stranger = new StubApi();
    }

    @AfterEach
    void stop() {
        api.close();
        stranger.close();
    }

    private int post(Stack stack) {
        return stack.post(tokens, api.uri("/v1"), api.uri("/v1/devices"), null);
    }

    @ParameterizedTest
    @EnumSource
    void aRequestToTheApiCarriesTheToken(Stack stack) {
        assertThat(post(stack)).isEqualTo(200);
        assertThat(api.authorizations()).containsExactly("Bearer token-1");
    }

    @ParameterizedTest
    @EnumSource
    void aRejectedTokenIsInvalidatedAndTheRequestSentOnceMoreWithTheNextOne(Stack stack) {
        api.then(401);
        assertThat(post(stack)).isEqualTo(200);
        assertThat(api.authorizations()).containsExactly("Bearer token-1", "Bearer token-2");
        assertThat(api.received).extracting(StubApi.Received::body).containsExactly("body", "body");
        assertThat(tokens.invalidated).containsExactly("token-1");
    }

    /** HttpURLConnection, the default without another HTTP client, throws an exception for HTTP 401 to a POST. */
    @Test
    void aRejectedTokenIsReplacedOnHttpUrlConnectionToo() {
        api.then(401);
        RestTemplate template = new RestTemplate(new SimpleClientHttpRequestFactory());
        template.getInterceptors().add(BearerRequestInterceptor.of(BearerRetry.of(tokens, api.uri("/"))));
        assertThat(template.postForObject(api.uri("/"), "body", String.class)).isEqualTo("fine");
        assertThat(api.authorizations()).containsExactly("Bearer token-1", "Bearer token-2");
    }

    @ParameterizedTest
    @EnumSource
    void aSecond401IsReturned(Stack stack) {
        api.then(401).then(401);
        assertThat(post(stack)).isEqualTo(401);
        assertThat(tokens.invalidated).containsExactly("token-1");
        assertThat(api.received).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void a429IsSentOnceMoreAfterItsRetryAfter(Stack stack) {
        api.then(429, "Retry-After", "1");
        long before = System.nanoTime();
        assertThat(post(stack)).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(api.authorizations()).containsExactly("Bearer token-1", "Bearer token-1");
        assertThat(tokens.invalidated).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a429WithALongRetryAfterIsReturnedAtOnce(Stack stack) {
        api.then(429, "Retry-After", "3600");
        assertThat(post(stack)).isEqualTo(429);
        assertThat(api.received).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void anotherHostOrPathDoesNotGetTheToken(Stack stack) {
        stack.post(tokens, api.uri("/v1"), stranger.uri("/v1/devices"), null);
        stack.post(tokens, api.uri("/v1"), api.uri("/v10"), null);
        URI otherName = URI.create("http://localhost:" + api.uri("/").getPort() + "/v1");
        stack.post(tokens, api.uri("/v1"), otherName, null);
        assertThat(stranger.authorizations()).containsExactly("null");
        assertThat(api.authorizations()).containsOnly("null");
    }

    @ParameterizedTest
    @EnumSource
    void aRedirectToAnotherHostDoesNotCarryTheToken(Stack stack) {
        api.then(302, "Location", stranger.uri("/v1/devices").toString());
        stack.post(tokens, api.uri("/v1"), api.uri("/v1/devices"), null);
        assertThat(stranger.authorizations()).doesNotContain("Bearer token-1");
    }

    /** HttpURLConnection follows redirects by default, but without the header. */
    @Test
    void aRedirectThatHttpUrlConnectionFollowsDoesNotCarryTheToken() {
        api.then(302, "Location", stranger.uri("/v1/devices").toString());
        RestTemplate template = new RestTemplate(new SimpleClientHttpRequestFactory());
        template.getInterceptors().add(BearerRequestInterceptor.of(BearerRetry.of(tokens, api.uri("/"))));
        assertThat(template.getForObject(api.uri("/"), String.class)).isEqualTo("fine");
        assertThat(stranger.authorizations()).containsExactly("null");
    }

    @ParameterizedTest
    @EnumSource
    void anExistingAuthorizationHeaderIsKeptEvenAfter401(Stack stack) {
        api.then(401);
        assertThat(stack.post(tokens, api.uri("/"), api.uri("/"), "Basic b3duOm93bg=="))
                .isEqualTo(401);
        assertThat(api.authorizations()).containsExactly("Basic b3duOm93bg==");
        assertThat(tokens.invalidated).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void withoutATokenNothingIsSentAndTheCallerGetsTheReason(Stack stack) {
        tokens.failure = new TokenTransportException("The endpoint is down.", false, null);
        assertThatThrownBy(() -> post(stack)).rootCause().isSameAs(tokens.failure);
        assertThat(api.received).isEmpty();
    }
}
