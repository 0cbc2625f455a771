// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth;

import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.Crowd;
import dev.clientauth.fakes.MovableClock;
import dev.clientauth.fakes.TokenServer;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.Grant;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.HashSet;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** The cached access token: reused while it is valid, requested once for all threads, removed by invalidate. */
@Timeout(60)
class AccessTokenTest {
    private final MovableClock clock = new MovableClock();
    private TokenServer server;
    private ClientAuthenticator client;

    @BeforeEach
    void start() {
        server = TokenServer.start();
        client = Clients.epic(server.endpoint()).clock(clock).build();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void isCachedUntilItExpires() {
        server.granting("first", 300).granting("second", 300);
        AccessToken first = client.accessToken();
        assertThat(client.accessToken()).isSameAs(first);
        clock.advance(Duration.ofSeconds(300));
        AccessToken second = client.accessToken();
        assertThat(second.value()).isEqualTo("second");
        assertThat(server.requestCount()).isEqualTo(2);
    }

    @Test
    void isRequestedOnceForManyConcurrentCallers() throws Exception {
        server.respondingWith(new MockResponse.Builder()
                .body("{\"access_token\":\"one\",\"expires_in\":300}")
                .headersDelay(200, TimeUnit.MILLISECONDS)
                .build());
        assertThat(new HashSet<>(Crowd.of(32).each(3, client::accessToken))).hasSize(1);
        assertThat(server.requestCount()).isEqualTo(1);
    }

    @Test
    void invalidateRemovesIt() {
        server.granting("first", 300).granting("second", 300);
        client.invalidate(client.accessToken());
        assertThat(client.accessToken().value()).isEqualTo("second");
    }

    /** A late 401 must not remove a newer token. */
    @Test
    void invalidatingAnOlderTokenChangesNothing() {
        server.granting("same", 300).granting("same", 300);
        AccessToken older = client.accessToken();
        client.invalidate(older);
        AccessToken newer = client.accessToken();
        client.invalidate(older);
        assertThat(client.accessToken()).isSameAs(newer);
        assertThat(server.requestCount()).isEqualTo(2);
    }

    @Test
    void anExplicitRequestNeitherReadsNorFillsTheCache() {
        server.granting("kept", 300).granting("own", 300);
        AccessToken kept = client.accessToken();
        assertThat(client.request(Grant.clientCredentials()).accessToken().value())
                .isEqualTo("own");
        assertThat(client.accessToken()).isSameAs(kept);
    }

    @Test
    void accessTokenUsesTheBuildersScopesAndRequestThoseOfItsGrant() {
        server.granting("a", 300).granting("b", 300).granting("c", 300);
        ClientAuthenticator scoped =
                Clients.epic(server.endpoint()).scopes("system/Patient.read").build();
        scoped.accessToken();
        assertThat(server.takeBody()).contains("&scope=system%2FPatient.read&");
        scoped.request(Grant.clientCredentials());
        assertThat(server.takeBody()).doesNotContain("scope");
        scoped.request(Grant.clientCredentials("system/Group.read"));
        assertThat(server.takeBody()).contains("&scope=system%2FGroup.read&");
    }
}
