// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import dev.clientauth.BearerRetry;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.spring.ClientAuthProperties.Client;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

import java.util.List;

/**
 * Registers the beans of each configured client under its name as the qualifier: {@code <name>ClientAuthenticator},
 * and, if it has an API, {@code <name>BearerRetry}, {@code <name>RequestInterceptor} and {@code <name>ExchangeFilter}.
 * A bean of the application with the same name takes precedence.
 */
final class ClientBeanRegistrar implements ImportBeanDefinitionRegistrar {
    static final String FACTORY = "clientauthClientFactory";
    private static final String AUTHENTICATOR = "ClientAuthenticator";
    private static final String BEARER = "BearerRetry";

    private static final Logger LOG = LoggerFactory.getLogger(ClientBeanRegistrar.class);

    /** Since Spring Boot 3.4; its clients follow redirects by default. */
    private static final String FOLLOWS_REDIRECTS =
            "org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder";

    private static final String SPRING_BOOT_4 =
            "org.springframework.boot.http.client.autoconfigure.HttpClientsProperties";

    /** The clients that Spring Boot prefers to the JDK's; they do not send the token to another host. */
    private static final List<String> OTHER_CLIENTS = List.of(
            "org.apache.hc.client5.http.impl.classic.HttpClients",
            "org.eclipse.jetty.client.HttpClient",
            "reactor.netty.http.client.HttpClient");

    private final Environment environment;
    private final ClassLoader loader;

    ClientBeanRegistrar(Environment environment, ClassLoader loader) {
        this.environment = environment;
        this.loader = loader;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        ClientAuthProperties properties =
                Binder.get(environment).bindOrCreate("clientauth", ClientAuthProperties.class);
        properties.clients().forEach((name, client) -> register(registry, name, client));
        if (properties.clients().values().stream().anyMatch(client -> ClientFactory.bases(client).length > 0)) {
            warnOfRedirects();
        }
    }

    /** Warns if the token may reach another host, because an injected {@code RestClient.Builder} follows redirects. */
    private void warnOfRedirects() {
        String property = isPresent(SPRING_BOOT_4) ? "spring.http.clients.redirects" : "spring.http.client.redirects";
        if (!environment.containsProperty(property)
                && isPresent(FOLLOWS_REDIRECTS)
                && OTHER_CLIENTS.stream().noneMatch(this::isPresent)) {
            LOG.warn(
                    "An injected RestClient.Builder follows redirects, and the JDK's HttpClient then sends the access token"
                            + " along, even to another host. Set {} to dont-follow, or to follow-when-possible to accept"
                            + " this.",
                    property);
        }
    }

    private void register(BeanDefinitionRegistry registry, String name, Client client) {
        add(registry, name, AUTHENTICATOR, factory(ClientAuthenticator.class, "create", name));
        if (ClientFactory.bases(client).length == 0) {
            return;
        }
        RootBeanDefinition bearer = factory(BearerRetry.class, "bearer", name);
        bearer.getConstructorArgumentValues().addIndexedArgumentValue(1, new RuntimeBeanReference(authenticator(name)));
        add(registry, name, BEARER, bearer);
        if (isPresent("org.springframework.http.client.ClientHttpRequestInterceptor")) {
            add(registry, name, "RequestInterceptor", Types.interceptor(name));
        }
        if (isPresent("org.springframework.web.reactive.function.client.ExchangeFilterFunction")) {
            add(registry, name, "ExchangeFilter", Types.filter(name));
        }
    }

    private static RootBeanDefinition factory(Class<?> type, String method, String name) {
        RootBeanDefinition bean = new RootBeanDefinition();
        bean.setTargetType(type);
        bean.setFactoryBeanName(FACTORY);
        bean.setFactoryMethodName(method);
        bean.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
        return bean;
    }

    /** Returns the name of the bean of a client. */
    static String authenticator(String name) {
        return name + AUTHENTICATOR;
    }

    private boolean isPresent(String className) {
        return ClassUtils.isPresent(className, loader);
    }

    private static void add(BeanDefinitionRegistry registry, String name, String suffix, RootBeanDefinition bean) {
        if (!registry.containsBeanDefinition(name + suffix)) {
            bean.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
            registry.registerBeanDefinition(name + suffix, bean);
        }
    }

    /** Classes that need an optional library, loaded only if it is present. */
    private static final class Types {
        private Types() {}

        static RootBeanDefinition interceptor(String name) {
            return sending(BearerRequestInterceptor.class, name);
        }

        static RootBeanDefinition filter(String name) {
            return sending(BearerExchangeFilter.class, name);
        }

        private static RootBeanDefinition sending(Class<?> type, String name) {
            RootBeanDefinition bean = new RootBeanDefinition(type);
            bean.setFactoryMethodName("of");
            bean.getConstructorArgumentValues().addIndexedArgumentValue(0, new RuntimeBeanReference(name + BEARER));
            return bean;
        }
    }
}
