// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth;

import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.Crowd;
import dev.clientauth.fakes.MovableClock;
import dev.clientauth.fakes.TokenServer;
import dev.clientauth.key.SigningKey;
import dev.clientauth.token.Grant;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

/** A single-use assertion is returned once; a reusable one is returned until 80% of its lifetime has passed. */
@Timeout(60)
class AssertionReuseTest {
    private static final URI NOWHERE = URI.create("http://127.0.0.1:1/token");
    private static final int THREADS = 16;

    private final MovableClock clock = new MovableClock();

    @Test
    void singleUseAssertionsAreUniqueAcrossThreads() throws Exception {
        ClientAuthenticator epic = Clients.epic(NOWHERE).clock(clock).build();
        List<ClientAssertion> assertions = Crowd.of(THREADS).each(1000 / THREADS + 1, epic::assertion);
        assertThat(assertions).hasSizeGreaterThanOrEqualTo(1000);
        assertThat(assertions.stream().map(a -> a.jwtId().orElseThrow()).distinct())
                .hasSameSizeAs(assertions);
        assertThat(assertions.stream().map(ClientAssertion::value).distinct()).hasSameSizeAs(assertions);
    }

    @Test
    void everyRequestHasItsOwnAssertionIfItCanBeUsedOnlyOnce() {
        try (TokenServer server = TokenServer.start()) {
            ClientAuthenticator epic = Clients.epic(server.endpoint()).build();
            Set<String> bodies = new HashSet<>();
            for (int i = 0; i < 5; i++) {
                server.granting("t" + i, 60);
                epic.request(Grant.clientCredentials());
                bodies.add(server.takeBody());
            }
            assertThat(bodies).hasSize(5);
        }
    }

    @Test
    void aReusableAssertionIsTheSameForAllThreads() throws Exception {
        ClientAuthenticator school = Clients.school(NOWHERE).clock(clock).build();
        assertThat(new HashSet<>(Crowd.of(THREADS).each(50, school::assertion))).hasSize(1);
    }

    /** One hour from iat; 80% of that is 48 minutes. iat is backdated by ten seconds. */
    @Test
    void aReusableAssertionIsReplacedAfterEightyPercentOfItsLifetime() throws Exception {
        ClientAuthenticator school = Clients.school(NOWHERE).clock(clock).build();
        ClientAssertion first = school.assertion();
        assertThat(Duration.between(first.issuedAt(), first.expiresAt())).isEqualTo(Duration.ofHours(1));
        clock.advance(Duration.between(clock.instant(), first.issuedAt().plus(Duration.ofMinutes(48)))
                .minusNanos(1));
        assertThat(school.assertion()).isEqualTo(first);
        clock.advance(Duration.ofNanos(1));
        Set<ClientAssertion> next = new HashSet<>(Crowd.of(THREADS).each(50, school::assertion));
        assertThat(next).hasSize(1).doesNotContain(first);
        assertThat(next.iterator().next().jwtId()).isNotEqualTo(first.jwtId());
    }

    @Test
    void aRemoteSignerThatHangsOnceDoesNotBlockLaterCallers() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch hanging = new CountDownLatch(1);
        AtomicInteger signatures = new AtomicInteger();
        SigningKey remote = SigningKey.remoteUntested(Clients.SCHOOL_KEY.publicJwk(), (algorithm, input) -> {
            if (signatures.getAndIncrement() == 0) {
                hanging.countDown();
                awaitUninterruptibly(release);
            }
            return Clients.SCHOOL_KEY.sign(algorithm, input);
        });
        OkHttpClient http =
                new OkHttpClient.Builder().callTimeout(Duration.ofSeconds(4)).build();
        ClientAuthenticator school =
                Clients.school(NOWHERE).signingKey(remote).httpClient(http).build();
        CompletableFuture<ClientAssertion> first = CompletableFuture.supplyAsync(school::assertion);
        try {
            hanging.await();
            ClientAssertion second = school.assertion();
            assertThat(school.assertion()).isEqualTo(second);
            assertThat(signatures).hasValue(2);
            assertThat(first).failsWithin(Duration.ofSeconds(10));
        } finally {
            release.countDown();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts this thread.", e);
        }
    }

    @Test
    void aReusableAssertionFromTheFutureIsNotReused() {
        ClientAuthenticator school = Clients.school(NOWHERE).clock(clock).build();
        ClientAssertion beforeTheClockWasSetBack = school.assertion();
        clock.advance(Duration.ofHours(-2));
        assertThat(school.assertion()).isNotEqualTo(beforeTheClockWasSetBack);
        assertThat(school.assertion().issuedAt()).isBeforeOrEqualTo(clock.instant());
    }
}
