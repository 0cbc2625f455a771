// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import dev.clientauth.ClientAuthenticator;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.security.oauth2.client.endpoint.AbstractOAuth2AuthorizationGrantRequest;

import java.util.Optional;

/** Finds the configured client with the same name as a client registration of Spring Security. */
final class AssertionTokenClients {
    private final ClientAuthProperties properties;
    private final BeanFactory beans;

    AssertionTokenClients(ClientAuthProperties properties, BeanFactory beans) {
        this.properties = properties;
        this.beans = beans;
    }

    /** Returns the client of a token request; empty if its registration authenticates in another way. */
    Optional<AssertionTokenClient> of(AbstractOAuth2AuthorizationGrantRequest request) {
        String name = request.getClientRegistration().getRegistrationId();
        return properties.clients().containsKey(name)
                ? Optional.of(new AssertionTokenClient(
                        beans.getBean(ClientBeanRegistrar.authenticator(name), ClientAuthenticator.class)))
                : Optional.empty();
    }
}
