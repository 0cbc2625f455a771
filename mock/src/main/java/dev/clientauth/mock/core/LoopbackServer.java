// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.core;

import dev.clientauth.mock.http.FaultPath;
import dev.clientauth.mock.http.HttpListener;
import dev.clientauth.mock.http.HttpRequest;
import dev.clientauth.mock.http.HttpResult;
import dev.clientauth.mock.http.Limits;
import dev.clientauth.mock.http.RequestHandler;
import dev.clientauth.mock.http.RequestTarget;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.profile.text.EndpointUrls;

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

/** Serves a {@link RequestHandler} by HTTP on 127.0.0.1. */
public final class LoopbackServer {
    private final HttpListener listener;

    /** Starts the server on a free port. */
    public LoopbackServer(RequestHandler handler, Clock clock) throws IOException {
        listener = HttpListener.bind(new InetSocketAddress(loopback(), 0), Limits.DEFAULT);
        listener.serve(Optional.empty(), request -> respond(request, handler), clock);
    }

    /** Returns 127.0.0.1. Java's own loopback address is ::1 where IPv6 is preferred, and then nothing listens at 127.0.0.1. */
    public static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("127.0.0.1 is not accepted as an address.", e);
        }
    }

    /** Returns the URL of a path on this server. */
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + listener.port() + path);
    }

    /** Stops immediately. */
    public void stop() {
        listener.close();
    }

    private static HttpResult respond(HttpRequest request, RequestHandler handler) {
        return endpoint(request, Set.of())
                .map(endpoint -> unknownFault(endpoint, Set.of())
                        .orElseGet(() -> handler.handle(tokenRequest(request, endpoint), request.body())
                                .toHttp()))
                .orElseGet(() -> HttpResult.empty(400));
    }

    /** Returns the response if a URL chooses a fault that does not exist, or chooses one at the address of a real provider. */
    public static Optional<HttpResult> unknownFault(URI endpoint, Set<String> own) {
        if (FaultPath.of(endpoint.getPath()).isEmpty()) {
            return Optional.empty();
        }
        try {
            FaultKinds.ofUrl(TokenRequest.builder().endpoint(endpoint).build());
            return isHere(endpoint, own)
                    ? Optional.empty()
                    : Optional.of(HttpResult.text(404, "A URL chooses a fault only at the mock's own address.\n"));
        } catch (IllegalArgumentException e) {
            return Optional.of(HttpResult.text(404, e.getMessage() + "\n"));
        }
    }

    /** Returns the request in the form that rules read. */
    public static TokenRequest tokenRequest(HttpRequest request, URI endpoint) {
        TokenRequest.Builder builder =
                TokenRequest.builder().method(request.method()).endpoint(endpoint);
        request.headers().forEach(builder::header);
        return builder.body(request.body()).build();
    }

    /** Returns whether a URL addresses this server: as loopback, or by one of its own names. */
    public static boolean isHere(URI endpoint, Set<String> own) {
        return EndpointUrls.isLoopback(endpoint)
                || own.contains(endpoint.getHost().toLowerCase(Locale.ROOT));
    }

    /** Returns the URL that the client addressed; a Host other than this server is the real provider's. Empty without a host. */
    public static Optional<URI> endpoint(HttpRequest request, Set<String> own) {
        String scheme = request.secure() ? "https" : "http";
        String target = RequestTarget.escaped(request.target());
        try {
            URI addressed = new URI(
                    target.startsWith("/")
                            ? scheme + "://" + request.header("host").orElse("") + target
                            : target);
            // User information before the host, which no client sends, is rejected.
            if (addressed.getHost() == null || addressed.getRawPath() == null || addressed.getRawUserInfo() != null) {
                return Optional.empty();
            }
            String schemeless =
                    addressed.toString().substring(addressed.getScheme().length());
            return Optional.of(new URI((isHere(addressed, own) ? scheme : "https") + schemeless));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
