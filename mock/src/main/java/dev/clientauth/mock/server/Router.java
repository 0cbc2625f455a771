// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import dev.clientauth.diagnosis.provider.ProviderDetection;
import dev.clientauth.mock.core.LoopbackServer;
import dev.clientauth.mock.http.BasePath;
import dev.clientauth.mock.http.FaultPath;
import dev.clientauth.mock.http.HttpHandler;
import dev.clientauth.mock.http.HttpRequest;
import dev.clientauth.mock.http.HttpResult;
import dev.clientauth.mock.token.RequestClaims;
import dev.clientauth.profile.TokenRequest;

import java.net.URI;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Routes requests to their provider: by the base path if they address this server, by the host if they address a provider's
 * own.
 */
final class Router implements HttpHandler {
    private final Set<String> own;
    private final RoutedProviders providers;
    private final HttpHandler adminApi;

    /**
     * Creates a router.
     *
     * @param own the names of this server besides those of loopback
     * @param adminApi handles requests at the root
     */
    Router(Set<String> own, RoutedProviders providers, HttpHandler adminApi) {
        this.own = own;
        this.providers = providers;
        this.adminApi = adminApi;
    }

    @Override
    public HttpResult handle(HttpRequest request) {
        URI endpoint = LoopbackServer.endpoint(request, own).orElse(null);
        if (endpoint == null) {
            return HttpResult.empty(400);
        }
        return LoopbackServer.unknownFault(endpoint, own)
                .orElseGet(() ->
                        LoopbackServer.isHere(endpoint, own) ? here(request, endpoint) : atProvider(request, endpoint));
    }

    private HttpResult here(HttpRequest request, URI endpoint) {
        String path = FaultPath.without(endpoint.getPath());
        Optional<ProviderRoutes> routes = providers.all().stream()
                .filter(candidate -> BasePath.isBefore(candidate.prefix(), path))
                .findFirst()
                .or(() -> providers.find(path.split("/", 3).length > 1 ? path.split("/", 3)[1] : ""));
        if (routes.isPresent()) {
            return routes.get()
                    .handle(LoopbackServer.tokenRequest(request, endpoint), request.body())
                    .toHttp();
        }
        return path.equals("/") || BasePath.isBefore("/api", path) || BasePath.isBefore("/page", path)
                ? adminApi.handle(request)
                : HttpResult.text(
                        404,
                        "Not found. The providers of this mock are at "
                                + providers.all().stream()
                                        .map(ProviderRoutes::prefix)
                                        .collect(Collectors.joining(", "))
                                + ".\n");
    }

    private HttpResult atProvider(HttpRequest request, URI endpoint) {
        String host = endpoint.getHost();
        Optional<ProviderRoutes> atHost =
                providers.all().stream().filter(routes -> routes.isAt(host)).findFirst();
        if (atHost.isEmpty()) {
            return HttpResult.text(
                    421,
                    "This mock has no provider with the host of this request. To use another name for the mock itself,"
                            + " start it with that name as its host.\n");
        }
        TokenRequest tokenRequest = LoopbackServer.tokenRequest(request, endpoint);
        return addressed(tokenRequest, host)
                .orElse(atHost.get())
                .handle(tokenRequest, request.body())
                .toHttp();
    }

    /**
     * Returns the provider of a host. If several providers share it, or the host is wrong, the client id or the request
     * decides.
     */
    private Optional<ProviderRoutes> addressed(TokenRequest tokenRequest, String host) {
        String client = RequestClaims.claimedClient(tokenRequest);
        return providers.all().stream()
                .filter(routes -> routes.provider().client(client).isPresent())
                .min(Comparator.comparing(routes -> !routes.isAt(host)))
                .or(() -> tokenRequest
                        .assertion()
                        .flatMap(assertion -> ProviderDetection.detect(tokenRequest))
                        .flatMap(match -> providers.all().stream()
                                .filter(routes ->
                                        routes.id().equals(match.profile().id()))
                                .findFirst()));
    }
}
