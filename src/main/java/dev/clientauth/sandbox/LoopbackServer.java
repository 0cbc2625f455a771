package dev.clientauth.sandbox;

import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.EndpointRules;
import dev.clientauth.sandbox.http.HttpAnswer;
import dev.clientauth.sandbox.http.HttpListener;
import dev.clientauth.sandbox.http.HttpRequest;
import dev.clientauth.sandbox.http.Limits;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.util.Optional;

/** HTTP on 127.0.0.1 around a {@link Site}. */
final class LoopbackServer {
    private final HttpListener listener;

    LoopbackServer(Site site, Clock clock) throws IOException {
        listener = HttpListener.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Optional.empty(),
                Limits.USUAL,
                request -> answer(request, site),
                clock);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + listener.port() + path);
    }

    void stop() {
        listener.close();
    }

    private static HttpAnswer answer(HttpRequest request, Site site) {
        return endpoint(request)
                .map(endpoint -> site.answer(attempt(request, endpoint)).toHttp())
                .orElseGet(() -> HttpAnswer.empty(400));
    }

    /** The request as rules see it. */
    static Attempt attempt(HttpRequest request, URI endpoint) {
        Attempt.Builder attempt = Attempt.builder().method(request.method()).endpoint(endpoint);
        request.headers().forEach(attempt::header);
        return attempt.body(request.body()).build();
    }

    /** The URL that the client had in mind: a Host that is not this machine stands for the real one. None for no host. */
    static Optional<URI> endpoint(HttpRequest request) {
        try {
            URI meant = new URI(
                    request.target().startsWith("/")
                            ? (request.secure() ? "https://" : "http://")
                                    + request.header("host").orElse("")
                                    + request.target()
                            : request.target());
            if (meant.getHost() == null) {
                return Optional.empty();
            }
            return Optional.of(
                    EndpointRules.isLoopback(meant)
                            ? meant
                            : new URI("https"
                                    + meant.toString()
                                            .substring(meant.getScheme().length())));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
