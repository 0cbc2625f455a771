// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.mock;

import dev.clientauth.cli.shell.TimeArguments;
import dev.clientauth.cli.shell.UsageException;
import dev.clientauth.mock.server.MockProviderServer;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The timing of a mock and the rate limit of its APIs.
 *
 * @param syncDelay how long the provider takes to accept new keys
 * @param speedUp how many times faster than in reality
 * @param requests how many requests the APIs accept
 * @param period the period of that limit
 */
record MockPace(Duration syncDelay, double speedUp, int requests, Duration period) {
    private static final Pattern LIMIT = Pattern.compile("(\\d{1,9})/(.+)");

    /**
     * Returns the timing that the flags set.
     *
     * @throws UsageException if one is not valid
     */
    static MockPace of(@Nullable String syncDelay, double speedUp, @Nullable String apiLimit) {
        Duration delay = syncDelay == null ? Duration.ZERO : TimeArguments.duration("--sync-delay", syncDelay);
        if (apiLimit == null) {
            return new MockPace(delay, speedUp, Integer.MAX_VALUE, Duration.ofMinutes(1));
        }
        Matcher limit = LIMIT.matcher(apiLimit);
        if (!limit.matches()) {
            throw new UsageException("--api-limit must be a number of requests and a duration, such as 100/1m.");
        }
        return new MockPace(
                delay,
                speedUp,
                Integer.parseInt(limit.group(1)),
                TimeArguments.duration("--api-limit", limit.group(2)));
    }

    MockProviderServer.Builder applied(MockProviderServer.Builder builder) {
        return builder.syncDelay(syncDelay).speedUp(speedUp).apiLimit(requests, period);
    }
}
