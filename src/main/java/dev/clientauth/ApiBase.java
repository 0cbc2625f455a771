// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth;

import dev.clientauth.profile.text.EndpointUrls;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The base URL of an API: an origin (RFC 6454) and a path prefix, which is compared by whole segments. */
record ApiBase(String origin, List<String> path) {
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    /** A segment that leads out of the path, also as servers with path parameters read it: {@code ..;x}. */
    private static final Pattern DOTS = Pattern.compile("(?:\\.|%2[eE]){1,2}(?:;.*)?");

    static ApiBase of(URI uri) {
        boolean isUrl = uri.getHost() != null
                && uri.getScheme() != null
                && SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT));
        if (!isUrl || !("https".equalsIgnoreCase(uri.getScheme()) || EndpointUrls.isLoopback(uri))) {
            throw refused(uri, "Access tokens are sent over https only, or to loopback.");
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw refused(uri, "Use scheme, host, port and path only.");
        }
        List<String> segments = segments(uri);
        if (leadsElsewhere(segments)) {
            throw refused(uri, "Its path contains . or .. segments.");
        }
        int last = segments.size() - 1;
        return new ApiBase(origin(uri), segments.get(last).isEmpty() ? segments.subList(0, last) : segments);
    }

    private static IllegalArgumentException refused(URI uri, String remedy) {
        return new IllegalArgumentException(
                uri.getScheme() + "://" + uri.getHost() + " cannot be the base URL of an API. " + remedy);
    }

    boolean holds(URI url) {
        if (url.getHost() == null || url.getScheme() == null || !origin(url).equals(origin)) {
            return false;
        }
        List<String> segments = segments(url);
        return segments.size() >= path.size()
                && segments.subList(0, path.size()).equals(path)
                && !leadsElsewhere(segments);
    }

    private static boolean leadsElsewhere(List<String> segments) {
        return segments.stream().anyMatch(segment -> DOTS.matcher(segment).matches());
    }

    private static List<String> segments(URI url) {
        String path = URI.create(url.toASCIIString()).getRawPath();
        return List.of((path.startsWith("/") ? path.substring(1) : path).split("/", -1));
    }

    private static String origin(URI url) {
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        int standard = scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
        return scheme + "://" + host(url.getHost()) + ":" + (url.getPort() == -1 ? standard : url.getPort());
    }

    /** An IPv6 address has several spellings. Looking one up as a literal asks no DNS server. */
    private static String host(String host) {
        if (host.startsWith("[")) {
            try {
                return InetAddress.getByName(host).getHostAddress();
            } catch (UnknownHostException e) {
                // For example with a zone of another machine: compared as it is written.
                return host;
            }
        }
        return host.toLowerCase(Locale.ROOT);
    }
}
