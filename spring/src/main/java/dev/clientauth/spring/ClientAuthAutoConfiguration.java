// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import dev.clientauth.discovery.Discovery;
import dev.clientauth.token.TokenStore;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/** Creates a {@link dev.clientauth.ClientAuthenticator} for each client of {@code clientauth.clients}. */
@AutoConfiguration
@EnableConfigurationProperties(ClientAuthProperties.class)
@Import(ClientBeanRegistrar.class)
final class ClientAuthAutoConfiguration {

    @Bean(ClientBeanRegistrar.FACTORY)
    ClientFactory clientFactory(
            ClientAuthProperties properties,
            Environment environment,
            ResourceLoader resources,
            ObjectProvider<SslBundles> bundles,
            ObjectProvider<ClientAuthenticatorCustomizer> customizers,
            ObjectProvider<ClientEventListener> listeners,
            ObjectProvider<TokenStore> stores,
            ObjectProvider<Discovery> discoveries) {
        return new ClientFactory(
                properties,
                new KeyProperty(environment, resources, bundles.getIfAvailable()),
                customizers,
                listeners.orderedStream().toList(),
                stores,
                discoveries);
    }
}
