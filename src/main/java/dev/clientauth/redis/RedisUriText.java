// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.redis;

import io.lettuce.core.RedisURI;

import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses a Redis URI. If it is invalid, neither the exception nor its cause quotes it.
 *
 * <p>Lettuce itself accepts some URIs whose password contains an unescaped {@code #}, {@code ?} or {@code @}, and uses a
 * part of the password as the host, which then appears in connection errors. Those are rejected here.
 */
final class RedisUriText {
    private static final Set<String> SCHEMES = Set.of(
            "redis",
            "rediss",
            "redis+ssl",
            "redis+tls",
            "redis-socket",
            "redis+socket",
            "redis-sentinel",
            "rediss-sentinel");
    private static final Pattern PARTS =
            Pattern.compile("(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?<authority>[^/?#]*)(?<rest>.*)", Pattern.DOTALL);
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.%a-z]+]");

    private static final String ESCAPE = "its user name or password contains a character that must be percent-encoded";

    private static final String PARTS_INVALID =
            "its host, port, database number or sentinel master name is missing or invalid";

    private static final String EXPECTED = ". Expected a URI such as rediss://user:password@redis.example.com:6380/0,"
            + " with special characters in the password percent-encoded: @ as %40, / as %2F, # as %23, ? as %3F, % as %25.";

    private RedisUriText() {}

    /**
     * Parses a Redis URI.
     *
     * @throws IllegalArgumentException if it is invalid; the message says what is wrong and what is expected
     */
    static RedisURI parse(String uri) {
        if (uri == null || uri.isBlank()) {
            throw new IllegalArgumentException("uri must not be null or blank" + EXPECTED);
        }
        Matcher parts = PARTS.matcher(uri);
        if (!parts.matches() || !SCHEMES.contains(parts.group("scheme"))) {
            throw invalid("it does not begin with redis://, rediss://, redis-sentinel:// or redis-socket://");
        }
        String authority = parts.group("authority");
        boolean hasSecondAt = authority.indexOf('@') != authority.lastIndexOf('@');
        if (hasSecondAt || parts.group("rest").contains("@")) {
            throw invalid(ESCAPE);
        }
        RedisURI parsed;
        try {
            parsed = RedisURI.create(uri);
        } catch (RuntimeException e) {
            // Neither the message nor the exception is used: both quote the URI or a part of it.
            throw invalid(e.getCause() instanceof URISyntaxException ? ESCAPE : PARTS_INVALID);
        }
        boolean isAddress = parsed.getSocket() != null
                || (parsed.getSentinels().isEmpty()
                        ? isHost(parsed)
                        : parsed.getSentinels().stream().allMatch(RedisUriText::isHost));
        if (!isAddress) {
            throw invalid(PARTS_INVALID);
        }
        return parsed;
    }

    private static boolean isHost(RedisURI uri) {
        return uri.getHost() != null && HOST.matcher(uri.getHost()).matches();
    }

    private static IllegalArgumentException invalid(String reason) {
        return new IllegalArgumentException("The Redis URI is invalid: " + reason
                + ". It is not shown because it may contain a password" + EXPECTED);
    }
}
