package dev.clientauth.mock.server;

import dev.clientauth.mock.api.ApiRoute;
import dev.clientauth.mock.core.ApiCallLog;
import dev.clientauth.mock.core.HostedProvider;
import dev.clientauth.mock.core.ServerContext;
import dev.clientauth.mock.core.TokenRequestHandler;
import dev.clientauth.mock.http.BasePath;
import dev.clientauth.mock.http.ProviderResponse;
import dev.clientauth.mock.http.RequestHandler;
import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Situation;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One provider of a {@link MockProviderServer}, with all its paths. */
final class ProviderRoutes implements RequestHandler {
    private final HostedProvider provider;
    private final String prefix;
    private final URI real;
    private final Map<String, RequestHandler> pages;
    private final List<ApiRoute> mounts;
    private final TokenRequestHandler window;
    private final ApiCallLog calls;
    private final ServerContext context;

    /**
     * A provider.
     *
     * @param real its token endpoint, or what stands for it
     * @param pages what it serves under fixed paths besides
     * @param mounts what it serves below others
     */
    ProviderRoutes(
            HostedProvider provider,
            URI real,
            Map<String, RequestHandler> pages,
            List<ApiRoute> mounts,
            ServerContext context) {
        this.context = context;
        this.provider = provider;
        this.prefix = "/" + provider.profile().id();
        this.real = real;
        this.pages = pages;
        this.mounts = mounts;
        this.window = new TokenRequestHandler(id(), context);
        this.calls = new ApiCallLog(id(), provider, context);
    }

    /** Ends what the provider does, and forgets its clients and faults. */
    void close() {
        provider.close();
        provider.clients().forEach(client -> provider.remove(client.clientId()));
        context.faults().clear(Optional.of(id()));
        context.changes().notifyListeners();
    }

    String id() {
        return provider.profile().id();
    }

    /** The path before its own on the server. */
    String prefix() {
        return prefix;
    }

    HostedProvider provider() {
        return provider;
    }

    /** The path of its discovery document. */
    Optional<String> discovery() {
        return provider.discoveryPath()
                .or(() -> Optional.of(EpicPages.DISCOVERY).filter(pages::containsKey));
    }

    /** The path of its JWK Set. */
    Optional<String> jwks() {
        return provider.jwksPath().or(() -> Optional.of(EpicPages.KEYS).filter(pages::containsKey));
    }

    /** The host of its token endpoint, in truth. */
    String host() {
        return real.getHost();
    }

    boolean isAt(String host) {
        return host.equalsIgnoreCase(real.getHost())
                || mounts.stream().anyMatch(mount -> host.equalsIgnoreCase(mount.host()));
    }

    @Override
    public ProviderResponse answer(Attempt attempt) {
        String path = BasePath.without(prefix, attempt);
        boolean under =
                BasePath.isBefore(prefix, attempt.endpoint().map(URI::getPath).orElse(""));
        Optional<ApiRoute> mount = mounts.stream()
                .filter(candidate -> BasePath.isBefore(candidate.path(), path))
                .max(Comparator.comparing(candidate -> candidate.path().length()));
        if (mount.isPresent()) {
            RequestHandler api = under ? mount.get().site() : mount.get().atHost();
            return calls.recorded(attempt, api.answer(attempt));
        }
        if (pages.containsKey(path)) {
            return pages.get(path).answer(attempt);
        }
        if (provider.routesAllPaths() || !under || isTokenPath(path)) {
            return provider.answer(attempt);
        }
        return attempt.method().filter("POST"::equals).isPresent()
                ? provider.answer(sentToTheRealOne(attempt, path))
                : missing(attempt);
    }

    private synchronized ProviderResponse missing(Attempt attempt) {
        List<String> paths = new ArrayList<>(List.of(real.getPath()));
        paths.addAll(pages.keySet());
        mounts.forEach(mount -> paths.add(mount.path() + "/…"));
        Profile nowhere = UnknownPathProfile.of(provider.profile(), paths);
        return window.recorded(attempt, window.open(nowhere, attempt).diagnosis(), ProviderResponse.empty(404));
    }

    /** Whether the provider would take a token request at this path of its own. */
    private boolean isTokenPath(String path) {
        return provider
                .profile()
                .diagnose(Attempt.builder().endpoint(there(path, null)).build(), Situation.unknown())
                .findings()
                .stream()
                .filter(finding -> finding.rule().name().equals("endpoint"))
                .noneMatch(Finding::isBroken);
    }

    private URI there(String path, @Nullable String rawQuery) {
        try {
            // The path is decoded, and may hold what a URL cannot.
            URI bare = new URI("https", real.getRawAuthority(), path, null, null);
            return URI.create(bare.toASCIIString() + (rawQuery == null ? "" : "?" + rawQuery));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("A path of a URL was none.", e);
        }
    }

    /** The attempt as it would have been at the provider itself, so that a wrong path is found wrong. */
    private Attempt sentToTheRealOne(Attempt attempt, String path) {
        Attempt.Builder there = Attempt.builder()
                .endpoint(there(path, attempt.endpoint().map(URI::getRawQuery).orElse(null)));
        attempt.method().ifPresent(there::method);
        attempt.headers().ifPresent(headers -> headers.forEach(there::header));
        attempt.parameters().stream()
                .flatMap(List::stream)
                .filter(parameter -> !parameter.inQuery())
                .forEach(parameter -> there.parameter(parameter.name(), parameter.value()));
        return there.build();
    }
}
