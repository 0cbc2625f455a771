// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.key.SigningKey;
import dev.clientauth.provider.Epic;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.TokenRefusedException;
import dev.clientauth.token.TokenTransportException;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("slow")
@DisplayName("Sixty-four readers while the token endpoint fails in every known way")
class SoakTest {
    private static final int READERS = 64;
    private static final Duration TOKEN_LIFE = Duration.ofSeconds(5);
    private static final Duration SLOWNESS = Duration.ofMillis(900);
    private static final Duration MOOD = Duration.ofMillis(3500);
    /** In each round, the endpoint fails in every way; {@code -Dsoak.rounds=3} makes the test longer. */
    private static final int ROUNDS = Integer.getInteger("soak.rounds", 1);

    /** How much the wall clock, which this test reads, may differ from the elapsed time that determines their expiry. */
    private static final Duration SLEW = Duration.ofMillis(50);

    private final AtomicReference<Instant> goodUntil = new AtomicReference<>(Instant.EPOCH);
    private final Queue<String> mistakes = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final LongAdder reads = new LongAdder();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger maxInFlight = new AtomicInteger();

    @Test
    @Timeout(110)
    void noReadFailsNoRequestsOverlapAndNoJtiIsRepeated() throws Exception {
        try (FlappingEndpoint endpoint = new FlappingEndpoint(TOKEN_LIFE, SLOWNESS)) {
            ClientAuthenticator epic = ClientAuthenticator.builder(Epic.sandbox())
                    .clientId("soak")
                    .signingKey(SigningKey.generate(JWSAlgorithm.ES256).withKeyId("soak"))
                    .tokenEndpoint(endpoint.uri())
                    .httpClient(counting())
                    .build();
            ExecutorService readers = Executors.newFixedThreadPool(READERS);
            List<Future<?>> running = Stream.<Runnable>generate(() -> () -> read(epic))
                    .limit(READERS)
                    .<Future<?>>map(readers::submit)
                    .toList();
            for (int round = 0; round < ROUNDS; round++) {
                for (FlappingEndpoint.Mood mood : FlappingEndpoint.Mood.values()) {
                    endpoint.become(mood);
                    TimeUnit.MILLISECONDS.sleep(MOOD.toMillis());
                    endpoint.become(FlappingEndpoint.Mood.HEALTHY);
                    TimeUnit.MILLISECONDS.sleep(MOOD.toMillis() / 3);
                }
            }
            over.set(true);
            for (Future<?> reader : running) {
                reader.get(10, TimeUnit.SECONDS);
            }
            readers.shutdown();

            assertThat(mistakes).isEmpty();
            assertThat(maxInFlight).hasValue(1);
            assertThat(endpoint.replayed()).isEmpty();
            assertThat(endpoint.granted()).isGreaterThan(ROUNDS * 3);
            assertThat(endpoint.received()).isLessThan(400);
            assertThat(reads.sum()).isGreaterThan(READERS);
        }
    }

    private void read(ClientAuthenticator epic) {
        Clock clock = Clock.systemUTC();
        while (!over.get()) {
            Instant good = goodUntil.get();
            Instant before = clock.instant();
            try {
                AccessToken token = epic.accessToken();
                if (!before.isBefore(token.expiresAt().plus(SLEW))) {
                    mistakes.add("an expired token, " + Duration.between(token.expiresAt(), before) + " too late");
                }
                goodUntil.accumulateAndGet(token.expiresAt(), (a, b) -> a.isAfter(b) ? a : b);
                reads.increment();
            } catch (TokenTransportException | TokenRefusedException e) {
                if (clock.instant().isBefore(good.minus(SLEW))) {
                    mistakes.add("a failed read with a good token: " + e.getMessage());
                }
            }
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private OkHttpClient counting() {
        return new OkHttpClient.Builder()
                .callTimeout(Duration.ofSeconds(4))
                .eventListener(new EventListener() {
                    @Override
                    public void callStart(Call call) {
                        maxInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
                    }

                    @Override
                    public void callEnd(Call call) {
                        inFlight.decrementAndGet();
                    }

                    @Override
                    public void callFailed(Call call, IOException e) {
                        inFlight.decrementAndGet();
                    }
                })
                .build();
    }
}
