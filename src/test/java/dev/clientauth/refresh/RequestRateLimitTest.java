// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import dev.clientauth.token.AccessToken;
import dev.clientauth.token.TokenTransportException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("The rate of token requests, by a counter that the test advances")
@Timeout(30)
class RequestRateLimitTest {
    private static final Duration PROMPTLY = Duration.ofSeconds(3);
    private static final Duration HOUR = Duration.ofHours(1);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final RequestRateLimit limit = new RequestRateLimit(nanos::get);
    private final ManualTokenSource source = new ManualTokenSource(Clock.systemUTC());
    private final RateLimitedTokenSource limited = new RateLimitedTokenSource(source, limit);

    private void reserveBurst() {
        for (int i = 0; i < RequestRateLimit.BURST; i++) {
            assertThat(limit.reserve()).as("request %s of a burst", i).isZero();
        }
    }

    @Test
    void theLimitIsABurstAndThenOnePerInterval() {
        reserveBurst();
        assertThat(limit.reserve()).isEqualTo(RequestRateLimit.INTERVAL);
        assertThat(limit.reserve()).isEqualTo(RequestRateLimit.INTERVAL.multipliedBy(2));
        nanos.addAndGet(RequestRateLimit.INTERVAL.multipliedBy(3).toNanos());
        assertThat(limit.reserve()).isZero();
        nanos.addAndGet(Duration.ofDays(1).toNanos());
        reserveBurst();
        assertThat(limit.reserve()).as("after a pause").isEqualTo(RequestRateLimit.INTERVAL);
    }

    @Test
    void afterHalfAnIntervalTheNextRequestIsDelayedByTheOtherHalf() {
        reserveBurst();
        nanos.addAndGet(RequestRateLimit.INTERVAL.dividedBy(2).toNanos());
        assertThat(limit.reserve()).isEqualTo(RequestRateLimit.INTERVAL.dividedBy(2));
    }

    @Test
    void requestsOfDifferentThreadsShareTheLimit() {
        reserveBurst();
        assertThat(CompletableFuture.supplyAsync(limit::reserve))
                .succeedsWithin(PROMPTLY)
                .isEqualTo(RequestRateLimit.INTERVAL);
    }

    @Test
    void aRequestWithinTheBurstIsSentAtOnceAndALaterOneAfterItsDelay() {
        CompletableFuture<AccessToken> first = FutureReceiver.fetch(limited);
        assertThat(source.inFlight()).isEqualTo(1);
        assertThat(source.succeed(HOUR)).isSameAs(first.join());
        for (int i = 1; i < RequestRateLimit.BURST; i++) {
            limit.reserve();
        }
        nanos.addAndGet(RequestRateLimit.INTERVAL.minusMillis(200).toNanos());
        long start = System.nanoTime();
        CompletableFuture<AccessToken> delayed = FutureReceiver.fetch(limited);
        AccessToken token = source.succeed(HOUR);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        assertThat(delayed).succeedsWithin(PROMPTLY).isSameAs(token);
    }

    @Test
    void aDelayedRequestThatCannotBeSentReleasesItsCaller() {
        TokenTransportException unsendable = new TokenTransportException("no thread", false, null);
        RateLimitedTokenSource failing = new RateLimitedTokenSource(
                receiver -> {
                    throw unsendable;
                },
                limit);
        reserveBurst();
        nanos.addAndGet(RequestRateLimit.INTERVAL.minusMillis(20).toNanos());
        assertThat(FutureReceiver.fetch(failing))
                .failsWithin(PROMPTLY)
                .withThrowableOfType(ExecutionException.class)
                .withCause(unsendable);
    }

    @Test
    void aRejectedTokenIsForgottenBehindTheLimitToo() {
        AccessToken token = source.token(HOUR);
        limited.forget(token);
        assertThat(source.forgotten()).containsExactly(token);
    }

    @Test
    void theTimeoutIsThatOfTheSource() {
        assertThat(limited.timeout()).isEqualTo(source.timeout()).isPositive();
    }
}
