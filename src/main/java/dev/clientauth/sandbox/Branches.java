package dev.clientauth.sandbox;

import dev.clientauth.provider.Providers;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The providers of a {@link SandboxServer}. */
final class Branches {
    private final List<Branch> all;

    Branches(List<Branch> all) {
        this.all = List.copyOf(all);
    }

    List<Branch> all() {
        return all;
    }

    Optional<Branch> find(String id) {
        return all.stream().filter(branch -> branch.id().equals(id)).findFirst();
    }

    /** The one with this id or short name. */
    Branch require(String name) {
        return find(name)
                .or(() -> Providers.ids().stream()
                        .filter(id -> isShortFor(name, id))
                        .findFirst()
                        .flatMap(this::find))
                .orElseThrow(() -> new IllegalArgumentException("There is no provider \"" + name
                        + "\" in this sandbox; there are "
                        + String.join(", ", all.stream().map(Branch::id).toList()) + "."));
    }

    private static boolean isShortFor(String name, String id) {
        try {
            return Providers.profile(name, SandboxServerBuilder.SMART, null)
                    .id()
                    .equals(id);
        } catch (IllegalArgumentException unknown) {
            return false;
        }
    }

    /** Where a provider gives tokens, on a server with this address. */
    URI tokenEndpoint(Branch branch, URI base) {
        return URI.create(
                base + branch.prefix() + Sandbox.tokenPath(branch.provider().profile()));
    }

    Map<String, String> environment(Branch branch, URI base) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("CLIENTAUTH_PROVIDER", branch.id());
        variables.put("CLIENTAUTH_TOKEN_ENDPOINT", tokenEndpoint(branch, base).toString());
        variables.put("CLIENTAUTH_BASE", base + branch.prefix());
        return variables;
    }
}
