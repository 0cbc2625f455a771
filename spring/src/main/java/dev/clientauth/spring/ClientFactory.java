// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import dev.clientauth.BearerRetry;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.discovery.ClientRegistry;
import dev.clientauth.discovery.Discovery;
import dev.clientauth.key.SigningKey;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.RuleViolationException;
import dev.clientauth.provider.Providers;
import dev.clientauth.spring.ClientAuthProperties.Client;
import dev.clientauth.token.TokenEvent;
import dev.clientauth.token.TokenStore;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Creates the authenticators of the configured clients. */
final class ClientFactory {
    /** The names in the library's messages, and the properties to set instead. */
    private static final Map<String, String> PROPERTIES = properties();

    private final ClientAuthProperties properties;
    private final KeyProperty keys;
    private final ObjectProvider<ClientAuthenticatorCustomizer> customizers;
    private final List<ClientEventListener> listeners;
    private final ObjectProvider<TokenStore> stores;
    private final ObjectProvider<Discovery> discoveries;

    ClientFactory(
            ClientAuthProperties properties,
            KeyProperty keys,
            ObjectProvider<ClientAuthenticatorCustomizer> customizers,
            List<ClientEventListener> listeners,
            ObjectProvider<TokenStore> stores,
            ObjectProvider<Discovery> discoveries) {
        this.properties = properties;
        this.keys = keys;
        this.customizers = customizers;
        this.listeners = listeners;
        this.stores = stores;
        this.discoveries = discoveries;
    }

