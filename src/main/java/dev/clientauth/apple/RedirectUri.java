// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.profile.text.EndpointUrls;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/** Checks Apple's rules for a redirect URI before a user is sent to Apple. */
final class RedirectUri {
    private static final Pattern NUMBERS =
            Pattern.compile("(0x[0-9a-f]+|[0-9]+)(\\.(0x[0-9a-f]+|[0-9]+))*\\.?", Pattern.CASE_INSENSITIVE);

    private RedirectUri() {}

    /**
     * Checks a redirect URI.
     *
     * @param standIn whether users are sent to a local mock, which may send them back to loopback
     * @throws IllegalArgumentException if Apple would refuse it; the message says why
     */
    static void check(URI uri, boolean standIn) {
        if (uri.getRawFragment() != null) {
            throw refused("it has a fragment", "one without #");
        }
        if (uri.getRawUserInfo() != null) {
            throw refused("it contains user information", "one without a user name");
        }
        if (EndpointUrls.isLoopback(uri)) {
            if (standIn && isHttp(uri)) {
                return;
            }
            throw refused(
                    "its host is " + uri.getHost() + ", which is this machine",
                    "a domain; loopback is allowed only with a local mock of Apple");
        }
        if (!"https".equalsIgnoreCase(uri.getScheme())) {
            throw refused("its scheme is " + uri.getScheme(), "https");
        }
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        if (host.isEmpty()) {
            throw refused("it has no host, or the host is not a domain name", "a domain");
        }
        if (host.startsWith("[") || NUMBERS.matcher(host).matches()) {
            throw refused("its host is the IP address " + host, "a domain");
        }
        if (host.endsWith(".localhost") || host.endsWith(".localhost.")) {
            throw refused("its host is " + host + ", which is this machine", "a domain");
        }
        if (!host.contains(".")) {
            throw refused("its host " + host + " is not a fully qualified domain", "a domain with a dot");
        }
    }

    private static boolean isHttp(URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
    }

    private static IllegalArgumentException refused(String found, String expected) {
        return new IllegalArgumentException("Apple would refuse the redirect URI: " + found + "; expected " + expected
                + ". Use the return URL that is registered with the Services ID.");
    }
}
