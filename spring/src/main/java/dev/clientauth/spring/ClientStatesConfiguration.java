// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import dev.clientauth.ClientAuthenticator;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;

/** The configuration that both versions of the health indicator share. */
@Configuration(proxyBeanMethods = false)
final class ClientStatesConfiguration {

    @Bean
    ClientStates clientauthStates(ClientAuthProperties properties, BeanFactory beans) {
        return new ClientStates(
                properties,
                name -> beans.getBean(ClientBeanRegistrar.authenticator(name), ClientAuthenticator.class),
                Clock.systemUTC());
    }
}
