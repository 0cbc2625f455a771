package dev.clientauth.mock.server;

import dev.clientauth.mock.core.ServerContext;
import dev.clientauth.mock.token.TokenStorage;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the page shows besides attempts: providers, clients, faults and the clock. */
final class StateDocument {
    /** Tells this mock from one that stood at the same port before. */
    private final String name = TokenStorage.opaque();

    private final ServerContext bench;
    private final RoutedProviders branches;
    private final URI base;
    private final Optional<String> certificate;

    StateDocument(ServerContext bench, RoutedProviders branches, URI base, Optional<String> certificate) {
        this.bench = bench;
        this.branches = branches;
        this.base = base;
        this.certificate = certificate;
    }

    Map<String, Object> write() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("version", 1);
        state.put("base", base.toString());
        state.put("now", bench.clock().instant().toString());
        state.put("mock", name);
        state.put("firstSeq", bench.inbox().firstAttempt());
        state.put("firstCallSeq", bench.inbox().firstCall());
        state.put("lastSeq", bench.inbox().last());
        state.putAll(lasting());
        return state;
    }

    /** The part that changes only when something happens. */
    Map<String, Object> lasting() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("clockOffsetSeconds", bench.clock().offset().toSeconds());
        state.put("providers", branches.all().stream().map(this::provider).toList());
        List<Map<String, Object>> clients = new ArrayList<>();
        for (ProviderRoutes branch : branches.all()) {
            branch.provider().clients().forEach(client -> clients.add(ClientDocument.write(branch.id(), client)));
        }
        state.put("clients", clients);
        state.put(
                "faults",
                bench.faults().pending().stream().map(FaultDocument::write).toList());
        certificate.ifPresent(pem -> state.put("certificate", pem));
        return state;
    }

    private Map<String, Object> provider(ProviderRoutes branch) {
        String root = base + branch.prefix();
        boolean apple = branch.provider().signsPeopleIn();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", branch.id());
        members.put("name", branch.provider().profile().name());
        members.put("base", root);
        members.put("tokenEndpoint", branches.tokenEndpoint(branch, base).toString());
        branch.discovery().ifPresent(path -> members.put("discovery", root + path));
        branch.jwks().ifPresent(path -> members.put("jwks", root + path));
        members.put("host", branch.host());
        members.put(
                "environment",
                branches.environment(branch, base).entrySet().stream()
                        .map(variable -> Map.of("name", variable.getKey(), "value", variable.getValue()))
                        .toList());
        members.put("teamId", apple);
        members.put("codes", apple);
        return members;
    }
}
