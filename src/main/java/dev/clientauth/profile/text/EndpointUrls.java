// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.text;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Compares the URLs of token endpoints. */
public final class EndpointUrls {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final int HTTPS_PORT = 443;

    private EndpointUrls() {}

    /** Returns whether a URL is a loopback URL. */
    public static boolean isLoopback(URI uri) {
        return uri.getHost() != null && LOOPBACK.contains(uri.getHost().toLowerCase(Locale.ROOT));
    }

    /** Returns whether two URLs are equal, ignoring the case of scheme and host and an explicit default port. */
    public static boolean isSamePlace(URI one, URI other) {
        return one.getHost() != null
                && one.getScheme() != null
                && one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && port(one) == port(other)
                && one.getRawUserInfo() == null
                && Objects.equals(one.getRawPath(), other.getRawPath())
                && Objects.equals(one.getRawQuery(), other.getRawQuery());
    }

    private static int port(URI uri) {
        return uri.getPort() == -1 && "https".equalsIgnoreCase(uri.getScheme()) ? HTTPS_PORT : uri.getPort();
    }

    /** Returns the URL without query and fragment. */
    public static URI withoutQuery(URI uri) {
        if (uri.isOpaque()) {
            return uri;
        }
        try {
            return new URI(uri.toString().replaceFirst("[?#].*$", ""));
        } catch (URISyntaxException nothingIsLeft) {
            // For example http://?x.
            return uri;
        }
    }
}
