// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.TokenServer;
import dev.clientauth.token.AccessToken;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("Clients whose endpoint, store, signer or listener hangs do not affect other clients")
@Tag("slow")
@Timeout(120)
class StarvationTest {
    private static final int MANY = 500;
    private static final int MORE_THAN_A_POOL = 65;
    /** What hangs, hangs until the test is over, so any time that is shorter than that shows that nobody waited for it. */
    private static final Duration OWN_REQUEST = Duration.ofSeconds(10);

    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger hanging = new AtomicInteger();
    private final List<CompletableFuture<AccessToken>> futures = new ArrayList<>();
    private final TokenServer server = TokenServer.start();

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.clientauth");

    @BeforeEach
    void muteExpectedWarnings() {
        logger.setLevel(Level.OFF);
    }

    @AfterEach
    void stop() throws InterruptedException {
        over.countDown();
        server.close();
        while (hanging.get() > 0) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        logger.setLevel(null);
    }

    private @Nullable Object hang() {
        hanging.incrementAndGet();
        try {
            boolean unused = over.await(110, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            hanging.decrementAndGet();
        }
        return null;
    }

    /** Uses the host name, which has to be resolved. */
    private URI localhost() {
        return URI.create(server.endpoint().toString().replace("127.0.0.1", "localhost"));
    }

    private void startHanging(Trouble trouble, int clients) {
        for (int i = 0; i < clients; i++) {
            server.granting("t", 3600);
            OkHttpClient.Builder http = new OkHttpClient.Builder();
            ClientAuthenticator.Builder builder = Clients.epic(localhost());
            trouble.apply(builder, http, this::hang);
            futures.add(builder.httpClient(http.build()).build().accessTokenAsync());
        }
    }

    private void awaitHanging(int expected) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (hanging.get() < expected && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(hanging.get()).as("callbacks that hang").isGreaterThanOrEqualTo(expected);
    }

    /** Has an endpoint of its own, so that what it takes is its own request. */
    private static void checkHealthyClient() throws Exception {
        try (TokenServer healthy = TokenServer.start()) {
            healthy.granting("sync", 3600).granting("async", 3600);
            ClientAuthenticator client = Clients.epic(healthy.endpoint()).build();
            long start = System.nanoTime();
            AccessToken token = client.accessToken();
            assertThat(token.value()).isEqualTo("sync");
            client.invalidate(token);
            assertThat(client.accessTokenAsync()
                            .get(OWN_REQUEST.toSeconds(), TimeUnit.SECONDS)
                            .value())
                    .isEqualTo("async");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(OWN_REQUEST);
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"STORE_REMOVE"})
    void sixtyFiveHangingCallsDelayNoOther(Trouble trouble) throws Exception {
        startHanging(trouble, MORE_THAN_A_POOL);
        awaitHanging(MORE_THAN_A_POOL);
        checkHealthyClient();
    }

    @Test
    void fiveHundredHangingEndpointsStoresAndListenersDelayNoOther() throws Exception {
        try (ServerSocket tarpit = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress())) {
            URI endpoint = URI.create("http://127.0.0.1:" + tarpit.getLocalPort() + "/token");
            OkHttpClient http = new OkHttpClient.Builder()
                    .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                    .build();
            for (int i = 0; i < MANY; i++) {
                futures.add(Clients.epic(endpoint).httpClient(http).build().accessTokenAsync());
            }
            startHanging(Trouble.STORE_READ, MANY);
            startHanging(Trouble.LISTENER, MANY);
            awaitHanging(2 * MANY);
            checkHealthyClient();
        }
    }

    @Test
    void hangingCallbacksDelayNoOtherClient() throws Exception {
        server.granting("t", 3600);
        ClientAuthenticator client = Clients.epic(server.endpoint()).build();
        for (int i = 0; i < MANY; i++) {
            CompletableFuture<Object> unused = client.accessTokenAsync().thenApply(token -> hang());
        }
        awaitHanging(1);
        checkHealthyClient();
    }
}
