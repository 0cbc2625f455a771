// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import dev.clientauth.provider.Providers;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** The providers of a {@link MockProviderServer}. */
final class RoutedProviders {
    private final List<ProviderRoutes> all = new CopyOnWriteArrayList<>();
    private final Function<String, ProviderRoutes> routes;
    /** The ids of those that are routed as soon as they are asked for. */
    private final Set<String> available;

    /**
     * The providers of a server.
     *
     * @param all those that are routed from the beginning
     * @param available the ids of those that are routed as soon as they are asked for
     * @param routes creates the routes of one of these
     */
    RoutedProviders(List<ProviderRoutes> all, Set<String> available, Function<String, ProviderRoutes> routes) {
        this.all.addAll(all);
        this.available = ConcurrentHashMap.newKeySet();
        this.available.addAll(available);
        this.routes = routes;
    }

    List<ProviderRoutes> all() {
        return all;
    }

    /** Closes one provider and its paths; the others continue. */
    void close(ProviderRoutes routes) {
        if (all.remove(routes)) {
            routes.close();
        }
    }

    Optional<ProviderRoutes> find(String id) {
        return all.stream()
                .filter(routed -> routed.id().equals(id))
                .findFirst()
                .or(() -> available.remove(id) ? Optional.of(added(id)) : Optional.empty());
    }

    private ProviderRoutes added(String id) {
        ProviderRoutes routed = routes.apply(id);
        all.add(routed);
        return routed;
    }

    /** Returns the provider with this id or short name. */
    ProviderRoutes require(String name) {
        return find(name)
                .or(() -> Providers.ids().stream()
                        .filter(id -> isShortFor(name, id))
                        .findFirst()
                        .flatMap(this::find))
                .orElseThrow(() -> new IllegalArgumentException("Unknown provider \"" + name
                        + "\"; the providers of this mock are "
                        + String.join(", ", all.stream().map(ProviderRoutes::id).toList()) + "."));
    }

    private static boolean isShortFor(String name, String id) {
        try {
            return Providers.profile(name, ServerSettings.SMART, null).id().equals(id);
        } catch (IllegalArgumentException unknown) {
            return false;
        }
    }

    /** Returns the token endpoint of a provider, on a server with this address. */
    URI tokenEndpoint(ProviderRoutes routes, URI base) {
        return URI.create(base
                + routes.prefix()
                + MockProvider.tokenPath(routes.provider().profile()));
    }

    Map<String, String> environment(ProviderRoutes routes, URI base) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("CLIENTAUTH_PROVIDER", routes.id());
        variables.put("CLIENTAUTH_TOKEN_ENDPOINT", tokenEndpoint(routes, base).toString());
        variables.put("CLIENTAUTH_BASE", base + routes.prefix());
        routes.apiBases().forEach((variable, path) -> variables.put(variable, base + path));
        return variables;
    }
}
