package dev.clientauth.mock.server;

import dev.clientauth.mock.core.LoopbackServer;
import dev.clientauth.mock.http.BasePath;
import dev.clientauth.mock.http.HttpHandler;
import dev.clientauth.mock.http.HttpRequest;
import dev.clientauth.mock.http.HttpResult;
import dev.clientauth.mock.token.RequestClaims;
import dev.clientauth.profile.Attempt;
import dev.clientauth.provider.Providers;

import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Leads requests to the provider that they are for: by the base path where they name this server as their host, by the host
 * where they name a provider's own.
 */
final class Router implements HttpHandler {
    private final Set<String> own;
    private final RoutedProviders providers;
    private final HttpHandler administration;

    /**
     * A router.
     *
     * @param own the names of this server besides those of loopback
     * @param administration what answers at the root
     */
    Router(Set<String> own, RoutedProviders providers, HttpHandler administration) {
        this.own = own;
        this.providers = providers;
        this.administration = administration;
    }

    @Override
    public HttpResult answer(HttpRequest request) {
        URI endpoint = LoopbackServer.endpoint(request, own).orElse(null);
        if (endpoint == null) {
            return HttpResult.empty(400);
        }
        return LoopbackServer.isHere(endpoint, own) ? here(request, endpoint) : there(request, endpoint);
    }

    private HttpResult here(HttpRequest request, URI endpoint) {
        String path = endpoint.getPath();
        Optional<ProviderRoutes> branch = providers.all().stream()
                .filter(candidate -> BasePath.isBefore(candidate.prefix(), path))
                .findFirst();
        if (branch.isPresent()) {
            return branch.get()
                    .answer(LoopbackServer.attempt(request, endpoint))
                    .toHttp();
        }
        return path.equals("/") || BasePath.isBefore("/api", path) || BasePath.isBefore("/page", path)
                ? administration.answer(request)
                : text(
                        404,
                        "There is no provider at this path. The providers of this mock are below "
                                + providers.all().stream()
                                        .map(ProviderRoutes::prefix)
                                        .collect(Collectors.joining(", "))
                                + ".\n");
    }

    private HttpResult there(HttpRequest request, URI endpoint) {
        String host = endpoint.getHost();
        Optional<ProviderRoutes> atHost =
                providers.all().stream().filter(branch -> branch.isAt(host)).findFirst();
        if (atHost.isEmpty()) {
            return text(
                    421,
                    "This mock has no provider for the host that the request names. To reach it by another name,"
                            + " start it with that name as its host.\n");
        }
        Attempt attempt = LoopbackServer.attempt(request, endpoint);
        return meant(attempt, host).orElse(atHost.get()).answer(attempt).toHttp();
    }

    /** Several share a host, and the host may be the very mistake: then the client tells, or what it sent. */
    private Optional<ProviderRoutes> meant(Attempt attempt, String host) {
        String client = RequestClaims.claimedClient(attempt);
        return providers.all().stream()
                .filter(branch -> branch.provider().client(client).isPresent())
                .min(Comparator.comparing(branch -> !branch.isAt(host)))
                .or(() -> attempt.assertion()
                        .flatMap(assertion -> Providers.likeliest(attempt))
                        .flatMap(likeness -> providers.all().stream()
                                .filter(branch ->
                                        branch.id().equals(likeness.profile().id()))
                                .findFirst()));
    }

    private static HttpResult text(int status, String text) {
        return new HttpResult.Message(
                status,
                Map.of(
                        "Content-Type", "text/plain;charset=UTF-8",
                        "Cache-Control", "no-store",
                        "X-Content-Type-Options", "nosniff"),
                text,
                Duration.ZERO);
    }
}