    private static Map<String, String> properties() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("teamId(…)", "team-id");
        all.put("subject(…)", "subject");
        all.put("scopes(…)", "scopes");
        all.put("SigningKey.load(file).withCertificate(…)", "key");
        all.put("SigningKey.load(file).withKeyId(keyId)", "key-id");
        all.put("signingKey(SigningKey.load(…))", "key");
        all.put("clientId(…)", "client-id");
        all.put("tokenEndpoint(…)", "token-endpoint");
        all.put("clientSecret(…)", "client-secret");
        all.put("tokenEndpoint", "token-endpoint");
        all.put("clientId", "client-id");
        all.put("teamId", "team-id");
        all.put("clientSecret", "client-secret");
        all.put("SigningKey[", "key");
        all.put("keyId", "key-id");
        return all;
    }

    /**
     * Returns the authenticator of a client.
     *
     * @param name its name in {@code clientauth.clients}
     * @throws ClientAuthConfigurationException if its properties are incomplete or contradict the rules of the provider
     */
    ClientAuthenticator create(String name) {
        Client client = client(name);
        String clientId = client.clientId();
        if (clientId == null || clientId.isBlank()) {
            throw failed(name, "client-id", "It is missing.", "Set it to the client id that the provider shows.", null);
        }
        SigningKey key = key(name, client);
        URI fhirBase = client.tokenEndpoint() == null ? client.fhirBase() : null;
        if (fhirBase == null) {
            return checked(name, client, clientId, client.tokenEndpoint(), key);
        }
        String provider = discovered(name, client);
        // Checks everything but the token endpoint, which is not known yet, before the first request.
        checked(name, client, clientId, URI.create(fhirBase + "/token"), key);
        Discovery discovery = discoveries.getIfUnique(() -> discovery(fhirBase));
        ClientRegistry registry = ClientRegistry.of(base -> complete(
                name,
                client,
                provider.equals("epic") ? discovery.epic(base, clientId) : discovery.smart(base, clientId),
                key));
        return new DiscoveredClient(registry, fhirBase, provider);
    }

    private ClientAuthenticator checked(
            String name, Client client, String clientId, @Nullable URI tokenEndpoint, @Nullable SigningKey key) {
        try {
            Profile profile = profile(name, client, tokenEndpoint);
            ClientAuthenticator.Builder builder =
                    ClientAuthenticator.builder(profile).clientId(clientId);
            if (tokenEndpoint != null) {
                builder.tokenEndpoint(tokenEndpoint);
            }
            return complete(name, client, builder, key).build();
        } catch (RuleViolationException e) {
            throw failed(name, "", String.valueOf(e.getMessage()), "Correct the properties of this client.", e);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw explained(name, e, client.tokenEndpoint() == null && client.fhirBase() != null);
        }
    }

    /** Returns the URLs to which the token of a client may be sent. */
    static URI[] bases(Client client) {
        return Stream.concat(client.apiBase().stream(), Stream.ofNullable(client.fhirBase()))
                .toArray(URI[]::new);
    }

    /**
     * Returns the rules for requests with the tokens of a client to its APIs.
     *
     * @throws ClientAuthConfigurationException if one of its base URLs must not receive a token
     */
    BearerRetry bearer(String name, ClientAuthenticator authenticator) {
        Client client = client(name);
        try {
            return BearerRetry.of(authenticator, bases(client));
        } catch (IllegalArgumentException e) {
            throw failed(
                    name,
                    client.apiBase().isEmpty() ? "fhir-base" : "api-base",
                    String.valueOf(e.getMessage()),
                    "Set it to the https URL below which the API has all its resources.",
                    e);
        }
    }

    private Client client(String name) {
        Client client = properties.clients().get(name);
        if (client == null) {
            throw new IllegalStateException("There is no client " + name + " in clientauth.clients.");
        }
        return client;
    }

    private static Discovery discovery(URI fhirBase) {
        Discovery.Builder builder = Discovery.builder();
        // A server on this machine, such as a mock, was configured deliberately.
        if (List.of("localhost", "127.0.0.1", "[::1]").contains(fhirBase.getHost())) {
            builder.allowLoopback();
        }
        return builder.build();
    }

    private static String discovered(String name, Client client) {
        String provider = client.provider() == null ? "" : client.provider();
        if (provider.equals("epic") || provider.equals("smart") || provider.equals("smart-backend-services")) {
            return provider;
        }
        throw failed(
                name,
                "fhir-base",
                "The token endpoint is looked up only for epic and smart-backend-services.",
                "Set " + ClientAuthProperties.PREFIX + name + ".token-endpoint as well.",
                null);
    }

    private static Profile profile(String name, Client client, @Nullable URI endpoint) {
        String provider = client.provider();
        if (provider == null || provider.isBlank()) {
            throw failed(name, "provider", "It is missing.", "Set it to one of " + all() + ".", null);
        }
        if (needsTokenEndpoint(name, provider) && endpoint == null) {
            throw failed(
                    name,
                    "token-endpoint",
                    "It is missing; each server of " + provider + " has its own.",
                    "Set it to the URL of the token endpoint"
                            + (provider.startsWith("smart") ? ", or set fhir-base to the FHIR base URL." : "."),
                    null);
        }
        return Providers.profile(provider, endpoint, client.issuer());
    }

    private static boolean needsTokenEndpoint(String name, String provider) {
        try {
            return Providers.needsTokenEndpoint(provider);
        } catch (IllegalArgumentException e) {
            throw failed(
                    name, "provider", "There is no provider \"" + provider + "\".", "Use one of " + all() + ".", e);
        }
    }

    private static String all() {
        return String.join(", ", Providers.ids());
    }

    private @Nullable SigningKey key(String name, Client client) {
        if (client.key() == null || client.key().isBlank()) {
            return null;
        }
        SigningKey key = keys.read(ClientAuthProperties.PREFIX + name + ".key", client.key(), client.keyPassword());
        try {
            return client.keyId() == null ? key : key.withKeyId(client.keyId());
        } catch (IllegalArgumentException e) {
            throw failed(name, "key-id", String.valueOf(e.getMessage()), "Set it to the key id of the provider.", e);
        }
    }

    private ClientAuthenticator.Builder complete(
            String name, Client client, ClientAuthenticator.Builder builder, @Nullable SigningKey key) {
        if (key != null) {
            builder.signingKey(key);
        }
        if (client.teamId() != null) {
            builder.teamId(client.teamId());
        }
        if (client.subject() != null) {
            builder.subject(client.subject());
        }
        if (client.clientSecret() != null) {
            builder.clientSecret(client.clientSecret());
        }
        if (client.lifetime() != null) {
            builder.lifetime(client.lifetime());
        }
        builder.scopes(client.scopes().toArray(String[]::new));
        stores.ifUnique(builder::tokenStore);
        builder.listener(event -> notifyListeners(name, event));
        customizers.orderedStream().forEach(customizer -> customizer.customize(name, builder));
        return builder;
    }

    /** Notifies every listener, even if one throws; the client logs what is thrown here. */
    private void notifyListeners(String name, TokenEvent event) {
        RuntimeException first = null;
        for (ClientEventListener listener : listeners) {
            try {
                listener.on(name, event);
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Returns an exception that names the property instead of the builder method in the library's message. */
    private static ClientAuthConfigurationException explained(
            String name, RuntimeException failure, boolean discovered) {
        String message = String.valueOf(failure.getMessage());
        List<String> named = PROPERTIES.entrySet().stream()
                .filter(entry -> message.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .map(property -> discovered && property.equals("token-endpoint") ? "fhir-base" : property)
                .distinct()
                .toList();
        String problem = message;
        for (Map.Entry<String, String> entry : PROPERTIES.entrySet()) {
            problem = problem.replace(entry.getKey(), entry.getKey().endsWith("[") ? entry.getKey() : entry.getValue());
        }
        String action = named.isEmpty()
                ? "Correct the properties of this client."
                : named.stream()
                        .map(property -> ClientAuthProperties.PREFIX + name + "." + property)
                        .collect(Collectors.joining(" and ", "Set or correct ", "."));
        return failed(name, named.size() == 1 ? named.get(0) : "", problem, action, failure);
    }

    private static ClientAuthConfigurationException failed(
            String name, String property, String problem, String action, @Nullable Throwable cause) {
        return new ClientAuthConfigurationException(
                ClientAuthProperties.PREFIX + name + (property.isEmpty() ? "" : "." + property),
                problem,
                action,
                cause);
    }
}
