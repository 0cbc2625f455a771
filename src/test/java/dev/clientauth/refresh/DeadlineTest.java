// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.TokenServer;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenRefusedException;
import dev.clientauth.token.TokenTransportException;
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

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

@DisplayName("Callers are released at the deadline, whatever hangs or fails")
@Tag("slow")
@Timeout(60)
class DeadlineTest {
    private static final Duration DEADLINE = Duration.ofSeconds(1);
    /** A timeout for a provider that must respond in time, on a busy machine. */
    private static final Duration LONGER_DEADLINE = Duration.ofSeconds(4);
    /** Hanging operations take much longer. */
    private static final Duration RELEASED = Duration.ofSeconds(15);

    private static final int HANG_SECONDS = 50;
    /** Two for requests, one each for the store and the listener, one for each call that is cancelled, one for callbacks. */
    private static final int FEW_THREADS = 8;

    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger hanging = new AtomicInteger();
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
            boolean unused = over.await(HANG_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            hanging.decrementAndGet();
        }
        return null;
    }

    private ClientAuthenticator client(Trouble trouble, Supplier<?> behavior) {
        OkHttpClient.Builder http =
                new OkHttpClient.Builder().callTimeout(trouble.isSurvivable() ? LONGER_DEADLINE : DEADLINE);
        ClientAuthenticator.Builder builder = Clients.epic(localhost());
        trouble.apply(builder, http, behavior);
        return builder.httpClient(http.build()).build();
    }

    /** Uses the host name, which has to be resolved. */
    private URI localhost() {
        return URI.create(server.endpoint().toString().replace("127.0.0.1", "localhost"));
    }

    private void granting(int tokens) {
        for (int i = 0; i < tokens; i++) {
            server.granting("t" + i, 3600);
        }
    }

    private static void check(Trouble trouble, Supplier<AccessToken> call) {
        long start = System.nanoTime();
        if (trouble.isSurvivable()) {
            assertThat(call.get().value()).startsWith("t");
        } else {
            assertThat(catchThrowable(call::get)).isInstanceOf(TokenTransportException.class);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(RELEASED);
    }

    @ParameterizedTest
    @EnumSource
    void aCallerOfAccessTokenIsReleased(Trouble trouble) {
        granting(1);
        check(trouble, client(trouble, this::hang)::accessToken);
    }

    @ParameterizedTest
    @EnumSource
    void aFutureIsCompleted(Trouble trouble) {
        granting(1);
        ClientAuthenticator client = client(trouble, this::hang);
        check(trouble, () -> await(client));
    }

    private static AccessToken await(ClientAuthenticator client) {
        try {
            return client.accessTokenAsync().get(HANG_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (RuntimeException) e.getCause();
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCallerOfRequestIsReleased(Trouble trouble) {
        granting(1);
        ClientAuthenticator client = client(trouble, this::hang);
        check(trouble, () -> client.request(Grant.clientCredentials()).accessToken());
    }

    @Test
    void aCallerOfAssertionOrDiagnoseIsReleasedFromAHangingSigner() {
        ClientAuthenticator client = client(Trouble.REMOTE_SIGNER, this::hang);
        for (Runnable call : List.<Runnable>of(client::assertion, client::diagnose)) {
            long start = System.nanoTime();
            assertThat(catchThrowable(call::run))
                    .isInstanceOf(TokenTransportException.class)
                    .hasMessageContaining("remote signer");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(DEADLINE, RELEASED);
        }
    }

    @Test
    void theConfiguredDeadlineAppliesAndTheMessageNamesWhatHung() {
        long start = System.nanoTime();
        Throwable thrown = catchThrowable(client(Trouble.REMOTE_SIGNER, this::hang)::accessToken);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(DEADLINE.minusMillis(50), RELEASED);
        assertThat(thrown)
                .hasMessageContaining("the remote signer did not respond in time")
                .hasMessageContaining("The request was not sent");
        assertThat(((TokenTransportException) thrown).isSent()).isFalse();
    }

    @Test
    void aConnectionThatIsNotAcceptedEndsAtTheDeadline() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Sockets fillers = new Sockets(deaf, 8)) {
            assertThat(fillers.open).isNotEmpty();
            ClientAuthenticator client = Clients.epic(URI.create("http://127.0.0.1:" + deaf.getLocalPort() + "/token"))
                    .httpClient(new OkHttpClient.Builder().callTimeout(DEADLINE).build())
                    .build();
            long start = System.nanoTime();
            assertThat(catchThrowable(client::accessToken)).isInstanceOf(TokenTransportException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(RELEASED);
        }
    }

    /** Connections that fill the backlog of a socket that accepts none. */
    private static final class Sockets implements AutoCloseable {
        private final List<Socket> open = new ArrayList<>();

        Sockets(ServerSocket deaf, int count) throws IOException {
            for (int i = 0; i < count; i++) {
                Socket socket = new Socket();
                open.add(socket);
                try {
                    socket.connect(deaf.getLocalSocketAddress(), 100);
                } catch (SocketTimeoutException e) {
                    // The backlog is full.
                    return;
                }
            }
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRuntimeExceptionIsWrapped(Trouble trouble) {
        granting(4);
        check(trouble, client(trouble, () -> {
            throw new IllegalArgumentException("thrown by the application");
        })::accessToken);
    }

    @ParameterizedTest
    @EnumSource
    void anErrorReleasesAllCallers(Trouble trouble) {
        granting(4);
        AssertionError error = new AssertionError("thrown by the application");
        ClientAuthenticator client = client(trouble, () -> {
            throw error;
        });
        if (trouble.isSurvivable()) {
            check(trouble, client::accessToken);
        } else {
            assertThat(catchThrowable(client::accessToken)).satisfies(e -> isReported(e, error));
            assertThat(catchThrowable(() -> client.request(Grant.clientCredentials())))
                    .satisfies(e -> isReported(e, error));
        }
    }

    /**
     * An error below the HTTP client is replaced by an exception of this library, without its text; any other is thrown as
     * it is.
     */
    private static void isReported(Throwable thrown, Error error) {
        if (thrown instanceof TokenTransportException ours) {
            assertThat(ours).hasMessageContaining("AssertionError").message().doesNotContain(error.getMessage());
        } else {
            assertThat(thrown).isSameAs(error);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HTTP_EVENT_LISTENER")
    void anUnexpectedNullIsWrapped(Trouble trouble) {
        granting(4);
        check(trouble, client(trouble, () -> null)::accessToken);
    }

    @ParameterizedTest
    @EnumSource(names = {"STORE_READ", "STORE_LEASE", "STORE_WRITE", "STORE_END_LEASE"})
    void aStoreThatFailsAfterTheProviderReleasesAllCallers(Trouble trouble) {
        for (Supplier<?> behavior : List.<Supplier<?>>of(this::hang, () -> null, () -> {
            throw new StackOverflowError();
        })) {
            server.respondingWith(400, "{\"error\":\"invalid_client\"}");
            long start = System.nanoTime();
            assertThat(catchThrowable(client(trouble, behavior)::accessToken))
                    .isInstanceOf(TokenRefusedException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(RELEASED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void hangingCallsUseFewThreads(Trouble trouble) throws Exception {
        granting(100);
        ClientAuthenticator client = client(trouble, this::hang);
        for (int i = 0; i < 6; i++) {
            try {
                client.invalidate(client.accessToken());
            } catch (TokenTransportException e) {
                // Past the back-off after a failure.
                TimeUnit.MILLISECONDS.sleep(e.retryAt().isPresent() ? 700 : 0);
            }
        }
        assertThat(hanging.get()).isBetween(1, FEW_THREADS);
    }

    @Test
    void anAuthorizationCodeThatTimedOutBeforeItWasSentIsNeverSent() throws Exception {
        CountDownLatch resolve = new CountDownLatch(1);
        OkHttpClient http = new OkHttpClient.Builder()
                .callTimeout(DEADLINE)
                .dns(host -> {
                    try {
                        boolean unused = resolve.await(HANG_SECONDS, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    return List.of(InetAddress.getLoopbackAddress());
                })
                .build();
        granting(1);
        ClientAuthenticator apple = Clients.apple(localhost()).httpClient(http).build();
        Throwable thrown = catchThrowable(() -> apple.request(Grant.authorizationCode("c")));
        assertThat(thrown).isInstanceOf(TokenTransportException.class);
        assertThat(((TokenTransportException) thrown).isSent()).isFalse();
        resolve.countDown();
        TimeUnit.MILLISECONDS.sleep(300);
        assertThat(server.requestCount()).isZero();
    }
}
