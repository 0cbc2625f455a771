// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.profile.AssertionParameter;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.oauth2.client.endpoint.AbstractOAuth2AuthorizationGrantRequest;
import org.springframework.util.Assert;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * Adds the client's assertion to a token request of Spring Security: as {@code client_assertion}, or for Sign in with
 * Apple as {@code client_secret}. For your own response clients: pass it to {@code addParametersConverter}, and set the
 * {@code client-authentication-method} of the registration to {@code private_key_jwt}, so that Spring Security sends no
 * other secret.
 *
 * <p>Without your own response clients, it is not needed: a registration with the name of a client in {@code
 * clientauth.clients} authenticates with that client's assertion.
 *
 * @param <T> the type of the grant request
 */
public final class ClientAssertionConverter<T extends AbstractOAuth2AuthorizationGrantRequest>
        implements Converter<T, MultiValueMap<String, String>> {
    private static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private final ClientAuthenticator authenticator;

    private ClientAssertionConverter(ClientAuthenticator authenticator) {
        this.authenticator = authenticator;
    }

    /** Returns a converter for the token requests of one client. */
    public static <T extends AbstractOAuth2AuthorizationGrantRequest> ClientAssertionConverter<T> of(
            ClientAuthenticator authenticator) {
        Assert.notNull(authenticator, "authenticator is null");
        return new ClientAssertionConverter<>(authenticator);
    }

    /**
     * Returns the parameters that authenticate the client, with a new assertion if the provider accepts one only once.
     *
     * @throws dev.clientauth.profile.RuleViolationException if the assertion would break a rule of the provider
     */
    @Override
    public MultiValueMap<String, String> convert(T request) {
        MultiValueMap<String, String> parameters = new LinkedMultiValueMap<>();
        String assertion = authenticator.assertion().value();
        if (authenticator.profile().assertionParameter() == AssertionParameter.CLIENT_SECRET) {
            parameters.add("client_secret", assertion);
        } else {
            parameters.add("client_assertion_type", JWT_BEARER);
            parameters.add("client_assertion", assertion);
        }
        return parameters;
    }
}
