// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.fakes.MovableClock;
import dev.clientauth.key.SigningKey;
import dev.clientauth.token.TokenTransportException;
import dev.clientauth.transport.OkHttpTransport;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

@DisplayName("Callers of Apple's other endpoints are released at the deadline too")
@Tag("slow")
@Timeout(60)
class AppleDeadlineTest {
    private static final Duration DEADLINE = Duration.ofSeconds(1);
    private static final Duration RELEASED = Duration.ofSeconds(15);
    private static final SigningKey LOCAL =
            SigningKey.generate(JWSAlgorithm.ES256).withKeyId("ABC123DEFG");

    private final CountDownLatch over = new CountDownLatch(1);
    private final FakeApple apple = FakeApple.start().respondingWith("/auth/revoke", 200, "");
    private final AppleEndpoints endpoints =
            AppleEndpoints.at(URI.create(apple.base().toString().replace("127.0.0.1", "localhost")));
    private final MovableClock clock = new MovableClock();

    @AfterEach
    void stop() {
        over.countDown();
        apple.close();
    }

    /** What hangs. */
    enum Place {
        DNS,
        INTERCEPTOR,
        REMOTE_SIGNER
    }

    private <T> T hang() {
        try {
            boolean unused = over.await(50, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        throw new IllegalStateException("hung");
    }

    private OkHttpClient http(Place place) {
        OkHttpClient.Builder http = new OkHttpClient.Builder().callTimeout(DEADLINE);
        if (place == Place.DNS) {
            http.dns(host -> hang());
        } else if (place == Place.INTERCEPTOR) {
            http.addInterceptor(chain -> hang());
        }
        return http.build();
    }

    private AppleSignIn signIn(Place place) {
        SigningKey key = place == Place.REMOTE_SIGNER
                ? SigningKey.remoteUntested(LOCAL.publicJwk(), (algorithm, input) -> hang())
                : LOCAL;
        return AppleSignIn.builder("DEF123GHIJ", key)
                .servicesId("com.example.web")
                .endpoints(endpoints)
                .httpClient(http(place))
                .clock(clock)
                .build();
    }

    private static void checkReleased(Runnable call) {
        long start = System.nanoTime();
        assertThat(catchThrowable(call::run)).isInstanceOf(TokenTransportException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(RELEASED);
    }

    @ParameterizedTest
    @EnumSource
    void aRevocationEndsAtTheDeadline(Place place) {
        AppleSignIn signIn = signIn(place);
        checkReleased(() -> signIn.revoke(new StoredSignIn("com.example.web", "refresh-token", clock.instant())));
        assertThat(apple.requests("/auth/revoke")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aMigrationEndsAtTheDeadline(Place place) {
        UserMigration migration = signIn(place).userMigration("com.example.web");
        Set<String> people = Set.of("000123.abc.0001");
        long start = System.nanoTime();
        UserMigration.Report report = migration.send("DEF123GHIK", people, (outcome, done, total) -> {});
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(RELEASED);
        assertThat(report.remaining()).containsExactlyElementsOf(people);
    }

    @ParameterizedTest
    @EnumSource(names = {"DNS", "INTERCEPTOR"})
    void fetchingApplesKeysEndsAtTheDeadline(Place place) {
        AppleKeys keys = AppleKeys.at(endpoints, OkHttpTransport.of(http(place)), clock);
        checkReleased(keys::load);
        for (Runnable again : List.<Runnable>of(keys::load, () -> keys.find("kid"))) {
            checkReleased(again);
        }
    }

    @Test
    void aRuntimeExceptionOfAnInterceptorIsWrapped() {
        OkHttpClient http = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    throw new IllegalArgumentException("thrown by the application");
                })
                .build();
        checkReleased(AppleKeys.at(endpoints, OkHttpTransport.of(http), clock)::load);
    }
}
