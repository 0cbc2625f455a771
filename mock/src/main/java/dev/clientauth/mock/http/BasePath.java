// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.http;

import dev.clientauth.profile.TokenRequest;

import java.net.URI;

/**
 * The base path of a provider on a server with several providers; at the provider's own host it is absent. A fault may be
 * chosen before it ({@link FaultPath}).
 */
public final class BasePath {
    private BasePath() {}

    /** Returns the path of a request without the base path. */
    public static String without(String prefix, TokenRequest request) {
        String path = FaultPath.without(request.endpoint().map(URI::getPath).orElse(""));
        return isBefore(prefix, path) ? path.substring(prefix.length()) : path;
    }

    /** Returns the part of a request's URL before the provider's own path. */
    public static String origin(String prefix, TokenRequest request) {
        return request.endpoint()
                .map(uri -> uri.getScheme() + "://" + uri.getRawAuthority()
                        + FaultPath.of(uri.getRawPath()).map(FaultPath::text).orElse("")
                        + (isBefore(prefix, FaultPath.without(uri.getPath())) ? prefix : ""))
                .orElse("");
    }

    /** Returns whether a path is at or below a prefix. */
    public static boolean isBefore(String prefix, String path) {
        return path.startsWith(prefix) && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
    }
}
