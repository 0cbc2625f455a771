// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.EventLog;
import dev.clientauth.fakes.TokenServer;
import dev.clientauth.profile.Profile;
import dev.clientauth.provider.PrivateKeyJwt;
import dev.clientauth.provider.SignInWithApple;
import dev.clientauth.provider.SmartBackendServices;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenEvent;
import dev.clientauth.token.TokenRefusedException;
import dev.clientauth.token.TokenTransportException;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** RFC 9700 section 4.14.2: a refresh token that is used twice is assumed to be stolen, and the grant is revoked. */
@DisplayName("How often a refresh token is sent")
@Timeout(30)
class RefreshTokenRepetitionTest {
    private static final Grant REFRESH = Grant.refreshToken("r");

    private final TokenServer server = TokenServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private ClientAuthenticator rotating() {
        return privateKeyJwt(PrivateKeyJwt.withTokenEndpointAudience(server.endpoint()))
                .build();
    }

    private ClientAuthenticator.Builder privateKeyJwt(Profile profile) {
        return ClientAuthenticator.builder(profile)
                .clientId("client")
                .signingKey(Clients.RSA)
                .tokenEndpoint(server.endpoint());
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void aRotatingRefreshTokenIsNotSentAgainAfterAResponse(int status) {
        server.respondingWith(status, "").granting("t", 300);
        ClientAuthenticator client = rotating();
        assertThatThrownBy(() -> client.request(REFRESH)).isInstanceOf(TokenTransportException.class);
        assertThat(server.requestCount()).isEqualTo(1);
    }

    @Test
    void aRotatingRefreshTokenIsNotSentAgainAfterATransientOAuthError() {
        server.respondingWith(503, "{\"error\":\"temporarily_unavailable\"}").granting("t", 300);
        ClientAuthenticator client = rotating();
        assertThatThrownBy(() -> client.request(REFRESH)).isInstanceOf(TokenRefusedException.class);
        assertThat(server.requestCount()).isEqualTo(1);
    }

    @Test
    void aRotatingRefreshTokenIsNotSentAgainAfterALostResponse() {
        server.respondingWith(new MockResponse.Builder()
                        .onResponseStart(new SocketEffect.CloseSocket())
                        .build())
                .granting("t", 300);
        ClientAuthenticator client = rotating();
        assertThatThrownBy(() -> client.request(REFRESH))
                .isInstanceOfSatisfying(
                        TokenTransportException.class,
                        lost -> assertThat(lost.isSent()).isTrue());
        assertThat(server.requestCount()).isEqualTo(1);
    }

    @Test
    void aRefreshTokenThatWasNotSentIsSentLater() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        URI nobody = URI.create("http://127.0.0.1:" + port + "/token");
        EventLog events = new EventLog();
        ClientAuthenticator client = ClientAuthenticator.builder(PrivateKeyJwt.withTokenEndpointAudience(nobody))
                .clientId("client")
                .signingKey(Clients.RSA)
                .listener(events::add)
                .build();
        assertThatThrownBy(() -> client.request(REFRESH)).isInstanceOf(TokenTransportException.class);
        assertThat(events).filteredOn(TokenEvent.Retried.class::isInstance).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503})
    void aRefreshTokenOfAppleDoesNotRotateAndIsRetried(int status) {
        server.respondingWith(status, "").granting("t", 300);
        ClientAuthenticator apple = Clients.apple(server.endpoint()).build();
        assertThat(apple.request(REFRESH).accessToken().value()).isEqualTo("t");
        assertThat(server.requestCount()).isEqualTo(2);
    }

    @Test
    void aProfileCanDeclareThatRefreshTokensDoNotRotate() {
        server.respondingWith(503, "").granting("t", 300);
        Profile stable = PrivateKeyJwt.withTokenEndpointAudience(server.endpoint()).toBuilder()
                .rotatesRefreshTokens(false)
                .build();
        assertThat(privateKeyJwt(stable).build().request(REFRESH).accessToken().value())
                .isEqualTo("t");
        assertThat(server.requestCount()).isEqualTo(2);
    }

    @Test
    void onlyAppleIsKnownNotToRotate() {
        assertThat(SignInWithApple.profile().rotatesRefreshTokens()).isFalse();
        assertThat(SignInWithApple.profile().toBuilder().build().rotatesRefreshTokens())
                .isFalse();
        assertThat(PrivateKeyJwt.withTokenEndpointAudience(server.endpoint()).rotatesRefreshTokens())
                .isTrue();
        assertThat(SmartBackendServices.profile(server.endpoint()).rotatesRefreshTokens())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 503})
    void aJwtGrantIsNeverSentTwice(int status) {
        server.respondingWith(status, "").granting("t", 300);
        ClientAuthenticator client = rotating();
        assertThatThrownBy(() -> client.request(Grant.jwtBearer("e30.e30.c2ln")))
                .isInstanceOf(TokenTransportException.class);
        assertThat(server.requestCount()).isEqualTo(1);
    }
}
