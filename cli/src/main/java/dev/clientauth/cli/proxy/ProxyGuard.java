// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.proxy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;

import java.net.URI;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Decides which requests may be forwarded: those of programs on this machine that know the secret.
 *
 * <p>A web page can send requests to loopback, and with DNS rebinding read the responses. It cannot set {@code Host}, and cannot
 * suppress {@code Origin} or {@code Sec-Fetch-Site}.
 */
final class ProxyGuard {
    /** Segments that a server may resolve to a parent folder, outside the base path of the API. */
    private static final Pattern DOTS = Pattern.compile("(?i)(^|/|\\\\|%2f|%5c)(\\.|%2e){1,2}(/|\\\\|%2f|%5c|;|%3b|$)");

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final Set<String> hosts;
    private final String secret;

    /** The decision about a request. */
    sealed interface Decision {}

    /**
     * The request may be forwarded.
     *
     * @param target the path below the base URL, with the query, as sent
     */
    record Allowed(String target) implements Decision {}

    /**
     * The request is refused.
     *
     * @param reason one sentence
     */
    record Denied(int status, String reason) implements Decision {}

    /**
     * Creates the guard of a proxy.
     *
     * @param secret the first segment of the path, with its slash
     */
    ProxyGuard(int port, String secret) {
        this.hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
        this.secret = secret;
    }

    Decision check(HttpExchange exchange) {
        return check(exchange.getRequestMethod(), exchange.getRequestURI(), exchange.getRequestHeaders());
    }

    Decision check(String method, URI target, Headers headers) {
        List<String> host = headers.getOrDefault("Host", List.of());
        if (host.size() != 1 || !isOwn(host.get(0))) {
            return new Denied(421, "The Host header must be the address that clientauth proxy printed.");
        }
        if (headers.containsKey("Origin") || headers.keySet().stream().anyMatch(ProxyGuard::isOfBrowser)) {
            return new Denied(403, "Requests from web pages are refused; this address is for scripts.");
        }
        if (!METHODS.contains(method)) {
            return new Denied(
                    405, "This method is not forwarded. The proxy is not a tunnel: use its address as the URL.");
        }
        String authority = target.getRawAuthority();
        if (target.isOpaque()
                || (authority == null) != (target.getScheme() == null)
                || (authority != null && !isOwn(authority))
                || (target.getScheme() != null && !target.getScheme().equalsIgnoreCase("http"))) {
            return new Denied(403, "Other hosts cannot be reached; use the address that clientauth proxy printed.");
        }
        String path = String.valueOf(target.getRawPath());
        int end = path.indexOf('/', 1);
        String first = end < 0 ? path : path.substring(0, end);
        if (!MessageDigest.isEqual(first.getBytes(UTF_8), secret.getBytes(UTF_8))) {
            return new Denied(403, "Use the whole address that clientauth proxy printed, with the secret in its path.");
        }
        String rest = path.substring(first.length());
        if (DOTS.matcher(rest).find() || rest.indexOf('\\') >= 0) {
            return new Denied(400, "The path must not contain the segments . and .. or backslashes.");
        }
        return new Allowed(rest + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery()));
    }

    private boolean isOwn(String authority) {
        return hosts.contains(authority.toLowerCase(Locale.ROOT));
    }

    private static boolean isOfBrowser(String header) {
        return header.toLowerCase(Locale.ROOT).startsWith("sec-fetch-");
    }
}
