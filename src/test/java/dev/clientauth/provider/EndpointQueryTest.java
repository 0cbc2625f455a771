// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.TokenServer;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.Profile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.util.List;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;

/** RFC 6749 section 3.2 lets the token endpoint have a query; additions by a client are still wrong. */
@DisplayName("A token endpoint whose URL has a query")
class EndpointQueryTest {
    private static final String ENDPOINT = "https://login.example.org/oidc/token?p=policy_1&x=%2F";

    private static List<String> broken(String audience, Consumer<ValidRequest> change) {
        Profile profile = PrivateKeyJwt.withTokenEndpointAudience(URI.create(ENDPOINT));
        ValidRequest attempt = ValidRequests.tokenEndpointAudience();
        attempt.endpoint = ENDPOINT;
        attempt.claims.put("aud", audience);
        change.accept(attempt);
        return profile.diagnose(attempt.attempt(), attempt.context()).broken().stream()
                .map(Finding::rule)
                .map(rule -> rule.name())
                .toList();
    }

    @Test
    void theRequestIsSentWithTheQuery() {
        assertThat(broken(ENDPOINT, a -> {})).isEmpty();
    }

    @Test
    void theQueryIsPartOfTheAudience() {
        assertThat(broken("https://login.example.org/oidc/token", a -> {})).containsExactly("aud");
    }

    @ParameterizedTest
    @CsvSource({
        "?p=policy_2&x=%2F, 'endpoint.no-query, parameters.in-body, aud'",
        "'', 'endpoint.no-query, aud'",
        "?p=policy_1&x=%2F&scope=a, 'endpoint.no-query, parameters.in-body, aud'",
        "?p=policy_1&x=%2F#f, 'endpoint.no-query, aud'"
    })
    void anotherQueryIsRejected(String query, String rules) {
        assertThat(broken(ENDPOINT, a -> a.endpoint = "https://login.example.org/oidc/token" + query))
                .containsExactlyInAnyOrder(rules.split(", "));
    }

    @Test
    void anotherPathIsAnotherEndpoint() {
        assertThat(broken(ENDPOINT, a -> a.endpoint = ENDPOINT.replace("/token", "/authorize")))
                .containsExactlyInAnyOrder("endpoint", "aud");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?p=policy_1", ""})
    void aTokenCanBeRequested(String query) {
        try (TokenServer server = TokenServer.start().granting("t", 300).granting("t", 300)) {
            URI endpoint = URI.create(server.endpoint() + query);
            for (Profile profile : List.of(
                    PrivateKeyJwt.withTokenEndpointAudience(endpoint), SmartBackendServices.profile(endpoint))) {
                ClientAuthenticator client = ClientAuthenticator.builder(profile)
                        .clientId("s6BhdRkqt3")
                        .signingKey(Clients.RSA)
                        .scopes("system/Patient.rs")
                        .build();
                assertThat(client.accessToken().value()).isEqualTo("t");
                assertThat(server.take().getTarget()).endsWith("/token" + query);
            }
        }
    }

    /** A mock in place of the server has no query. */
    @Test
    void aLocalMockNeedsNoQuery() {
        assertThat(broken("http://127.0.0.1:8123/token", a -> a.endpoint = "http://127.0.0.1:8123/token"))
                .isEmpty();
    }
}
