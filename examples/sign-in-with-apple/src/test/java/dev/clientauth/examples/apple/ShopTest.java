// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.apple;

import dev.clientauth.mock.AppleEvent;
import dev.clientauth.mock.server.MockApple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import static org.assertj.core.api.Assertions.assertThat;

/** The shop's responses to requests that do not come from a customer's browser. */
@Timeout(60)
class ShopTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private MockApple mock;
    private Shop shop;

    @BeforeEach
    void open() throws IOException {
        mock = MockApple.start();
        shop = ShopApplication.start(mock, 0);
    }

    @AfterEach
    void close() {
        shop.close();
        mock.close();
    }

    @Test
    void aRepeatedNotificationIsProcessedOnceAndAcknowledgedTwice() throws Exception {
        mock.sendEvent(AppleEvent.EMAIL_DISABLED, ShopApplication.ADA, ShopApplication.SERVICES_ID);
        mock.repeat(mock.notifications().get(0));
        assertThat(mock.notifications())
                .hasSize(2)
                .allSatisfy(posted -> assertThat(posted.status()).hasValue(200));
        assertThat(get("/").body()).containsOnlyOnce("<li>e-mail disabled</li>");
    }

    @Test
    void bothTypesOfAccountDeletionAreAccepted() throws Exception {
        mock.sendEvent(AppleEvent.ACCOUNT_DELETED, ShopApplication.ADA, ShopApplication.SERVICES_ID);
        mock.sendEvent(AppleEvent.ACCOUNT_DELETE, ShopApplication.GRACE, ShopApplication.SERVICES_ID);
        assertThat(get("/").body()).contains("<li>account deleted</li><li>account deleted</li>");
    }

    @Test
    void aNotificationAfterAKeyRotationIsAccepted() {
        mock.sendEvent(AppleEvent.EMAIL_DISABLED, ShopApplication.ADA, ShopApplication.SERVICES_ID);
        mock.rotateKeys();
        mock.sendEvent(AppleEvent.EMAIL_ENABLED, ShopApplication.ADA, ShopApplication.SERVICES_ID);
        assertThat(mock.notifications())
                .allSatisfy(posted -> assertThat(posted.status()).hasValue(200));
    }

    @Test
    void aNotificationNotSignedByAppleIsRejected() throws Exception {
        String body = mock.notification(AppleEvent.ACCOUNT_DELETED, ShopApplication.ADA, ShopApplication.SERVICES_ID);
        assertThat(post("/apple/notifications", body.replaceFirst("....\"}", "AAAA\"}"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(post("/apple/notifications", "{}").statusCode()).isEqualTo(400);
        assertThat(get("/").body()).doesNotContain("<li>");
    }

    @Test
    void whileAppleIsDownANotificationIsToBeSentAgain() throws Exception {
        String body = mock.notification(AppleEvent.ACCOUNT_DELETED, ShopApplication.ADA, ShopApplication.SERVICES_ID);
        mock.close();
        assertThat(post("/apple/notifications", body).statusCode()).isEqualTo(503);
    }

    @Test
    void otherUsersCannotDeleteOrSignOut() throws Exception {
        assertThat(post("/account/delete", "token=x").statusCode()).isEqualTo(403);
        assertThat(post("/sign-out", "token=x").statusCode()).isEqualTo(403);
    }

    @Test
    void aCallbackWithoutARequestSignsNobodyIn() throws Exception {
        HttpResponse<String> posted = post("/callback", "state=s&code=c");
        assertThat(posted.statusCode()).isEqualTo(303);
        HttpResponse<String> visit = get(posted.headers().firstValue("Location").orElseThrow());
        assertThat(visit.statusCode()).isEqualTo(400);
        assertThat(visit.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(get("/callback").statusCode()).isEqualTo(400);
    }

    @Test
    void aLargeBodyIsNotRead() throws Exception {
        assertThat(post("/callback", "x".repeat(100_000)).statusCode()).isEqualTo(413);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(shop.base() + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(shop.base() + path))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
