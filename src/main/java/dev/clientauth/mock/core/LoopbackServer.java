package dev.clientauth.mock.core;

import dev.clientauth.mock.http.HttpListener;
import dev.clientauth.mock.http.HttpRequest;
import dev.clientauth.mock.http.HttpResult;
import dev.clientauth.mock.http.Limits;
import dev.clientauth.mock.http.RequestHandler;
import dev.clientauth.mock.http.RequestTarget;
import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.EndpointRules;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** HTTP on 127.0.0.1 around a {@link RequestHandler}. */
public final class LoopbackServer {
    private final HttpListener listener;

    public LoopbackServer(RequestHandler site, Clock clock) throws IOException {
        listener = HttpListener.bind(new InetSocketAddress(loopback(), 0), Limits.USUAL);
        listener.serve(Optional.empty(), request -> answer(request, site), clock);
    }

    /** 127.0.0.1. Java's own loopback address is ::1 where IPv6 is preferred, and then nobody listens at 127.0.0.1. */
    public static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four bytes are an address.", e);
        }
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + listener.port() + path);
    }

    public void stop() {
        listener.close();
    }

    private static HttpResult answer(HttpRequest request, RequestHandler site) {
        return endpoint(request, Set.of())
                .map(endpoint -> site.answer(attempt(request, endpoint)).toHttp())
                .orElseGet(() -> HttpResult.empty(400));
    }

    /** The request as rules see it. */
    public static Attempt attempt(HttpRequest request, URI endpoint) {
        Attempt.Builder attempt = Attempt.builder().method(request.method()).endpoint(endpoint);
        request.headers().forEach(attempt::header);
        return attempt.body(request.body()).build();
    }

    /** Whether a URL names this server: as loopback, or by one of its own names. */
    public static boolean isHere(URI endpoint, Set<String> own) {
        return EndpointRules.isLoopback(endpoint)
                || own.contains(endpoint.getHost().toLowerCase(Locale.ROOT));
    }

    /** The URL that the client had in mind: a Host that is not this server stands for the real one. None for no host. */
    public static Optional<URI> endpoint(HttpRequest request, Set<String> own) {
        String scheme = request.secure() ? "https" : "http";
        String target = RequestTarget.escaped(request.target());
        try {
            URI meant = new URI(
                    target.startsWith("/")
                            ? scheme + "://" + request.header("host").orElse("") + target
                            : target);
            // A user's name before the host, which no client sends, would stand in the way of knowing it.
            if (meant.getHost() == null || meant.getRawPath() == null || meant.getRawUserInfo() != null) {
                return Optional.empty();
            }
            String schemeless = meant.toString().substring(meant.getScheme().length());
            return Optional.of(new URI((isHere(meant, own) ? scheme : "https") + schemeless));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
