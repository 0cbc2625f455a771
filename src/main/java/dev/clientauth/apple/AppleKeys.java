// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.OutageTolerantJWKSetSource;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.jwk.source.RateLimitedJWKSetSource;
import com.nimbusds.jose.jwk.source.RefreshAheadCachingJWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.events.Event;
import dev.clientauth.arguments.Arguments;
import dev.clientauth.http.ElapsedClock;
import dev.clientauth.token.TokenTransportException;
import dev.clientauth.transport.HttpTransport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Apple's public keys, from {@code /auth/keys}: cached for 15 minutes, refreshed before that, and used for up to 12
 * hours while Apple's endpoint is down. An unknown key id triggers another fetch, at most twice in 30 seconds. These
 * times are elapsed times: setting the machine's clock back does not extend them, and setting it forward causes one
 * fetch.
 *
 * <p>Thread-safe: share one instance between all verifiers.
 */
public final class AppleKeys {
    private static final Logger LOG = LoggerFactory.getLogger(AppleKeys.class);

    private static final Duration LIFE = Duration.ofMinutes(15);
    private static final Duration AHEAD = Duration.ofMinutes(5);
    private static final Duration COOL_DOWN = Duration.ofSeconds(30);
    private static final Duration OUTAGE = Duration.ofHours(12);
    private static final Duration MAX_WAIT = Duration.ofSeconds(15);
    private static final long IDLE_SECONDS = 5;

    private final KeySetDocument document;
    private final JWKSetSource<SecurityContext> source;
    private final ElapsedClock clock;

    private AppleKeys(KeySetDocument document, ElapsedClock clock) {
        this.document = document;
        this.clock = clock;
        JWKSetSource<SecurityContext> tolerant =
                new OutageTolerantJWKSetSource<>(document, OUTAGE.toMillis(), AppleKeys::tell);
        this.source = new RefreshAheadCachingJWKSetSource<>(
                new RateLimitedJWKSetSource<>(tolerant, COOL_DOWN.toMillis(), null),
                LIFE.toMillis(),
                MAX_WAIT.toMillis(),
                AHEAD.toMillis(),
                false,
                background(),
                false,
                null);
    }

    /** Returns the keys from Apple's endpoint, which are fetched when needed. */
    public static AppleKeys apple() {
        return at(AppleEndpoints.apple());
    }

    /** Returns the keys from these endpoints, such as those of a mock, which are fetched when needed. */
    public static AppleKeys at(AppleEndpoints endpoints) {
        return at(endpoints, HttpTransport.standard(), Clock.systemUTC());
    }

    /** Returns the keys from these endpoints, which are fetched over this transport when needed. */
    public static AppleKeys at(AppleEndpoints endpoints, HttpTransport http, Clock clock) {
        return at(
                Arguments.required(endpoints, "endpoints"),
                Arguments.required(http, "http"),
                Arguments.required(clock, "clock"),
                ElapsedClock.of(clock));
    }

    static AppleKeys at(AppleEndpoints endpoints, HttpTransport http, Clock clock, ElapsedClock elapsed) {
        return new AppleKeys(new KeySetDocument(endpoints.keys(), http, clock), elapsed);
    }

    /**
     * Makes sure that keys are available.
     *
     * @throws TokenTransportException if there are none
     */
    void load() {
        current(JWKSetCacheRefreshEvaluator.noRefresh());
    }

    /**
     * Returns the key with this id; empty if Apple's endpoint responds and has no such key.
     *
     * @throws TokenTransportException if Apple's keys are not available
     */
    Optional<RSAKey> find(String keyId) {
        JWKSet known = current(JWKSetCacheRefreshEvaluator.noRefresh());
        Optional<RSAKey> key = in(known, keyId);
        if (key.isPresent()) {
            return key;
        }
        try {
            key = in(fetch(JWKSetCacheRefreshEvaluator.referenceComparison(known)), keyId);
        } catch (RateLimitReachedException coolingDown) {
            // Fetched twice within the last seconds, without this key.
            key = in(current(JWKSetCacheRefreshEvaluator.noRefresh()), keyId);
        } catch (KeySourceException e) {
            throw unavailable(e);
        }
        if (key.isEmpty() && document.isFailing()) {
            throw unavailable(null);
        }
        return key;
    }

    private JWKSet current(JWKSetCacheRefreshEvaluator refresh) {
        try {
            return fetch(refresh);
        } catch (KeySourceException e) {
            throw unavailable(e);
        }
    }

    private JWKSet fetch(JWKSetCacheRefreshEvaluator refresh) throws KeySourceException {
        return source.getJWKSet(refresh, clock.millis(), null);
    }

    private TokenTransportException unavailable(@Nullable KeySourceException cause) {
        if (cause != null && cause.getCause() instanceof TokenTransportException transport) {
            return transport;
        }
        return new TokenTransportException(
                "Apple's keys at " + document.address()
                        + " cannot be fetched at the moment, so tokens from Apple cannot be verified. Try again in "
                        + COOL_DOWN.toSeconds() + " seconds.",
                true,
                cause);
    }

    private static void tell(Event<OutageTolerantJWKSetSource<SecurityContext>, SecurityContext> event) {
        if (event instanceof OutageTolerantJWKSetSource.OutageEvent<SecurityContext> outage) {
            LOG.warn(
                    "Apple's keys could not be fetched; the cached ones are used for another {} s. {}",
                    TimeUnit.MILLISECONDS.toSeconds(outage.getRemainingTime()),
                    outage.getException().getMessage());
        }
    }

    private static Optional<RSAKey> in(JWKSet keys, String keyId) {
        JWK key = keys.getKeyByKeyId(keyId);
        return key == null ? Optional.empty() : Optional.of(key.toRSAKey());
    }

    private static ExecutorService background() {
        ThreadPoolExecutor one =
                new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "clientauth-apple-keys");
                    thread.setDaemon(true);
                    return thread;
                });
        one.allowCoreThreadTimeOut(true);
        return one;
    }

    @Override
    public String toString() {
        return "AppleKeys[" + document.address() + "]";
    }
}
