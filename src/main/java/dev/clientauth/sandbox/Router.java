package dev.clientauth.sandbox;

import dev.clientauth.profile.Attempt;
import dev.clientauth.provider.Providers;
import dev.clientauth.sandbox.http.Handler;
import dev.clientauth.sandbox.http.HttpAnswer;
import dev.clientauth.sandbox.http.HttpRequest;

import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Leads requests to the provider that they are for: by the base path where they name this server as their host, by the host
 * where they name a provider's own.
 */
final class Router implements Handler {
    private final Set<String> own;
    private final List<Branch> branches;
    private final Handler administration;

    /**
     * A router.
     *
     * @param own the names of this server besides those of loopback
     * @param administration what answers at the root
     */
    Router(Set<String> own, List<Branch> branches, Handler administration) {
        this.own = own;
        this.branches = branches;
        this.administration = administration;
    }

    @Override
    public HttpAnswer answer(HttpRequest request) {
        URI endpoint = LoopbackServer.endpoint(request, own).orElse(null);
        if (endpoint == null) {
            return HttpAnswer.empty(400);
        }
        return LoopbackServer.isHere(endpoint, own) ? here(request, endpoint) : there(request, endpoint);
    }

    private HttpAnswer here(HttpRequest request, URI endpoint) {
        String path = endpoint.getPath();
        Optional<Branch> branch = branches.stream()
                .filter(candidate -> Prefix.isBefore(candidate.prefix(), path))
                .findFirst();
        if (branch.isPresent()) {
            return branch.get()
                    .answer(LoopbackServer.attempt(request, endpoint))
                    .toHttp();
        }
        return path.equals("/") || Prefix.isBefore("/api", path) || Prefix.isBefore("/page", path)
                ? administration.answer(request)
                : text(
                        404,
                        "There is no provider at this path. The providers of this sandbox are below "
                                + branches.stream().map(Branch::prefix).collect(Collectors.joining(", "))
                                + ".\n");
    }

    private HttpAnswer there(HttpRequest request, URI endpoint) {
        String host = endpoint.getHost();
        Optional<Branch> atHost =
                branches.stream().filter(branch -> branch.isAt(host)).findFirst();
        if (atHost.isEmpty()) {
            return text(
                    421,
                    "This sandbox plays no provider at the host that the request names. To reach it by another name,"
                            + " start it with that name as its host.\n");
        }
        Attempt attempt = LoopbackServer.attempt(request, endpoint);
        return meant(attempt, host).orElse(atHost.get()).answer(attempt).toHttp();
    }

    /** Several share a host, and the host may be the very mistake: then the client tells, or what it sent. */
    private Optional<Branch> meant(Attempt attempt, String host) {
        String client = Judge.claimedClient(attempt);
        return branches.stream()
                .filter(branch -> branch.provider().client(client).isPresent())
                .min(Comparator.comparing(branch -> !branch.isAt(host)))
                .or(() -> attempt.assertion()
                        .flatMap(assertion -> Providers.likeliest(attempt))
                        .flatMap(likeness -> branches.stream()
                                .filter(branch ->
                                        branch.id().equals(likeness.profile().id()))
                                .findFirst()));
    }

    private static HttpAnswer text(int status, String text) {
        return new HttpAnswer.Message(
                status,
                Map.of(
                        "Content-Type", "text/plain;charset=UTF-8",
                        "Cache-Control", "no-store",
                        "X-Content-Type-Options", "nosniff"),
                text,
                Duration.ZERO);
    }
}
