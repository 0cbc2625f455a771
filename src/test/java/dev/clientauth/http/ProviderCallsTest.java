// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import dev.clientauth.fakes.MovableClock;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.token.TokenTransportException;
import dev.clientauth.transport.HttpTransport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@DisplayName("Calls of a provider's other endpoints: what is read, retried and reported")
@Timeout(20)
class ProviderCallsTest {
    private static final URI URL = URI.create("https://api.example/keys");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String REFUSAL = "{\"error\":\"invalid_grant\"}";

    private final MovableClock clock = new MovableClock();
    private final ScriptedTransport transport = new ScriptedTransport();
    private final ProviderCalls calls = new ProviderCalls(transport, clock, 3);
    private final AtomicInteger built = new AtomicInteger();

    private TokenRequest request() {
        built.incrementAndGet();
        return TokenRequest.builder()
                .method("POST")
                .endpoint(URL)
                .header("Accept", "application/json")
                .parameter("token", "a b&c")
                .build();
    }

    private CallResponse post() {
        return calls.post(this::request, PATIENCE);
    }

    @Test
    void aDocumentIsFetchedOnceWithTheRemainingTimeAndABound() {
        transport.responding(200, "{}");
        assertThat(calls.get(URL, Duration.ofSeconds(4))).asString().isEqualTo("{}");
        HttpTransport.Request sent = transport.requests.get(0);
        assertThat(sent.method()).isEqualTo("GET");
        assertThat(sent.uri()).isEqualTo(URL);
        assertThat(sent.maxBytes()).isEqualTo(1 << 20);
        assertThat(sent.timeout()).isEqualTo(Duration.ofSeconds(4));
        assertThat(sent.headers())
                .containsExactlyInAnyOrderEntriesOf(Map.of("User-Agent", "clientauth", "Accept", "application/json"));
        assertThat(calls.timeout()).isEqualTo(transport.callTimeout());
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 302, 404, 503})
    void aDocumentWithAnotherStatusIsNotUsedAndItsRetryTimeReported(int status) {
        transport.responding(status, "{}", "Retry-After", "7");
        TokenTransportException e = catchThrowableOfType(TokenTransportException.class, () -> calls.get(URL, PATIENCE));
        assertThat(e).hasMessageContaining("with HTTP " + status + " is not usable; expected 200.");
        assertThat(e.status()).isEqualTo(status);
        assertThat(e.retryAt()).contains(clock.instant().plusSeconds(7));
    }

    @Test
    void aDocumentThatCannotBeFetchedIsReportedWithoutTheTextOfTheException() {
        transport.unreachable();
        TokenTransportException e = catchThrowableOfType(TokenTransportException.class, () -> calls.get(URL, PATIENCE));
        assertThat(e).hasMessageStartingWith("No response from " + URL + ": ");
        assertThat(e.getMessage()).doesNotContain("a-s3cret");
    }

    @Test
    void aBodyIsReadUpToOneMebibyte() {
        transport.responding(200, "x".repeat(1 << 20)).responding(200, "x".repeat((1 << 20) + 1));
        assertThat(calls.get(URL, PATIENCE)).hasSize(1 << 20);
        assertThatThrownBy(() -> calls.get(URL, PATIENCE))
                .hasMessageContaining("is longer than 1048576 bytes and was not read.");
    }

    @Test
    void aTransportThatReturnsNullOrThrowsAnErrorIsAFailureOfTheCall() {
        transport.then(request -> null).then(request -> {
            throw new NoClassDefFoundError("a-s3cret");
        });
        for (int i = 0; i < 2; i++) {
            TokenTransportException e =
                    catchThrowableOfType(TokenTransportException.class, () -> calls.get(URL, PATIENCE));
            assertThat(e).hasMessageStartingWith("No response from " + URL);
            assertThat(e.getMessage()).doesNotContain("a-s3cret");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 299})
    void aSuccessIsReturnedWithItsBodyOfAnyForm(int status) throws Exception {
        transport.responding(status, "any");
        CallResponse response = post();
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.body()).isEqualTo("any".getBytes(UTF_8));
        assertThat(response.error()).isEmpty();
        HttpTransport.Request sent = transport.requests.get(0);
        assertThat(new String(sent.body(), UTF_8)).isEqualTo("token=a+b%26c");
        assertThat(sent.headers())
                .containsEntry("Content-Type", "application/x-www-form-urlencoded")
                .containsEntry("User-Agent", "clientauth")
                .containsEntry("Accept", "application/json");
        assertThat(sent.timeout()).isBetween(Duration.ofSeconds(5), transport.callTimeout());
        assertThat(sent.maxBytes()).isEqualTo(1 << 20);
    }

    @ParameterizedTest
    @ValueSource(ints = {199, 300})
    void anotherStatusWithoutAnErrorIsUnusable(int status) {
        transport.responding(status, "any");
        assertThatThrownBy(this::post).isInstanceOf(TokenTransportException.class);
        assertThat(transport.requests).hasSize(1);
    }

    @Test
    void aRefusalIsReturnedWithoutARetry() {
        transport.responding(400, REFUSAL);
        assertThat(post().error().orElseThrow().code()).isEqualTo("invalid_grant");
        assertThat(built).hasValue(1);
    }

    @Test
    void aTransientRefusalIsRetriedWithANewRequestUpToTheMaximum() {
        transport.responding(503, REFUSAL).responding(503, REFUSAL).responding(503, REFUSAL);
        assertThat(post().status()).isEqualTo(503);
        assertThat(built).hasValue(3);
    }

    @Test
    void aTransportFailureIsRetriedAndTheLastOneThrown() {
        transport.unreachable().responding(500, "").responding(200, "any");
        assertThat(post().status()).isEqualTo(200);
        transport.unreachable().unreachable().unreachable();
        assertThatThrownBy(this::post)
                .isInstanceOf(TokenTransportException.class)
                .hasMessageContaining("The request was not sent.");
        assertThat(transport.requests).hasSize(6);
    }

    @Test
    void theRetryTimeOfAResponseIsWaitedForOnlyWithinTheDeadline() {
        transport.responding(429, REFUSAL, "Retry-After", "60");
        CallResponse response = post();
        assertThat(response.retryAt()).contains(clock.instant().plusSeconds(60));
        assertThat(transport.requests).hasSize(1);
    }

    @Test
    void aFailureAfterTheBodyWasSentSaysSo() {
        transport.then(request -> {
            request.body();
            throw new IOException("reset");
        });
        ProviderCalls once = new ProviderCalls(transport, clock, 1);
        TokenTransportException e =
                catchThrowableOfType(TokenTransportException.class, () -> once.post(this::request, PATIENCE));
        assertThat(e).hasMessageEndingWith("It is not known whether the request arrived.");
        assertThat(e.isSent()).isTrue();
    }

    @Test
    void anInterruptBeforeARetryEndsTheCall() {
        transport.then(request -> {
            throw new IOException("reset");
        });
        Thread caller = Thread.currentThread();
        ProviderCalls interrupted = new ProviderCalls(
                request -> {
                    caller.interrupt();
                    return transport.send(request);
                },
                clock,
                3);
        assertThatThrownBy(() -> interrupted.post(this::request, PATIENCE))
                .isInstanceOf(TokenTransportException.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(transport.requests).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void aRequestCancelledBeforeItIsSentIsNeverSent() {
        Cancellation cancellation = new Cancellation();
        assertThat(cancellation.isCancelled()).isFalse();
        HttpTransport.Request first = HttpTransport.Request.post(URL, Map.of(), new byte[1], 1, PATIENCE);
        cancellation.track(first);
        assertThat(cancellation.cancel()).as("sent").isFalse();
        assertThat(cancellation.isCancelled()).isTrue();
        assertThatThrownBy(first::body).hasMessageContaining("cancelled");
        HttpTransport.Request second = HttpTransport.Request.post(URL, Map.of(), new byte[1], 1, PATIENCE);
        cancellation.track(second);
        assertThatThrownBy(second::body).hasMessageContaining("cancelled");
    }

    @Test
    void cancellingReportsWhetherTheBodyWasSent() throws Exception {
        assertThat(new Cancellation().cancel()).isFalse();
        Cancellation cancellation = new Cancellation();
        HttpTransport.Request sent = HttpTransport.Request.post(URL, Map.of(), new byte[1], 1, PATIENCE);
        cancellation.track(sent);
        assertThat(sent.body()).hasSize(1);
        assertThat(cancellation.cancel()).isTrue();
        assertThat(cancellation.isCancelled()).isTrue();
    }

    @Test
    void aRequestIsCancelledWhenItsCallerIsInterrupted() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        Thread caller = Thread.currentThread();
        transport.then(request -> {
            request.onCancel(cancelled::countDown);
            caller.interrupt();
            try {
                assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            throw new IOException("cancelled");
        });
        assertThatThrownBy(() -> calls.get(URL, PATIENCE)).hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(cancelled.await(3, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aCancellationCanBeAskedForFromAnotherThreadAfterItsFirstUse() {
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();
        assertThat(CompletableFuture.supplyAsync(cancellation::isCancelled))
                .succeedsWithin(Duration.ofSeconds(3))
                .isEqualTo(true);
    }

    @Test
    void aRetryIsSentAfterItsDelay() {
        transport.responding(503, REFUSAL, "Retry-After", "1").responding(200, "any");
        long start = System.nanoTime();
        assertThat(post().status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }
}
