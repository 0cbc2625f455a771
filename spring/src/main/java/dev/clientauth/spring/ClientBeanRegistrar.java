package dev.clientauth.spring;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.spring.ClientAuthProperties.Client;
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

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Registers the beans of each configured client under its name as the qualifier: {@code <name>ClientAuthenticator}, and, if
 * it has an API, {@code <name>RequestInterceptor} and {@code <name>ExchangeFilter}. A bean of the application with the same
 * name takes precedence.
 */
final class ClientBeanRegistrar implements ImportBeanDefinitionRegistrar {
    static final String FACTORY = "clientauthClientFactory";
    private static final String AUTHENTICATOR = "ClientAuthenticator";

    private final Environment environment;

    ClientBeanRegistrar(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        ClientAuthProperties properties =
                Binder.get(environment).bindOrCreate("clientauth", ClientAuthProperties.class);
        properties.clients().forEach((name, client) -> register(registry, name, client));
    }

    private static void register(BeanDefinitionRegistry registry, String name, Client client) {
        RootBeanDefinition authenticator = new RootBeanDefinition();
        authenticator.setTargetType(ClientAuthenticator.class);
        authenticator.setFactoryBeanName(FACTORY);
        authenticator.setFactoryMethodName("create");
        authenticator.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
        add(registry, name, AUTHENTICATOR, authenticator);
        URI[] bases = bases(client);
        if (bases.length == 0) {
            return;
        }
        if (isPresent("org.springframework.http.client.ClientHttpRequestInterceptor")) {
            add(registry, name, "RequestInterceptor", Types.interceptor(name, bases));
        }
        if (isPresent("org.springframework.web.reactive.function.client.ExchangeFilterFunction")) {
            add(registry, name, "ExchangeFilter", Types.filter(name, bases));
        }
    }

    /** Returns the name of the bean of a client. */
    static String authenticator(String name) {
        return name + AUTHENTICATOR;
    }

    private static URI[] bases(Client client) {
        List<URI> bases = new ArrayList<>(client.apiBase());
        if (client.fhirBase() != null) {
            bases.add(client.fhirBase());
        }
        return bases.toArray(URI[]::new);
    }

    private static boolean isPresent(String className) {
        return ClassUtils.isPresent(className, ClientBeanRegistrar.class.getClassLoader());
    }

    private static void add(BeanDefinitionRegistry registry, String name, String suffix, RootBeanDefinition bean) {
        if (!registry.containsBeanDefinition(name + suffix)) {
            bean.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
            registry.registerBeanDefinition(name + suffix, bean);
        }
    }

    /** Classes that need a library of the application, loaded only if it has that. */
    private static final class Types {
        private Types() {}

        static RootBeanDefinition interceptor(String name, URI[] bases) {
            return sending(BearerRequestInterceptor.class, name, bases);
        }

        static RootBeanDefinition filter(String name, URI[] bases) {
            return sending(BearerExchangeFilter.class, name, bases);
        }

        private static RootBeanDefinition sending(Class<?> type, String name, URI[] bases) {
            RootBeanDefinition bean = new RootBeanDefinition(type);
            bean.setFactoryMethodName("of");
            bean.getConstructorArgumentValues()
                    .addIndexedArgumentValue(0, new RuntimeBeanReference(authenticator(name)));
            bean.getConstructorArgumentValues().addIndexedArgumentValue(1, bases);
            return bean;
        }
    }
}
