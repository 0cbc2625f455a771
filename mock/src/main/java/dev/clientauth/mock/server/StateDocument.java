// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import dev.clientauth.mock.core.ServerContext;
import dev.clientauth.mock.token.TokenStorage;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes the state of a mock as JSON: providers, clients, faults and the clock. */
final class StateDocument {
    /** Distinguishes this mock from an earlier one on the same port. */
    private final String name = TokenStorage.opaque();

    private final ServerContext context;
    private final RoutedProviders providers;
    private final URI base;
    private final Optional<String> certificate;

    StateDocument(ServerContext context, RoutedProviders providers, URI base, Optional<String> certificate) {
        this.context = context;
        this.providers = providers;
        this.base = base;
        this.certificate = certificate;
    }

    Map<String, Object> write() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("version", 1);
        state.put("base", base.toString());
        state.put("now", context.clock().instant().toString());
        state.put("mock", name);
        state.put("firstSeq", context.log().firstRequest());
        state.put("firstCallSeq", context.log().firstCall());
        state.put("lastSeq", context.log().last());
        state.putAll(lasting());
        return state;
    }

    /** Returns the members that do not change with time alone. */
    Map<String, Object> lasting() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("clockOffsetSeconds", context.clock().offset().toSeconds());
        state.put("providers", providers.all().stream().map(this::provider).toList());
        List<Map<String, Object>> clients = new ArrayList<>();
        for (ProviderRoutes routes : providers.all()) {
            routes.provider().clients().forEach(client -> clients.add(ClientDocument.write(routes.id(), client)));
        }
        state.put("clients", clients);
        state.put(
                "faults",
                context.faults().pending().stream().map(FaultDocument::write).toList());
        certificate.ifPresent(pem -> state.put("certificate", pem));
        return state;
    }

    private Map<String, Object> provider(ProviderRoutes routes) {
        String root = base + routes.prefix();
        boolean apple = routes.provider().signsPeopleIn();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", routes.id());
        members.put("name", routes.provider().profile().name());
        members.put("base", root);
        members.put("tokenEndpoint", providers.tokenEndpoint(routes, base).toString());
        routes.apiBases().values().forEach(path -> members.put("apiBase", base + path));
        routes.discovery().ifPresent(path -> members.put("discovery", root + path));
        routes.jwks().ifPresent(path -> members.put("jwks", root + path));
        members.put("host", routes.host());
        members.put(
                "environment",
                providers.environment(routes, base).entrySet().stream()
                        .map(variable -> Map.of("name", variable.getKey(), "value", variable.getValue()))
                        .toList());
        members.put("teamId", apple);
        members.put("codes", apple);
        return members;
    }
}
