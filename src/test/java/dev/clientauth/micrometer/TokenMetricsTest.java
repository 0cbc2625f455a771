// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.micrometer;

import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.provider.SignInWithApple;
import dev.clientauth.token.OAuthError;
import dev.clientauth.token.TokenEvent;
import dev.clientauth.token.TokenRefusedException;
import dev.clientauth.token.TokenTransportException;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

class TokenMetricsTest {
    private static final Instant NOON = Instant.ofEpochSecond(1_900_000_000);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final TokenMetrics metrics = TokenMetrics.of(registry, "school");

    @Test
    void requestsAreCountedByGrantAndAttempt() {
        metrics.on(new TokenEvent.Requested("client_credentials", 1));
        metrics.on(new TokenEvent.Requested("client_credentials", 2));
        metrics.on(new TokenEvent.Requested("client_credentials", 3));
        assertThat(count("clientauth.token.requests", "attempt", "first")).isEqualTo(1);
        assertThat(count("clientauth.token.requests", "attempt", "repeated")).isEqualTo(2);
        assertThat(count("clientauth.token.requests", "grant.type", "client_credentials", "client", "school"))
                .isEqualTo(3);
    }

    @Test
    void refreshesAreTimedAndSetTheExpiry() {
        metrics.on(new TokenEvent.Refreshed(NOON, Duration.ofMillis(120)));
        metrics.on(new TokenEvent.Refreshed(NOON.plusSeconds(300), Duration.ofMillis(80)));
        assertThat(registry.get("clientauth.token.refreshes")
                        .tag("client", "school")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(200);
        assertThat(registry.get("clientauth.token.refreshes").timer().count()).isEqualTo(2);
        assertThat(registry.get("clientauth.token.expiry").timeGauge().value(TimeUnit.SECONDS))
                .isEqualTo(NOON.plusSeconds(300).getEpochSecond());
    }

    @ParameterizedTest
    @CsvSource({"invalid_client, invalid_client", "invalid_scope, invalid_scope", "E-4711-af03, other"})
    void refusalsAreCountedByErrorCodeWithOtherForUnknownCodes(String code, String tag) {
        metrics.on(new TokenEvent.Refused(refusal(code)));
        assertThat(count("clientauth.token.refusals", "error", tag)).isEqualTo(1);
    }

    @Test
    void transportFailuresAreCountedByStatus() {
        TokenTransportException unreached = new TokenTransportException("No response.", false, null);
        TokenTransportException busy = new TokenTransportException("Busy.", 503, null);
        metrics.on(new TokenEvent.Retried(unreached, Duration.ofMillis(20)));
        metrics.on(new TokenEvent.Retried(busy, Duration.ofMillis(20)));
        metrics.on(new TokenEvent.RefreshFailed(busy, NOON, NOON.plusSeconds(2)));
        metrics.on(new TokenEvent.RefreshFailed(new IllegalStateException("A key that does not sign."), NOON, NOON));
        metrics.on(new TokenEvent.Failed(unreached));
        metrics.on(new TokenEvent.Failed(new StackOverflowError()));
        assertThat(count("clientauth.token.failures", "error", "no_response")).isEqualTo(1);
        assertThat(count("clientauth.token.failures", "error", "other")).isEqualTo(1);
        assertThat(count("clientauth.token.retries", "error", "no_response")).isEqualTo(1);
        assertThat(count("clientauth.token.retries", "error", "http_503")).isEqualTo(1);
        assertThat(count("clientauth.token.refreshes.failed", "error", "http_503"))
                .isEqualTo(1);
        assertThat(count("clientauth.token.refreshes.failed", "error", "other")).isEqualTo(1);
    }

    @Test
    void theClockOffsetIsTheLastCorrection() {
        metrics.on(new TokenEvent.ClockCorrected(Duration.ofHours(2)));
        metrics.on(new TokenEvent.ClockCorrected(Duration.ofSeconds(-90)));
        assertThat(count("clientauth.clock.corrections")).isEqualTo(2);
        assertThat(registry.get("clientauth.clock.offset").timeGauge().value(TimeUnit.SECONDS))
                .isEqualTo(-90);
    }

    @Test
    void twoClientsOfOneRegistryAreDistinguished() {
        TokenMetrics other = TokenMetrics.of(registry, "business");
        metrics.on(new TokenEvent.Refreshed(NOON, Duration.ofMillis(1)));
        other.on(new TokenEvent.Refreshed(NOON.plusSeconds(1), Duration.ofMillis(1)));
        assertThat(registry.get("clientauth.token.expiry")
                        .tag("client", "business")
                        .timeGauge()
                        .value(TimeUnit.SECONDS))
                .isEqualTo(NOON.getEpochSecond() + 1);
        assertThat(registry.get("clientauth.token.expiry")
                        .tag("client", "school")
                        .timeGauge()
                        .value(TimeUnit.SECONDS))
                .isEqualTo(NOON.getEpochSecond());
    }

    @Test
    void everyMeterHasTheClientTag() {
        metrics.on(new TokenEvent.Requested("refresh_token", 1));
        metrics.on(new TokenEvent.Refreshed(NOON, Duration.ofMillis(1)));
        metrics.on(new TokenEvent.Refused(refusal("invalid_client")));
        metrics.on(new TokenEvent.ClockCorrected(Duration.ofHours(2)));
        assertThat(registry.getMeters())
                .isNotEmpty()
                .extracting(Meter::getId)
                .allSatisfy(id -> assertThat(id.getTags()).contains(Tag.of("client", "school")));
    }

    private double count(String name, String... tags) {
        return registry.get(name).tags(tags).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private static TokenRefusedException refusal(String code) {
        return new TokenRefusedException(
                400,
                new OAuthError(code, Optional.empty(), Optional.empty()),
                SignInWithApple.profile().diagnose(TokenRequest.builder().build(), EvaluationContext.unknown()),
                null);
    }
}
