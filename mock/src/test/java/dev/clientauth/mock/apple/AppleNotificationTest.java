// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.apple;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.clientauth.json.Json;
import dev.clientauth.mock.AppleEvent;
import dev.clientauth.mock.AppleTestServer;
import dev.clientauth.mock.TestHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Date;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Server-to-server notifications, by Apple's "Processing changes for Sign in with Apple accounts" and forum 655485. */
@Timeout(60)
class AppleNotificationTest {
    private final AppleTestServer server = new AppleTestServer();
    private final BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
    private HttpServer receiver;
    private int response = 200;

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/apple", exchange -> {
            try (exchange) {
                assertThat(exchange.getRequestHeaders().getFirst("Content-Type"))
                        .startsWith("application/json");
                bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                exchange.sendResponseHeaders(response, -1);
            }
        });
        receiver.start();
        server.apple.notifyAt(AppleTestServer.WEB, endpoint());
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
        server.close();
    }

    private URI endpoint() {
        return URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/apple");
    }

    @ParameterizedTest
    @EnumSource(AppleEvent.class)
    void anEventIsSignedAndContainedAsAString(AppleEvent event) throws Exception {
        server.apple.sendEvent(event, AppleTestServer.ADA, AppleTestServer.WEB);
        JsonNode body = Json.parse(bodies.remove());
        assertThat(body.fieldNames()).toIterable().containsExactly("payload");
        SignedJWT jws = SignedJWT.parse(body.get("payload").asText());
        JWKSet keys = JWKSet.parse(TestHttp.get(server.at("/auth/keys")).body());
        assertThat(jws.verify(new RSASSAVerifier(
                        keys.getKeyByKeyId(jws.getHeader().getKeyID()).toRSAKey())))
                .isTrue();
        JWTClaimsSet claims = jws.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo("https://appleid.apple.com");
        assertThat(claims.getAudience()).containsExactly("com.example.web");
        assertThat(claims.getJWTID()).isNotBlank();
        assertThat(claims.getExpirationTime())
                .isEqualTo(Date.from(server.clock.instant().plus(Duration.ofDays(1))));
        JsonNode events = Json.parse(claims.getStringClaim("events"));
        assertThat(events.get("type").asText())
                .isEqualTo(event.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        assertThat(events.get("sub").asText())
                .isEqualTo(server.apple.subject(AppleTestServer.ADA, AppleTestServer.WEB));
        assertThat(events.get("event_time").asLong())
                .isEqualTo(server.clock.instant().toEpochMilli());
        assertThat(events.has("email")).isEqualTo(event.type().startsWith("email"));
        if (events.has("email")) {
            assertThat(events.get("email").asText()).endsWith("@privaterelay.appleid.com");
            assertThat(events.get("is_private_email").isTextual()).isTrue();
        }
    }

    @Test
    void postedNotificationsAreKeptWithTheResponse() {
        response = 503;
        server.apple.sendEvent(AppleEvent.EMAIL_DISABLED, AppleTestServer.ADA, AppleTestServer.WEB);
        assertThat(server.apple.notifications()).singleElement().satisfies(posted -> {
            assertThat(posted.endpoint()).isEqualTo(endpoint());
            assertThat(posted.event()).isEqualTo(AppleEvent.EMAIL_DISABLED);
            assertThat(posted.status()).hasValue(503);
            assertThat(posted.body()).isEqualTo(bodies.remove());
            assertThat(posted.postedAt()).isEqualTo(server.clock.instant());
            assertThat(posted.toString()).contains("HTTP 503").doesNotContain("eyJ");
        });
    }

    /** Forum 809509 and 811848: the same notification may come more than once. */
    @Test
    void aRepeatedNotificationHasTheSameBody() {
        server.apple.sendEvent(AppleEvent.EMAIL_ENABLED, AppleTestServer.ADA, AppleTestServer.WEB);
        server.apple.repeat(server.apple.notifications().get(0));
        assertThat(bodies.remove()).isEqualTo(bodies.remove());
        assertThat(server.apple.notifications()).hasSize(2);
    }

    @Test
    void aConsentRevocationRevokesTheTokens() {
        String refreshToken = TestHttp.json(server.exchange(server.continued().get("code")))
                .get("refresh_token")
                .asText();
        server.apple.sendEvent(AppleEvent.EMAIL_DISABLED, AppleTestServer.ADA, AppleTestServer.WEB);
        assertThat(refresh(refreshToken)).isEqualTo(200);
        server.apple.sendEvent(AppleEvent.CONSENT_REVOKED, AppleTestServer.ADA, AppleTestServer.WEB);
        assertThat(refresh(refreshToken)).isEqualTo(400);
        assertThat(server.continued()).containsKey("user");
    }

    private int refresh(String refreshToken) {
        return server.token("grant_type", "refresh_token", "refresh_token", refreshToken)
                .statusCode();
    }

    /** Apple's TN3194: a server that revokes is notified as if the user had withdrawn consent. */
    @Test
    void aRevocationSendsANotification() throws Exception {
        String refreshToken = TestHttp.json(server.exchange(server.continued().get("code")))
                .get("refresh_token")
                .asText();
        server.team.post(server.at("/auth/revoke"), AppleTestServer.WEB, "token", refreshToken);
        assertThat(bodies.poll(20, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void aReceiverCanFetchTheKeysDuringANotification() throws Exception {
        receiver.removeContext("/apple");
        receiver.createContext("/apple", exchange -> {
            try (exchange) {
                bodies.add(TestHttp.get(server.at("/auth/keys")).body());
                exchange.sendResponseHeaders(200, -1);
            }
        });
        server.apple.sendEvent(AppleEvent.CONSENT_REVOKED, AppleTestServer.ADA, AppleTestServer.WEB);
        assertThat(server.apple.notifications().get(0).status()).hasValue(200);
        assertThat(JWKSet.parse(bodies.remove()).getKeys()).hasSize(2);
    }

    @Test
    void aFailedDeliveryIsRecorded() {
        receiver.stop(0);
        server.apple.sendEvent(AppleEvent.CONSENT_REVOKED, AppleTestServer.ADA, AppleTestServer.WEB);
        assertThat(server.apple.notifications().get(0).status()).isEmpty();
        assertThat(server.apple.notifications().get(0).toString()).contains("no response");
    }

    @Test
    void withoutAnEndpointNothingIsPosted() {
        server.apple.sendEvent(AppleEvent.CONSENT_REVOKED, AppleTestServer.ADA, AppleTestServer.APP);
        assertThat(server.apple.notifications()).isEmpty();
        assertThat(Json.parse(server.apple.notification(
                                AppleEvent.CONSENT_REVOKED, AppleTestServer.ADA, AppleTestServer.APP))
                        .get("payload")
                        .asText())
                .startsWith("ey");
    }

    @Test
    void anUnknownClientCannotHaveAnEndpoint() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.apple.notifyAt("com.example.stranger", endpoint()))
                .withMessageContaining("register it first");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.apple.notifyAt(AppleTestServer.WEB, URI.create("mailto:ada@example.com")))
                .withMessageContaining("http or https");
    }
}
