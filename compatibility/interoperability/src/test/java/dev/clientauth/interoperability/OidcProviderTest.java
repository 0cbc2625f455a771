// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.interoperability;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.discovery.Discovery;
import dev.clientauth.profile.Profile;
import dev.clientauth.provider.PrivateKeyJwt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** oidc-provider, which fetches the keys from a JWK Set URL, judges requests of the library. */
class OidcProviderTest extends ServerContract {
    private static PublishedKeys keys;
    private static NodeProgram server;
    private static String issuer;

    OidcProviderTest() {
        super(Judge.OIDC_PROVIDER);
    }

    @BeforeAll
    static void start() throws Exception {
        keys = new PublishedKeys(publicKeys());
        server = NodeProgram.start("oidc-provider");
        issuer = server.call(Map.of(
                        "algorithms",
                        ALGORITHMS,
                        "clients",
                        ALGORITHMS.stream()
                                .map(algorithm -> Map.of(
                                        "client_id", clientId(algorithm),
                                        "jwks_uri", keys.uri().toString(),
                                        "token_endpoint_auth_signing_alg", algorithm))
                                .toList()))
                .path("issuer")
                .asText();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        keys.close();
    }

    @Override
    Profile profile() {
        return PrivateKeyJwt.profile(issuer, URI.create(issuer + "/token"));
    }

    @Override
    Set<AssertionFault> accepted() {
        return EnumSet.of(
                AssertionFault.AUD_LIST,
                AssertionFault.EXP_FAR,
                AssertionFault.CRIT_B64,
                AssertionFault.IAT_FUTURE,
                AssertionFault.IAT_ABSENT,
                AssertionFault.TYP_OTHER);
    }

    @Test
    void acceptsTheClientThatDiscoveryConfigured() {
        assertThat(Discovery.builder()
                        .allowLoopback()
                        .build()
                        .privateKeyJwt(issuer, clientId("RS384"))
                        .signingKey(KEYS.get("RS384"))
                        .algorithm(JWSAlgorithm.RS384)
                        .scopes("read")
                        .build()
                        .accessToken()
                        .scope())
                .contains("read");
        JudgeResults.record(
                Judge.OIDC_PROVIDER, "_client_credentials_ by the library, endpoint from discovery", "accepted", "none", "none");
    }
}
