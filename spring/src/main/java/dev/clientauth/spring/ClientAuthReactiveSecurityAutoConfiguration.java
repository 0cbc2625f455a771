// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.security.oauth2.client.endpoint.AbstractOAuth2AuthorizationGrantRequest;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.endpoint.OAuth2RefreshTokenGrantRequest;
import org.springframework.security.oauth2.client.endpoint.ReactiveOAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.WebClientReactiveAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.WebClientReactiveClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.WebClientReactiveRefreshTokenTokenResponseClient;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The counterpart of {@link ClientAuthSecurityAutoConfiguration} for WebFlux. Token requests run on threads that may
 * block.
 */
@AutoConfiguration(after = ClientAuthAutoConfiguration.class)
@ConditionalOnClass(
        name = {
            "org.springframework.security.oauth2.client.endpoint.ReactiveOAuth2AccessTokenResponseClient",
            "org.springframework.web.reactive.function.client.WebClient"
        })
@ConditionalOnMissingBean(
        type = "org.springframework.security.oauth2.client.endpoint.ReactiveOAuth2AccessTokenResponseClient")
final class ClientAuthReactiveSecurityAutoConfiguration {

    @Bean
    ReactiveOAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest>
            clientauthReactiveAuthorizationCodeClient(ClientAuthProperties properties, BeanFactory beans) {
        return client(
                new WebClientReactiveAuthorizationCodeTokenResponseClient(),
                new AssertionTokenClients(properties, beans));
    }

    @Bean
    ReactiveOAuth2AccessTokenResponseClient<OAuth2ClientCredentialsGrantRequest>
            clientauthReactiveClientCredentialsClient(ClientAuthProperties properties, BeanFactory beans) {
        return client(
                new WebClientReactiveClientCredentialsTokenResponseClient(),
                new AssertionTokenClients(properties, beans));
    }

    @Bean
    ReactiveOAuth2AccessTokenResponseClient<OAuth2RefreshTokenGrantRequest> clientauthReactiveRefreshTokenClient(
            ClientAuthProperties properties, BeanFactory beans) {
        return client(
                new WebClientReactiveRefreshTokenTokenResponseClient(), new AssertionTokenClients(properties, beans));
    }

    private static <T extends AbstractOAuth2AuthorizationGrantRequest>
            ReactiveOAuth2AccessTokenResponseClient<T> client(
                    ReactiveOAuth2AccessTokenResponseClient<T> others, AssertionTokenClients clients) {
        return request -> clients.of(request)
                .map(client ->
                        Mono.fromCallable(() -> client.response(request)).subscribeOn(Schedulers.boundedElastic()))
                .orElseGet(() -> others.getTokenResponse(request));
    }
}
