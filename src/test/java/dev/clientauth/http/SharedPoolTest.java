// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.TokenServer;
import dev.clientauth.token.Grant;
import mockwebserver3.MockResponse;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** The pool of the application's HTTP client is used, but not its connections, on which bytes are not counted. */
@Timeout(20)
class SharedPoolTest {
    @Test
    void aConnectionOfTheApplicationIsNotUsedForATokenRequest() throws Exception {
        try (TokenServer server = TokenServer.start()) {
            OkHttpClient http = new OkHttpClient.Builder()
                    .protocols(List.of(Protocol.HTTP_1_1))
                    .build();
            server.respondingWith(new MockResponse.Builder().body("hello").build());
            try (Response response = http.newCall(new Request.Builder()
                            .url(server.endpoint().toString())
                            .build())
                    .execute()) {
                assertThat(response.body().string()).isEqualTo("hello");
            }
            int applications = server.take().getConnectionIndex();
            server.granting("a", 60).granting("b", 60);
            Clients.epic(server.endpoint()).httpClient(http).build().request(Grant.clientCredentials());
            Clients.epic(server.endpoint()).httpClient(http).build().request(Grant.clientCredentials());
            int first = server.take().getConnectionIndex();
            int second = server.take().getConnectionIndex();
            assertThat(first).isNotEqualTo(applications);
            assertThat(second)
                    .as("the connection of another authenticator with the same client")
                    .isEqualTo(first);
        }
    }

    @Test
    void aClientForHttp2OnlyIsUsedWithHttp11() {
        try (TokenServer server = TokenServer.start().granting("t", 60)) {
            OkHttpClient http = new OkHttpClient.Builder()
                    .protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE))
                    .build();
            ClientAuthenticator client =
                    Clients.epic(server.endpoint()).httpClient(http).build();
            assertThat(client.accessToken().value()).isEqualTo("t");
            assertThat(server.take().getRequestLine()).endsWith("HTTP/1.1");
        }
    }
}
