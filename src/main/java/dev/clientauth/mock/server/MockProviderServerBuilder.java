package dev.clientauth.mock.server;

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
import dev.clientauth.mock.keys.JwkSetPolicy;
import dev.clientauth.profile.Profile;
import dev.clientauth.provider.AppleBusiness;
import dev.clientauth.provider.AppleSchoolManager;
import dev.clientauth.provider.Epic;
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

/** Builder for {@link MockProviderServer}. */
public final class MockProviderServerBuilder {
    private static final Logger LOG = LoggerFactory.getLogger(MockProviderServer.class);

    /** Each SMART server has an address of its own; this one stands for them. */
    static final URI SMART = URI.create("https://ehr.example.com/token");

    private static final String APPLE = SignInWithApple.profile().id();

    private final Map<String, Profile> profiles = new LinkedHashMap<>();
    private final List<Path> clients = new ArrayList<>();
    private InetAddress bind = LoopbackServer.loopback();
    private int port;
    private @Nullable String host;
    private boolean https;
    private Clock clock = Clock.systemUTC();
    private Duration syncDelay = Duration.ZERO;
    private double speed = 1;
    private int apiRequests = Integer.MAX_VALUE;
    private Duration apiSpan = Duration.ofMinutes(1);
    private Limits limits = Limits.USUAL;

    MockProviderServerBuilder() {
        List.of(
                        AppleSchoolManager.profile(),
                        AppleBusiness.profile(),
                        SignInWithApple.profile(),
                        Epic.sandbox(),
                        SmartBackendServices.profile(SMART))
                .forEach(this::provider);
    }

    /** Adds this provider, replacing one with the same id. */
    public MockProviderServerBuilder provider(Profile profile) {
        profiles.put(profile.id(), profile);
        return this;
    }

    /** The port; by default 0, which takes a free one. */
    public MockProviderServerBuilder port(int port) {
        this.port = port;
        return this;
    }

    /**
     * The address to listen at; by default loopback. Whoever can reach another one can register clients, read what was
     * sent, and make the server fetch JWK Set URLs, also from hosts that only the server reaches, so that a warning is
     * logged. What it fetched is shown to nobody, but whether it was a JWK Set.
     */
    public MockProviderServerBuilder bind(InetAddress address) {
        this.bind = address;
        return this;
    }

    /**
     * A name or address by which others reach the server, such as the name of a container. It stands in the URLs and in the
     * certificate.
     *
     * @throws IllegalArgumentException if it is none
     */
    public MockProviderServerBuilder host(String host) {
        String name = host.replace("[", "").replace("]", "").toLowerCase(Locale.ROOT);
        if (!isHost(name)) {
            throw new IllegalArgumentException("host must be a host name of letters, digits, dots and hyphens, or an IP"
                    + " address, without scheme, user and port, such as mock.test.");
        }
        this.host = name;
        return this;
    }

