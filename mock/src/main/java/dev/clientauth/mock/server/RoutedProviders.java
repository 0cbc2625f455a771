package dev.clientauth.mock.server;

import dev.clientauth.provider.Providers;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The providers of a {@link MockProviderServer}. */
final class RoutedProviders {
    private final List<ProviderRoutes> all = new CopyOnWriteArrayList<>();

    RoutedProviders(List<ProviderRoutes> all) {
        this.all.addAll(all);
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
        return all.stream().filter(routes -> routes.id().equals(id)).findFirst();
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
        return variables;
    }
}
