// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.security.oauth2.client.endpoint.AbstractOAuth2AuthorizationGrantRequest;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.endpoint.OAuth2RefreshTokenGrantRequest;
import org.springframework.util.ClassUtils;

/**
 * Authenticates a client registration of Spring Security with the assertion of the client of the same name in {@code
 * clientauth.clients}. Backs off if the application has its own response client.
 */
@AutoConfiguration(after = ClientAuthAutoConfiguration.class)
@ConditionalOnClass(name = "org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient")
@ConditionalOnMissingBean(type = "org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient")
final class ClientAuthSecurityAutoConfiguration {

    @Bean
    OAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest> clientauthAuthorizationCodeClient(
            ClientAuthProperties properties, BeanFactory beans) {
        return client("AuthorizationCode", new AssertionTokenClients(properties, beans));
    }

    @Bean
    OAuth2AccessTokenResponseClient<OAuth2ClientCredentialsGrantRequest> clientauthClientCredentialsClient(
            ClientAuthProperties properties, BeanFactory beans) {
        return client("ClientCredentials", new AssertionTokenClients(properties, beans));
    }

    @Bean
    OAuth2AccessTokenResponseClient<OAuth2RefreshTokenGrantRequest> clientauthRefreshTokenClient(
            ClientAuthProperties properties, BeanFactory beans) {
        return client("RefreshToken", new AssertionTokenClients(properties, beans));
    }

    private static <T extends AbstractOAuth2AuthorizationGrantRequest> OAuth2AccessTokenResponseClient<T> client(
            String grant, AssertionTokenClients clients) {
        OAuth2AccessTokenResponseClient<T> others = springs(grant);
        return request -> clients.of(request)
                .map(client -> client.response(request))
                .orElseGet(() -> others.getTokenResponse(request));
    }

    /** Returns Spring Security's default for other registrations, which is a different class from version 7 on. */
    @SuppressWarnings("unchecked")
    private static <T extends AbstractOAuth2AuthorizationGrantRequest> OAuth2AccessTokenResponseClient<T> springs(
            String grant) {
        String end = grant + "TokenResponseClient";
        String inPackage = ClassUtils.getPackageName(OAuth2AccessTokenResponseClient.class) + ".";
        ClassLoader loader = OAuth2AccessTokenResponseClient.class.getClassLoader();
        String old = inPackage + "Default" + end;
        Class<?> type = ClassUtils.resolveClassName(
                ClassUtils.isPresent(old, loader) ? old : inPackage + "RestClient" + end, loader);
        return (OAuth2AccessTokenResponseClient<T>) BeanUtils.instantiateClass(type);
    }
}
