package dev.clientauth.mock.http;

import dev.clientauth.profile.Attempt;

import java.net.URI;

/** The path that stands before a provider's own where several providers share a server; at the provider's own host it is not there. */
public final class BasePath {
    private BasePath() {}

    /** The provider's own path in the URL of an attempt. */
    public static String without(String prefix, Attempt attempt) {
        String path = attempt.endpoint().map(URI::getPath).orElse("");
        return isBefore(prefix, path) ? path.substring(prefix.length()) : path;
    }

    /** What stands before the provider's own path in the URL of an attempt. */
    public static String origin(String prefix, Attempt attempt) {
        return attempt.endpoint()
                .map(uri -> uri.getScheme() + "://" + uri.getRawAuthority()
                        + (isBefore(prefix, uri.getPath()) ? prefix : ""))
                .orElse("");
    }

    /** Whether a path lies below a prefix. */
    public static boolean isBefore(String prefix, String path) {
        return path.startsWith(prefix) && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
    }
}
