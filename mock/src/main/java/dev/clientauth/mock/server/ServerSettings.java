// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import dev.clientauth.mock.api.ApiData;
import dev.clientauth.mock.api.ApiRoute;
import dev.clientauth.mock.api.RequestLimit;
import dev.clientauth.mock.api.ResourceApis;
import dev.clientauth.mock.apple.AppleProvider;
import dev.clientauth.mock.core.LoopbackServer;
import dev.clientauth.mock.core.ServerContext;
import dev.clientauth.mock.core.StandardProvider;
import dev.clientauth.mock.http.HttpListener;
import dev.clientauth.mock.http.Limits;
import dev.clientauth.mock.http.RequestHandler;
import dev.clientauth.mock.keys.ClientKeys;
import dev.clientauth.profile.Profile;
import dev.clientauth.provider.AppleBusiness;
import dev.clientauth.provider.AppleSchoolManager;
import dev.clientauth.provider.Epic;
import dev.clientauth.provider.Providers;
import dev.clientauth.provider.SignInWithApple;
import dev.clientauth.provider.SmartBackendServices;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Settings of a {@link MockProviderServer}, which its builder fills in, and the start of a server with them. */
final class ServerSettings {
    private static final Logger LOG = LoggerFactory.getLogger(MockProviderServer.class);

    /** Stands for any SMART server: each has its own address. */
    static final URI SMART = URI.create("https://ehr.example.com/token");

    private static final String APPLE = SignInWithApple.profile().id();

    final Map<String, Profile> profiles = new LinkedHashMap<>();
    final List<Path> seeds = new ArrayList<>();
    InetAddress bind = LoopbackServer.loopback();
    int port;

    @Nullable
    String host;

    boolean https;
    Clock clock = Clock.systemUTC();
    Duration syncDelay = Duration.ZERO;
    double speed = 1;
    int apiRequests = Integer.MAX_VALUE;
    Duration apiTime = Duration.ofMinutes(1);
    Limits limits = Limits.DEFAULT;

    ServerSettings() {
        List.of(
                        AppleSchoolManager.profile(),
                        AppleBusiness.profile(),
                        SignInWithApple.profile(),
                        Epic.sandbox(),
                        SmartBackendServices.profile(SMART))
                .forEach(profile -> profiles.put(profile.id(), profile));
    }

    /** Returns a host name or address in the form it has here: in lower case and without brackets. */
    static String requireHost(String host) {
        String name = host.replace("[", "").replace("]", "").toLowerCase(Locale.ROOT);
        if (!isHost(name)) {
            throw new IllegalArgumentException("host must be a host name of letters, digits, dots and hyphens, or an IP"
                    + " address, without scheme, user and port, such as mock.test.");
        }
        return name;
    }

    /** Java's URLs have no host if its name has an underscore, for example. */
    private static boolean isHost(String name) {
        try {
            return bracketed(name).equals(new URI("http://" + bracketed(name)).getHost());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    MockProviderServer start() throws IOException {
        String shown = host != null ? host : bind.isAnyLocalAddress() ? "127.0.0.1" : bind.getHostAddress();
        ServerContext context = ServerContext.of(clock, names());
        AppleProvider apple = new AppleProvider("/" + APPLE, context);
        ApiData data = new ApiData();
        Set<String> available = new LinkedHashSet<>(Providers.ids());
        available.removeIf(id -> id.startsWith(APPLE) || profiles.containsKey(id));
        RoutedProviders providers = new RoutedProviders(
                profiles.values().stream()
                        .map(profile -> routes(profile, apple, data, context))
                        .toList(),
                available,
                id -> routes(Providers.example(id), apple, data, context));
        Optional<ServerCertificate> certificate = https
                ? Optional.of(ServerCertificate.of(shown, Clock.systemUTC().instant()))
                : Optional.empty();
        HttpListener listener = HttpListener.bind(new InetSocketAddress(bind, port), limits);
        URI base = URI.create((https ? "https://" : "http://") + bracketed(shown) + ":" + listener.port());
        MockProviderServer server =
                new MockProviderServer(context, providers, data, apple, listener, base, certificate, warning());
        try {
            for (Path file : seeds) {
                server.seed(file);
            }
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        AdminApi adminApi = new AdminApi(context, providers, base, server.certificatePem());
        listener.serve(
                certificate.map(ServerCertificate::context),
                new Router(context.names(), providers, adminApi),
                context.clock());
        server.warning().ifPresent(LOG::warn);
        return server;
    }

    /** Returns the names of the server besides those of loopback, as they appear in a Host header. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        if (host != null) {
            names.add(bracketed(host));
        }
        if (!bind.isAnyLocalAddress() && !bind.equals(LoopbackServer.loopback())) {
            names.add(bracketed(bind.getHostAddress()));
        }
        return Set.copyOf(names);
    }

    private Optional<String> warning() {
        return bind.isLoopbackAddress()
                ? Optional.empty()
                : Optional.of("The mock listens at " + bind.getHostAddress()
                        + ": anyone who can reach that address can register clients, read every request without its"
                        + " secrets, and make the mock fetch JWK Set URLs from this network. Do not send it a key,"
                        + " password or client secret that is used elsewhere.");
    }

    private static String bracketed(String address) {
        return address.contains(":") ? "[" + address + "]" : address;
    }

    private ProviderRoutes routes(Profile profile, AppleProvider apple, ApiData data, ServerContext context) {
        URI real = profile.tokenEndpoint().orElse(SMART);
        String prefix = "/" + profile.id();
        if (profile.id().equals(APPLE)) {
            return new ProviderRoutes(apple, real, Map.of(), List.of(), context);
        }
        ClientKeys keys = new ClientKeys(profile, context.clock(), context.keyMemory());
        keys.syncDelay(syncDelay);
        keys.speedUp(speed);
        StandardProvider provider = new StandardProvider(profile, context, keys);
        Map<String, RequestHandler> pages =
                profile.id().equals(Epic.sandbox().id()) ? EpicPages.of(prefix, provider.keys()) : Map.of();
        RequestLimit limit = new RequestLimit(context.clock());
        limit.limit(apiRequests, apiTime);
        List<ApiRoute> apis = ResourceApis.of(profile, prefix, provider, data, context.clock(), limit);
        return new ProviderRoutes(provider, real, pages, apis, context);
    }
}
