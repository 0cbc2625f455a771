// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.arguments.Arguments;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.rules.ClaimRules;
import dev.clientauth.profile.rules.RequestRules;
import dev.clientauth.provider.base.ProviderEntry;
import dev.clientauth.provider.base.Sources;

import java.net.URI;

/**
 * The authorization server of a Model Context Protocol server, OAuth client credentials extension (revision 2026-07-28).
 *
 * <p>{@code aud} is the issuer identifier; {@code resource} is the URI of the MCP server (RFC 8707); {@code client_id} is not
 * sent.
 */
public final class McpClientCredentials {
    private static final Citation EXTENSION = Sources.excerpt(
            "MCP, OAuth Client Credentials Extension, 2026-07-28", "https://github.com/modelcontextprotocol/ext-auth");

    static final ProviderEntry ENTRY = ProviderEntry.each(
            "mcp-client-credentials",
            "https://auth.mcp.example.com/token",
            (endpoint, issuer) -> server(
                            issuer == null ? endpoint.getScheme() + "://" + endpoint.getRawAuthority() : issuer,
                            endpoint)
                    .build());

    private McpClientCredentials() {}

    /**
     * Returns the profile of an authorization server for one MCP server.
     *
     * @param issuer the issuer identifier exactly as it appears in the authorization server's metadata
     * @param tokenEndpoint the URL to post to
     * @param resource the canonical URI of the MCP server
     */
    public static Profile profile(String issuer, URI tokenEndpoint, URI resource) {
        Arguments.notBlank(issuer, "issuer");
        Arguments.required(tokenEndpoint, "tokenEndpoint");
        Arguments.required(resource, "resource");
        return server(issuer, tokenEndpoint)
                .rule(Rule.must("resource")
                        .about(Field.parameter("resource"))
                        .states("resource is " + resource + ".")
                        .remedy("Send resource with the URI of the MCP server.")
                        .source(EXTENSION)
                        .error("invalid_target")
                        .fixed(resource.toString()))
                .build();
    }

    private static Profile.Builder server(String issuer, URI tokenEndpoint) {
        return PrivateKeyJwt.server(
                        "mcp-client-credentials",
                        "MCP client credentials",
                        EXTENSION,
                        tokenEndpoint,
                        JWSAlgorithm.ES256,
                        JWSAlgorithm.RS256,
                        JWSAlgorithm.PS256,
                        JWSAlgorithm.ES384,
                        JWSAlgorithm.RS384,
                        JWSAlgorithm.PS384,
                        JWSAlgorithm.ES512,
                        JWSAlgorithm.RS512,
                        JWSAlgorithm.PS512,
                        JWSAlgorithm.EdDSA)
                .with(UnknownServer::disputePrivateKeyJwtRules)
                .issuer(issuer)
                .rule(RequestRules.clientIdIfPresent(EXTENSION))
                .rule(ClaimRules.audienceIncludes(issuer, EXTENSION));
    }
}
