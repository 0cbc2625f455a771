// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.RuleViolationException;
import dev.clientauth.spring.ClientAuthProperties.Client;
import dev.clientauth.spring.ClientAuthProperties.Health;
import dev.clientauth.token.OAuthError;
import dev.clientauth.token.TokenEvent;
import dev.clientauth.token.TokenRefusedException;
import dev.clientauth.token.TokenTransportException;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** What the health indicator reports after events. */
class HealthTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private final InvalidatedTokens tokens = new InvalidatedTokens();

    private ClientStates states(boolean requestToken) {
        Client client = new Client(
                "apple-school-manager",
                "id",
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                null,
                List.of(),
                null);
        return new ClientStates(
                new ClientAuthProperties(Map.of("school", client), new Health(requestToken)),
                name -> tokens,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static TokenEvent.Refused refused(String code) {
        Diagnosis diagnosis = new InvalidatedTokens()
                .profile()
                .diagnose(
                        dev.clientauth.profile.TokenRequest.builder().build(),
                        dev.clientauth.profile.EvaluationContext.unknown());
        return new TokenEvent.Refused(new TokenRefusedException(
                400, new OAuthError(code, Optional.empty(), Optional.empty()), diagnosis, null));
    }

    private static final TokenTransportException DOWN = new TokenTransportException("HTTP 503", false, null);

    @Test
    void nothingIsKnownBeforeTheFirstRequest() {
        assertThat(states(false).report().status()).isEqualTo("UNKNOWN");
    }

    @Test
    void aTokenIsUp() {
        ClientStates states = states(false);
        states.on("school", new TokenEvent.Requested("client_credentials", 1));
        states.on("school", new TokenEvent.Refreshed(NOW.plusSeconds(60), Duration.ZERO));
        assertThat(states.report().status()).isEqualTo("UP");
    }

    @Test
    void aFailedRefreshIsUpUntilTheTokenExpires() {
        ClientStates states = states(false);
        states.on("school", new TokenEvent.RefreshFailed(DOWN, NOW.plusSeconds(1), NOW));
        assertThat(states.report().status()).isEqualTo("UP");
        assertThat(states.report().details().toString()).contains("HTTP 503");
        states.on("school", new TokenEvent.RefreshFailed(DOWN, NOW, NOW));
        assertThat(states.report().status()).isEqualTo("DOWN");
    }

    @Test
    void aRefusedClientIsDownUntilARequestSucceeds() {
        ClientStates states = states(false);
        states.on("school", new TokenEvent.Requested("client_credentials", 1));
        states.on("school", refused(OAuthError.INVALID_CLIENT));
        assertThat(states.report().status()).isEqualTo("DOWN");
        states.on("school", new TokenEvent.Requested("client_credentials", 1));
        assertThat(states.report().status()).isEqualTo("UP");
    }

    @Test
    void aRefusedCodeOfOneUserIsNotTheFaultOfTheClient() {
        ClientStates states = states(false);
        states.on("school", new TokenEvent.Requested("authorization_code", 1));
        TokenEvent.Refused refused = refused(OAuthError.INVALID_GRANT);
        states.on("school", refused);
        states.on("school", new TokenEvent.Failed(refused.refusal()));
        states.on(
                "school",
                new TokenEvent.Failed(
                        new RuleViolationException(refused.refusal().diagnosis())));
        assertThat(states.report().status()).isEqualTo("UP");
    }

    @Test
    void aClientWithoutATokenIsDownAfterAFailure() {
        ClientStates states = states(false);
        states.on("school", new TokenEvent.Requested("client_credentials", 1));
        states.on("school", new TokenEvent.Failed(DOWN));
        assertThat(states.report().status()).isEqualTo("DOWN");
        assertThat(states.report().details().toString()).contains("HTTP 503");
    }

    @Test
    void aFailureOfAnotherGrantIsUpWhileTheTokenIsValid() {
        ClientStates states = states(false);
        states.on("school", new TokenEvent.Refreshed(NOW.plusSeconds(60), Duration.ZERO));
        states.on("school", new TokenEvent.Failed(DOWN));
        assertThat(states.report().status()).isEqualTo("UP");
    }

    @Test
    void aTokenIsRequestedOnlyIfAsked() {
        tokens.failure = DOWN;
        assertThat(states(false).report().status()).isEqualTo("UNKNOWN");
        assertThat(states(true).report().status()).isEqualTo("DOWN");
    }
}
