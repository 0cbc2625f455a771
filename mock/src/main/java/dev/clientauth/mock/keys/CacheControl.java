// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.keys;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how long a response may be cached from its {@code Cache-Control} header (RFC 9111 section 5.2.2). */
final class CacheControl {
    private static final Pattern MAX_AGE = Pattern.compile("max-age\\s*=\\s*\"?([0-9]+)\"?");
    private static final int MAX = 50;
    /** The maximum that RFC 9111 section 1.2.2 requires to be supported. */
    private static final long MAX_SECONDS = 1L << 31;

    private static final int DIGITS = 10;

    private CacheControl() {}

    /** Returns the time; empty without a directive, and zero if the directive is invalid. */
    static Optional<Duration> freshFor(List<String> headers) {
        Optional<Duration> said = Optional.empty();
        for (String directive : String.join(",", headers).split(",", MAX)) {
            String word = directive.strip().toLowerCase(Locale.ROOT);
            if (word.equals("no-store") || word.startsWith("no-cache")) {
                return Optional.of(Duration.ZERO);
            }
            if (word.startsWith("max-age") && said.isEmpty()) {
                said = Optional.of(age(word));
            }
        }
        return said;
    }

    private static Duration age(String directive) {
        Matcher age = MAX_AGE.matcher(directive);
        if (!age.matches()) {
            return Duration.ZERO;
        }
        String seconds = age.group(1);
        return Duration.ofSeconds(
                seconds.length() > DIGITS ? MAX_SECONDS : Math.min(MAX_SECONDS, Long.parseLong(seconds)));
    }
}
