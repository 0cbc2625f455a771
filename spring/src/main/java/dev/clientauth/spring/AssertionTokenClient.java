// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.discovery.DiscoveryException;
import dev.clientauth.profile.RuleViolationException;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenRefusedException;
import dev.clientauth.token.TokenResponse;
import dev.clientauth.token.TokenTransportException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.endpoint.AbstractOAuth2AuthorizationGrantRequest;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.endpoint.OAuth2RefreshTokenGrantRequest;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationExchange;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sends the token requests of Spring Security's OAuth2 client, authenticated with an assertion of the configured
 * client. The request is checked against the rules of the provider before it is sent, and a refusal is explained.
 */
final class AssertionTokenClient {
    private final ClientAuthenticator authenticator;

    AssertionTokenClient(ClientAuthenticator authenticator) {
        this.authenticator = authenticator;
    }

    /**
     * Returns the response of the provider.
     *
     * @throws OAuth2AuthorizationException if the provider refused the request, or there was no usable response; its cause is
     *     an exception of {@link ClientAuthenticator#request(Grant)}, or of the metadata of {@code fhir-base}
     */
    OAuth2AccessTokenResponse response(AbstractOAuth2AuthorizationGrantRequest request) {
        try {
            return response(authenticator.request(grant(request)));
        } catch (TokenRefusedException e) {
            throw failed(e.error().code(), e);
        } catch (TokenTransportException | RuleViolationException | DiscoveryException e) {
            throw failed("invalid_token_response", e);
        }
    }

    private static OAuth2AuthorizationException failed(String code, RuntimeException cause) {
        return new OAuth2AuthorizationException(new OAuth2Error(code, cause.getMessage(), null), cause);
    }

    private static Grant grant(AbstractOAuth2AuthorizationGrantRequest request) {
        if (request instanceof OAuth2ClientCredentialsGrantRequest) {
            return new Grant.ClientCredentials(
                    scope(request.getClientRegistration().getScopes()));
        }
        if (request instanceof OAuth2RefreshTokenGrantRequest refresh) {
            return new Grant.RefreshToken(refresh.getRefreshToken().getTokenValue(), scope(refresh.getScopes()));
        }
        OAuth2AuthorizationExchange exchange =
                ((OAuth2AuthorizationCodeGrantRequest) request).getAuthorizationExchange();
        Grant.AuthorizationCode code = Grant.authorizationCode(
                exchange.getAuthorizationResponse().getCode(),
                URI.create(exchange.getAuthorizationRequest().getRedirectUri()));
        Object verifier = exchange.getAuthorizationRequest().getAttribute(PkceParameterNames.CODE_VERIFIER);
        return verifier instanceof String text ? code.withCodeVerifier(text) : code;
    }

    /** Returns the scopes as one parameter; without any, those that the profile fixes are requested. */
    private static Optional<String> scope(@Nullable Set<String> scopes) {
        return Optional.ofNullable(scopes).filter(some -> !some.isEmpty()).map(some -> String.join(" ", some));
    }

    private static OAuth2AccessTokenResponse response(TokenResponse response) {
        AccessToken token = response.accessToken();
        Map<String, Object> others = new HashMap<>(response.members());
        others.keySet().removeAll(Set.of("access_token", "token_type", "expires_in", "refresh_token", "scope"));
        OAuth2AccessTokenResponse.Builder builder = OAuth2AccessTokenResponse.withToken(token.value())
                .tokenType(OAuth2AccessToken.TokenType.BEARER)
                .expiresIn(Duration.between(token.issuedAt(), token.expiresAt()).toSeconds())
                .additionalParameters(others);
        token.scope().ifPresent(scope -> builder.scopes(Set.of(scope.strip().split(" +"))));
        response.refreshToken().ifPresent(builder::refreshToken);
        return builder.build();
    }
}
