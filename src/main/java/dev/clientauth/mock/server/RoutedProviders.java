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

    /** Closes one provider: from now on it is not found, and the others go on. */
    void close(ProviderRoutes routes) {
        if (all.remove(routes)) {
            routes.close();
        }
    }

    Optional<ProviderRoutes> find(String id) {
        return all.stream().filter(branch -> branch.id().equals(id)).findFirst();
    }

    /** The one with this id or short name. */
    ProviderRoutes require(String name) {
        return find(name)
                .or(() -> Providers.ids().stream()
                        .filter(id -> isShortFor(name, id))
                        .findFirst()
                        .flatMap(this::find))
                .orElseThrow(() -> new IllegalArgumentException("There is no provider \"" + name
                        + "\" in this mock; there are "
                        + String.join(", ", all.stream().map(ProviderRoutes::id).toList()) + "."));
    }

    private static boolean isShortFor(String name, String id) {
        try {
            return Providers.profile(name, MockProviderServerBuilder.SMART, null)
                    .id()
                    .equals(id);
        } catch (IllegalArgumentException unknown) {
            return false;
        }
    }

    /** Where a provider gives tokens, on a server with this address. */
    URI tokenEndpoint(ProviderRoutes branch, URI base) {
        return URI.create(base
                + branch.prefix()
                + MockProvider.tokenPath(branch.provider().profile()));
    }

    Map<String, String> environment(ProviderRoutes branch, URI base) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("CLIENTAUTH_PROVIDER", branch.id());
        variables.put("CLIENTAUTH_TOKEN_ENDPOINT", tokenEndpoint(branch, base).toString());
        variables.put("CLIENTAUTH_BASE", base + branch.prefix());
        return variables;
    }
}
