package dev.clientauth.apple;

import dev.clientauth.profile.EndpointUrls;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/** Apple's rules for a redirect URI, checked before anybody is sent to Apple. */
final class RedirectUri {
    private static final Pattern NUMBERS =
            Pattern.compile("(0x[0-9a-f]+|[0-9]+)(\\.(0x[0-9a-f]+|[0-9]+))*\\.?", Pattern.CASE_INSENSITIVE);

    private RedirectUri() {}

    /**
     * Checks one.
     *
     * @param standIn whether people are sent to a stand-in on loopback, which may send them back to loopback
     * @throws IllegalArgumentException with the reason
     */
    static void check(URI uri, boolean standIn) {
        if (uri.getRawFragment() != null) {
            throw refused("it has a fragment", "one without #");
        }
        if (uri.getRawUserInfo() != null) {
            throw refused("it carries user information", "one without a name before the host");
        }
        if (EndpointUrls.isLoopback(uri)) {
            if (standIn && isHttp(uri)) {
                return;
            }
            throw refused(
                    "its host is " + uri.getHost() + ", this machine",
                    "a domain; loopback goes with a stand-in for Apple on loopback only");
        }
        if (!"https".equalsIgnoreCase(uri.getScheme())) {
            throw refused("its scheme is " + uri.getScheme(), "https");
        }
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        if (host.isEmpty()) {
            throw refused("it has no host, or one that is no domain name", "a domain");
        }
        if (host.startsWith("[") || NUMBERS.matcher(host).matches()) {
            throw refused("its host is the IP address " + host, "a domain");
        }
        if (host.endsWith(".localhost") || host.endsWith(".localhost.")) {
            throw refused("its host is " + host + ", this machine", "a domain");
        }
        if (!host.contains(".")) {
            throw refused("its host " + host + " is no full domain", "a domain with a dot");
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
