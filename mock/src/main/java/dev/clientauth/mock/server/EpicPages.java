// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import dev.clientauth.mock.http.BasePath;
import dev.clientauth.mock.http.ProviderResponse;
import dev.clientauth.mock.http.RequestHandler;
import dev.clientauth.mock.token.IdentityKeys;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Serves the discovery document of Epic's authorization server and its JWK Set. The document contains the set's address, which
 * differs from Epic's.
 */
final class EpicPages {
    private static final String OAUTH = "/interconnect-fhir-oauth/oauth2";
    static final String DISCOVERY = OAUTH + "/.well-known/openid-configuration";
    static final String KEYS = OAUTH + "/keys";

    private EpicPages() {}

    /** Returns the pages by their paths at Epic. */
    static Map<String, RequestHandler> of(String prefix, IdentityKeys keys) {
        Map<String, RequestHandler> pages = new LinkedHashMap<>();
        pages.put(DISCOVERY, request -> ProviderResponse.json(discovery(BasePath.origin(prefix, request))));
        pages.put(KEYS, request -> ProviderResponse.json(keys.published().toJSONObject()));
        return pages;
    }

    private static Map<String, Object> discovery(String base) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("issuer", base + OAUTH);
        document.put("authorization_endpoint", base + OAUTH + "/authorize");
        document.put("token_endpoint", base + OAUTH + "/token");
        document.put("jwks_uri", base + KEYS);
        document.put("response_types_supported", List.of("code"));
        document.put("subject_types_supported", List.of("public"));
        document.put("id_token_signing_alg_values_supported", List.of("RS256"));
        document.put(
                "token_endpoint_auth_methods_supported",
                List.of("client_secret_post", "client_secret_basic", "private_key_jwt"));
        return document;
    }
}
