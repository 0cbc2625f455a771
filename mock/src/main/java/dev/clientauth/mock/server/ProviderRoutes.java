// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import dev.clientauth.mock.api.ApiRoute;
import dev.clientauth.mock.core.ApiCallLog;
import dev.clientauth.mock.core.HostedProvider;
import dev.clientauth.mock.core.ServerContext;
import dev.clientauth.mock.core.TokenRequestHandler;
import dev.clientauth.mock.http.BasePath;
import dev.clientauth.mock.http.FaultPath;
import dev.clientauth.mock.http.ProviderResponse;
import dev.clientauth.mock.http.RequestHandler;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.TokenRequest;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Routes the requests to one provider of a {@link MockProviderServer} by path. */
final class ProviderRoutes implements RequestHandler {
    private final HostedProvider provider;
    private final String prefix;
    private final URI real;
    private final Map<String, RequestHandler> pages;
    private final List<ApiRoute> apiRoutes;
    private final TokenRequestHandler handler;
    private final ApiCallLog calls;
    private final ServerContext context;

    /**
     * Creates the routes of a provider.
     *
     * @param real the token endpoint of the real provider, or an example of one
     * @param pages handlers by path
     * @param apiRoutes the APIs for which it issues tokens
     */
    ProviderRoutes(
            HostedProvider provider,
            URI real,
            Map<String, RequestHandler> pages,
            List<ApiRoute> apiRoutes,
            ServerContext context) {
        this.context = context;
        this.provider = provider;
        this.prefix = "/" + provider.profile().id();
        this.real = real;
        this.pages = pages;
        this.apiRoutes = apiRoutes;
        this.handler = new TokenRequestHandler(id(), context);
        this.calls = new ApiCallLog(id(), provider, context);
    }

    /** Closes the provider, and removes its clients and faults. */
    void close() {
        provider.close();
        provider.clients().forEach(client -> provider.remove(client.clientId()));
        context.faults().clear(Optional.of(id()));
        context.changes().notifyListeners();
    }

    String id() {
        return provider.profile().id();
    }

    /** Returns the base path of the provider on the server. */
    String prefix() {
        return prefix;
    }

    HostedProvider provider() {
        return provider;
    }

    /** Returns the path of its discovery document. */
    Optional<String> discovery() {
        return provider.discoveryPath()
                .or(() -> Optional.of(EpicPages.DISCOVERY).filter(pages::containsKey));
    }

    /** Returns the path of its JWK Set. */
    Optional<String> jwks() {
        return provider.jwksPath().or(() -> Optional.of(EpicPages.KEYS).filter(pages::containsKey));
    }

    /** Returns the variables with the base addresses of its APIs, and their paths on the server. */
    Map<String, String> apiBases() {
        Map<String, String> bases = new LinkedHashMap<>();
        apiRoutes.forEach(apiRoute -> bases.put(apiRoute.variable(), prefix + apiRoute.base()));
        return bases;
    }

    /** Returns the host of the real provider's token endpoint. */
    String host() {
        return real.getHost();
    }

    boolean isAt(String host) {
        return host.equalsIgnoreCase(real.getHost())
                || apiRoutes.stream().anyMatch(apiRoute -> host.equalsIgnoreCase(apiRoute.host()));
    }

    @Override
    public ProviderResponse handle(TokenRequest request) {
        return handle(request, "");
    }

    @Override
    public ProviderResponse handle(TokenRequest request, String body) {
        String path = BasePath.without(prefix, request);
        boolean under = BasePath.isBefore(
                prefix, FaultPath.without(request.endpoint().map(URI::getPath).orElse("")));
        Optional<ApiRoute> apiRoute = apiRoutes.stream()
                .filter(candidate -> BasePath.isBefore(candidate.path(), path))
                .max(Comparator.comparing(candidate -> candidate.path().length()));
        if (apiRoute.isPresent()) {
            RequestHandler api = under ? apiRoute.get().api() : apiRoute.get().atHost();
            return calls.handled(request, body, api);
        }
        if (pages.containsKey(path)) {
            return pages.get(path).handle(request);
        }
        return provider.routesAllPaths() || !under || isTokenPath(path) ? provider.handle(request) : missing(request);
    }

    /** Responds with 404, and records what exists. */
    private synchronized ProviderResponse missing(TokenRequest request) {
        List<String> others = new ArrayList<>();
        apiRoutes.forEach(apiRoute -> others.add(prefix + apiRoute.path() + "/… is its API"));
        discovery().ifPresent(path -> others.add(prefix + path + " its discovery document"));
        jwks().ifPresent(path -> others.add(prefix + path + " its JWK Set"));
        String tokenPath = prefix + MockProvider.tokenPath(provider.profile());
        String reason = "The mock of " + provider.profile().name() + " has nothing at this path. Its token endpoint is "
                + tokenPath + (others.isEmpty() ? "." : "; " + String.join(", ", others) + ".");
        Profile unknownPath = UnknownPathProfile.of(provider.profile(), tokenPath);
        return handler.recorded(
                request, handler.open(unknownPath, request).diagnosis(), ProviderResponse.empty(404), reason);
    }

    /** Returns whether the provider accepts token requests at this path. */
    private boolean isTokenPath(String path) {
        return provider
                .profile()
                .diagnose(TokenRequest.builder().endpoint(atProvider(path)).build(), EvaluationContext.unknown())
                .findings()
                .stream()
                .filter(finding -> finding.rule().name().equals("endpoint"))
                .noneMatch(Finding::isBroken);
    }

    private URI atProvider(String path) {
        try {
            // The path is decoded, and may contain characters that a URL may not.
            return URI.create(new URI("https", real.getRawAuthority(), path, null, null).toASCIIString());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The path of a URL is not valid in a URL.", e);
        }
    }
}
