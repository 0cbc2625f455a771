// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fakes;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

import java.util.List;
import java.util.Map;

/**
 * Suppresses the warnings that tests cause on purpose, so that any warning on the console is unexpected. Tests
 * that assert a warning use {@link LogCapture}, which this filter does not affect.
 */
public final class ExpectedWarnings extends Filter<ILoggingEvent> {
    /** The beginnings of the expected messages, by logger. */
    private static final Map<String, List<String>> EXPECTED = Map.of(
            "dev.clientauth.apple.AppleKeys",
            List.of("Apple's keys could not be fetched;"),
            "dev.clientauth.http.BoundedExecutor",
            List.of("A background task failed."),
            "dev.clientauth.http.Cancellation",
            List.of("A request could not be aborted:"),
            "dev.clientauth.http.ListenerQueue",
            List.of("A token listener has not returned", "A token listener missed", "A token listener failed"),
            "dev.clientauth.key.ring.KeyRing",
            List.of("The listener of the key ring failed."),
            "dev.clientauth.redis.RedisTokenStore",
            List.of("The entry {} in Redis is ignored:"),
            "dev.clientauth.refresh.StoreCircuitBreaker",
            List.of("The token store failed;"),
            "dev.clientauth.mock.apple.AppleNotifier",
            List.of("A notification was not posted:", "A notification could not be posted"),
            "dev.clientauth.mock.server.MockProviderServer",
            List.of("The mock listens at "),
            "io.micrometer.core.instrument.MeterRegistry",
            List.of("This Gauge has been already registered"));

    @Override
    public FilterReply decide(ILoggingEvent event) {
        boolean isExpected = event.getLevel().equals(Level.WARN)
                && EXPECTED.getOrDefault(event.getLoggerName(), List.of()).stream()
                        .anyMatch(event.getMessage()::startsWith);
        return isExpected ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
