package dev.clientauth.cli;

import dev.clientauth.mock.server.MockProviderServerBuilder;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How fast a mock learns, and how much its APIs bear.
 *
 * @param syncDelay how long new keys take to reach the provider
 * @param faster how many times faster than in reality
 * @param requests how many the APIs take
 * @param span in how long
 */
record MockPace(Duration syncDelay, double faster, int requests, Duration span) {
    private static final Pattern LIMIT = Pattern.compile("(\\d{1,9})/(.+)");

    /**
     * As the flags say.
     *
     * @throws UsageException if one is wrong
     */
    static MockPace of(@Nullable String syncDelay, double faster, @Nullable String apiLimit) {
        Duration delay = syncDelay == null ? Duration.ZERO : Span.parse(syncDelay);
        if (apiLimit == null) {
            return new MockPace(delay, faster, Integer.MAX_VALUE, Duration.ofMinutes(1));
        }
        Matcher limit = LIMIT.matcher(apiLimit);
        if (!limit.matches()) {
            throw new UsageException("--api-limit is no number of requests in a time; write 100/1m.");
        }
        return new MockPace(delay, faster, Integer.parseInt(limit.group(1)), Span.parse(limit.group(2)));
    }

    MockProviderServerBuilder applied(MockProviderServerBuilder builder) {
        return builder.syncDelay(syncDelay).speedUp(faster).apiLimit(requests, span);
    }
}