    /** Whether URLs can have it for their host. Those of other names, with an underscore for example, have none for Java. */
    private static boolean isHost(String name) {
        try {
            return bracketed(name).equals(new URI("http://" + bracketed(name)).getHost());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Speaks https, with a certificate made at the start; by default http. */
    public MockProviderServerBuilder https() {
        this.https = true;
        return this;
    }

    /** The clock that all providers live by; the machine's by default. */
    public MockProviderServerBuilder clock(Clock clock) {
        this.clock = clock;
        return this;
    }

    /** Registers the clients of a file, as {@link MockProviderServer#register(Path)} does. */
    public MockProviderServerBuilder clients(Path file) {
        clients.add(file);
        return this;
    }

    /**
     * How long a key that is registered takes to reach the provider, as long as its pages say, such as 15 minutes for Epic's
     * mock; by default keys are known at once. Until then the client is refused, or verified with its former keys. Applies
     * to every registration, those of {@link #clients(Path)} too. Sign in with Apple, whose pages name no delay, knows keys at
     * once.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public MockProviderServerBuilder syncDelay(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay must not be negative: " + delay + ".");
        }
        this.syncDelay = delay;
        return this;
    }

    /**
     * How many times faster than in reality {@linkplain #syncDelay keys are synced} and copies of JWK Sets grow old; by
     * default 1, as in reality. At 60 a minute passes in a second, and the 29 hours for which Epic keeps a JWK Set in 29
     * minutes. Nothing else is hurried: for that there is {@link MockProviderServer#advance(Duration)}.
     *
     * @throws IllegalArgumentException if it is not a number above 0
     */
    public MockProviderServerBuilder speedUp(double times) {
        this.speed = JwkSetPolicy.requireSpeed(times);
        return this;
    }

    /**
     * How many requests the APIs of Apple School Manager and Apple Business, each for itself, take in a span of time by the
     * mock's clock before they answer 429 with {@code Retry-After}; by default as many as come, since Apple publishes no
     * number.
     *
     * @throws IllegalArgumentException if the number is negative, or the time is not above 0
     */
    public MockProviderServerBuilder apiLimit(int requests, Duration within) {
        RequestLimit.require(requests, within);
        this.apiRequests = requests;
        this.apiSpan = within;
        return this;
    }

    MockProviderServerBuilder limits(Limits limits) {
        this.limits = limits;
        return this;
    }

    /**
     * Starts the server.
     *
     * @throws IOException if the port is not to be had or a file cannot be read
     * @throws IllegalArgumentException if a file of clients says something else
     */
    public MockProviderServer start() throws IOException {
        String shown = host != null ? host : bind.isAnyLocalAddress() ? "127.0.0.1" : bind.getHostAddress();
        ServerContext bench = ServerContext.of(clock, names());
        AppleProvider apple = new AppleProvider("/" + APPLE, bench);
        RoutedProviders branches = new RoutedProviders(profiles.values().stream()
                .map(profile -> branch(profile, apple, bench))
                .toList());
        Optional<ServerCertificate> certificate = https
                ? Optional.of(ServerCertificate.of(shown, Clock.systemUTC().instant()))
                : Optional.empty();
        HttpListener listener = HttpListener.bind(new InetSocketAddress(bind, port), limits);
        URI base = URI.create((https ? "https://" : "http://") + bracketed(shown) + ":" + listener.port());
        MockProviderServer server =
                new MockProviderServer(bench, branches, apple, listener, base, certificate, warning());
        try {
            for (Path file : clients) {
                server.register(file);
            }
        } catch (IOException | IllegalArgumentException e) {
            server.close();
            throw e;
        }
        AdminApi administration = new AdminApi(bench, branches, base, server.certificatePem());
        listener.serve(
                certificate.map(ServerCertificate::context),
                new Router(bench.names(), branches, administration),
                bench.clock());
        server.warning().ifPresent(LOG::warn);
        return server;
    }

    /** The names of the server besides those of loopback, as they stand in a Host header. */
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
                        + ": whoever reaches that address can register clients, read all that is sent to it but"
                        + " secrets, and make it fetch JWK Set URLs from where it stands. Send it no key, password or"
                        + " client secret that is good elsewhere.");
    }

    private static String bracketed(String address) {
        return address.contains(":") ? "[" + address + "]" : address;
    }

    private ProviderRoutes branch(Profile profile, AppleProvider apple, ServerContext bench) {
        URI real = profile.tokenEndpoint().orElse(SMART);
        String prefix = "/" + profile.id();
        if (profile.id().equals(APPLE)) {
            return new ProviderRoutes(apple, real, Map.of(), List.of(), bench);
        }
        ClientKeys keys = new ClientKeys(profile, bench.clock(), bench.keyMemory());
        keys.syncDelay(syncDelay);
        keys.speedUp(speed);
        StandardProvider provider = new StandardProvider(profile, bench, keys);
        Map<String, RequestHandler> pages =
                profile.id().equals(Epic.sandbox().id()) ? EpicPages.of(prefix, provider.keys()) : Map.of();
        RequestLimit budget = new RequestLimit(bench.clock());
        budget.limit(apiRequests, apiSpan);
        List<ApiRoute> apis = ResourceApis.of(profile, prefix, provider, bench.clock(), budget);
        return new ProviderRoutes(provider, real, pages, apis, bench);
    }
}
