// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.micrometer;

import dev.clientauth.arguments.Arguments;
import dev.clientauth.token.OAuthError;
import dev.clientauth.token.TokenEvent;
import dev.clientauth.token.TokenListener;
import dev.clientauth.token.TokenRefusedException;
import dev.clientauth.token.TokenTransportException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Exports requests, refreshes and failures of a client as Micrometer meters. Pass an instance to {@code listener(…)}
 * for each client.
 *
 * <table>
 * <caption>The meters. Each has the tag {@code client} besides those named here.</caption>
 * <tr><th>name<th>what<th>tags
 * <tr><td>{@code clientauth.token.requests}<td>requests sent<td>{@code grant.type}; {@code attempt}: {@code first} or
 * {@code repeated}
 * <tr><td>{@code clientauth.token.retries}<td>requests that are retried<td>{@code error}
 * <tr><td>{@code clientauth.token.refusals}<td>refusals by the provider<td>{@code error}
 * <tr><td>{@code clientauth.token.refreshes}<td>timer: access tokens received<td>
 * <tr><td>{@code clientauth.token.refreshes.failed}<td>refreshes that failed while the current token was still
 * valid<td>{@code error}
 * <tr><td>{@code clientauth.token.failures}<td>grants that failed, and refreshes that failed while no token
 * was valid<td>{@code error}
 * <tr><td>{@code clientauth.token.expiry}<td>gauge: when the current token expires, as time since 1970<td>
 * <tr><td>{@code clientauth.clock.corrections}<td>corrections of the clock<td>
 * <tr><td>{@code clientauth.clock.offset}<td>gauge: how far the provider's clock is ahead<td>
 * </table>
 *
 * <p>{@code error} is the OAuth error code if RFC 6749 defines it, otherwise {@code other}; {@code http_503} and the
 * like for a response that is not an OAuth response; {@code no_response} if there was none. Gauges appear with their
 * first value.
 */
public final class TokenMetrics implements TokenListener {
    private static final String TOKEN = "clientauth.token.";
    private static final String CLOCK = "clientauth.clock.";
    private static final String ERROR = "error";

    /** The values of the tag {@code error}. A provider may return anything, and each new value is a new time series. */
    private static final Set<String> KNOWN_ERRORS = Set.of(
            OAuthError.INVALID_CLIENT,
            OAuthError.INVALID_GRANT,
            OAuthError.INVALID_REQUEST,
            OAuthError.INVALID_SCOPE,
            OAuthError.UNAUTHORIZED_CLIENT,
            OAuthError.UNSUPPORTED_GRANT_TYPE,
            "server_error",
            "temporarily_unavailable");

    private final MeterRegistry registry;
    private final Tags tags;
    private volatile long expiryMillis;
    private volatile long offsetMillis;

    private TokenMetrics(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
    }

    /**
     * Returns a listener that records the meters of one client.
     *
     * @param client the value of the tag {@code client}: a short name that is unique in this registry, such as {@code
     *     epic-mock}
     */
    public static TokenMetrics of(MeterRegistry registry, String client) {
        return new TokenMetrics(
                Arguments.required(registry, "registry"), Tags.of("client", Arguments.notBlank(client, "client")));
    }

    @Override
    public void on(TokenEvent event) {
        Arguments.required(event, "event");
        if (event instanceof TokenEvent.Requested requested) {
            String attempt = requested.attempt() == 1 ? "first" : "repeated";
            count(TOKEN + "requests", "grant.type", requested.grantType(), "attempt", attempt);
        } else if (event instanceof TokenEvent.Refreshed refreshed) {
            Timer.builder(TOKEN + "refreshes").tags(tags).register(registry).record(refreshed.taken());
            expiryMillis = refreshed.expiresAt().toEpochMilli();
            gauge(TOKEN + "expiry", () -> expiryMillis);
        } else if (event instanceof TokenEvent.RefreshFailed failed) {
            count(TOKEN + "refreshes.failed", ERROR, error(failed.failure()));
        } else if (event instanceof TokenEvent.Failed failed) {
            count(TOKEN + "failures", ERROR, error(failed.failure()));
        } else if (event instanceof TokenEvent.Refused refused) {
            count(TOKEN + "refusals", ERROR, error(refused.refusal()));
        } else if (event instanceof TokenEvent.Retried retried) {
            count(TOKEN + "retries", ERROR, error(retried.failure()));
        } else if (event instanceof TokenEvent.ClockCorrected corrected) {
            count(CLOCK + "corrections");
            offsetMillis = corrected.offset().toMillis();
            gauge(CLOCK + "offset", () -> offsetMillis);
        }
    }

    private void count(String name, String... more) {
        Counter.builder(name).tags(tags.and(more)).register(registry).increment();
    }

    private void gauge(String name, Supplier<Number> millis) {
        TimeGauge.builder(name, millis, TimeUnit.MILLISECONDS).tags(tags).register(registry);
    }

    private static String error(Throwable failure) {
        if (failure instanceof TokenRefusedException refused) {
            String code = refused.error().code();
            return KNOWN_ERRORS.contains(code) ? code : "other";
        }
        if (failure instanceof TokenTransportException transport) {
            return transport.status() == 0 ? "no_response" : "http_" + transport.status();
        }
        return "other";
    }
}
