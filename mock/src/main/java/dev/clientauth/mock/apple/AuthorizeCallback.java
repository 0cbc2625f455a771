// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.apple;

import dev.clientauth.mock.http.ProviderResponse;

import java.net.URI;
import java.net.URLEncoder;
import java.util.Map;
import java.util.stream.Collectors;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Sends the browser back to the client. */
final class AuthorizeCallback {
    private AuthorizeCallback() {}

    /** Returns the response with these parameters, by the response mode that the client requested. */
    static ProviderResponse of(AuthorizeRequest request, Map<String, String> parameters) {
        String uri = request.redirectUri().toString();
        return switch (request.mode()) {
            case FORM_POST -> AuthorizePage.selfPosting(request.redirectUri(), parameters);
            case FRAGMENT -> ProviderResponse.seeOther(URI.create(uri + "#" + encoded(parameters)));
            case QUERY ->
                ProviderResponse.seeOther(URI.create(uri + (uri.contains("?") ? "&" : "?") + encoded(parameters)));
        };
    }

    private static String encoded(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }
}
