// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.Clients;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.TokenTransportException;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("How many requests one authenticator sends, whatever the responses say")
@Tag("slow")
@Timeout(60)
class RequestRateTest {
    private static final Duration OBSERVED = Duration.ofSeconds(3);

    private final MockWebServer server = new MockWebServer();

    @BeforeEach
    void start() throws IOException {
        server.start(InetAddress.getLoopbackAddress(), 0);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private ClientAuthenticator respondingWith(String members) {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return new MockResponse.Builder()
                        .body("{\"access_token\":\"t\"" + members + "}")
                        .build();
            }
        });
        return Clients.epic(URI.create("http://127.0.0.1:" + server.getPort() + "/token"))
                .build();
    }

    /** Returns how many expired tokens were returned. */
    private int askFor(ClientAuthenticator client, boolean invalidating) throws InterruptedException {
        int expired = 0;
        long start = System.nanoTime();
        while (System.nanoTime() - start < OBSERVED.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(1);
            try {
                AccessToken token = client.accessToken();
                if (!Clock.systemUTC().instant().isBefore(token.expiresAt())) {
                    expired++;
                }
                if (invalidating) {
                    client.invalidate(token);
                }
            } catch (TokenTransportException e) {
                assertThat(e.retryAt()).as("retryAt of %s", e.getMessage()).isPresent();
            }
        }
        return expired;
    }

    /** A back-off may be as short as 20 ms at random, but four of them in a row are not. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "0.4", "\"0\"", "\"-3600\"", "-1e300"})
    void expiredTokensAreNotReturnedAndNotRequestedInALoop(String expiresIn) throws Exception {
        ClientAuthenticator client = respondingWith(",\"expires_in\":" + expiresIn);
        assertThat(askFor(client, false)).isZero();
        assertThat(server.getRequestCount()).isBetween(1, 10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"1\"", "1.9", "2"})
    void tokensValidForOneSecondAreRequestedOncePerSecond(String expiresIn) throws Exception {
        ClientAuthenticator client = respondingWith(",\"expires_in\":" + expiresIn);
        askFor(client, false);
        assertThat(server.getRequestCount()).isBetween(2, 6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"expires_in\":3600",
                ",\"expires_in\":1",
                ",\"expires_in\":\"NaN\"",
                ",\"expires_in\":1e300"
            })
    void invalidatedTokensAreRequestedOncePerSecondAfterABurst(String members) throws Exception {
        ClientAuthenticator client = respondingWith(members);
        askFor(client, true);
        assertThat(server.getRequestCount())
                .isBetween(RequestRateLimit.BURST, RequestRateLimit.BURST + (int) OBSERVED.toSeconds() + 1);
    }
}
