package dev.clientauth.mock.keys;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long an answer may be kept, by its {@code Cache-Control} header (RFC 9111 section 5.2.2). */
final class CacheControl {
    private static final Pattern MAX_AGE = Pattern.compile("max-age\\s*=\\s*\"?([0-9]+)\"?");
    private static final int MOST = 50;
    /** The most that RFC 9111 section 1.2.2 wants to be told apart. */
    private static final long LONGEST = 1L << 31;

    private static final int DIGITS = 10;

    private CacheControl() {}

    /** How long; none where the header says nothing about it. Not at all, where it is there but cannot be read. */
    static Optional<Duration> freshFor(List<String> headers) {
        Optional<Duration> said = Optional.empty();
        for (String directive : String.join(",", headers).split(",", MOST)) {
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
        return Duration.ofSeconds(seconds.length() > DIGITS ? LONGEST : Math.min(LONGEST, Long.parseLong(seconds)));
    }
}
