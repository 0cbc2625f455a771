// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.benchmark;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.key.SigningKey;
import dev.clientauth.provider.PrivateKeyJwt;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.TokenEvent;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Reads tokens valid for 300, 60 and 5 seconds through simulated hours: requests per lifetime of a token. */
public final class RequestsPerLife {
    private static final int READS_PER_LIFE = 100;
    private static final int LIVES = 100;

    private RequestsPerLife() {}

    /** Prints a line for each lifetime. */
    public static void main(String[] arguments) throws Exception {
        for (int seconds : new int[] {300, 60, 5}) {
            run(Duration.ofSeconds(seconds));
        }
    }

    private static void run(Duration life) throws Exception {
        AtomicLong now = new AtomicLong(Instant.parse("2026-11-21T00:00:00Z").toEpochMilli());
        AtomicInteger requested = new AtomicInteger();
        AtomicInteger refreshed = new AtomicInteger();
        int expired = 0;
        try (BenchmarkServer server = new BenchmarkServer(life, Duration.ZERO)) {
            ClientAuthenticator authenticator = ClientAuthenticator.builder(
                            PrivateKeyJwt.withTokenEndpointAudience(server.uri()))
                    .clientId("benchmark-client")
                    .signingKey(SigningKey.generate(JWSAlgorithm.ES256))
                    .clock(new MovableClock(now))
                    .listener(event -> {
                        if (event instanceof TokenEvent.Requested) {
                            requested.incrementAndGet();
                        } else if (event instanceof TokenEvent.Refreshed) {
                            refreshed.incrementAndGet();
                        }
                    })
                    .build();
            for (int i = 0; i < LIVES * READS_PER_LIFE; i++) {
                AccessToken token = authenticator.accessToken();
                if (!token.expiresAt().isAfter(Instant.ofEpochMilli(now.get()))) {
                    expired++;
                }
                // The clock stands still during a refresh.
                Thread.sleep(1);
                while (requested.get() > refreshed.get()) {
                    Thread.sleep(1);
                }
                now.addAndGet(life.toMillis() / READS_PER_LIFE);
            }
        }
        System.out.printf(
                "tokens of %3d s over %4.1f h: %d requests in %d lives, %.2f for each; %d of %d reads got an"
                        + " expired token%n",
                life.toSeconds(),
                life.multipliedBy(LIVES).toMinutes() / 60.0,
                requested.get(),
                LIVES,
                (double) requested.get() / LIVES,
                expired,
                LIVES * READS_PER_LIFE);
    }

    private static final class MovableClock extends Clock {
        private final AtomicLong millis;

        private MovableClock(AtomicLong millis) {
            this.millis = millis;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis.get());
        }

        @Override
        public long millis() {
            return millis.get();
        }
    }
}
