package dev.clientauth.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as people write and read them: {@code 90s}, {@code 15m}, {@code 12h}, {@code 2d}, {@code PT5M}. */
final class Span {
    private static final Pattern SHORT = Pattern.compile("(\\d{1,9})\\s?(s|m|min|h|d)");
    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "min", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private Span() {}

    /**
     * Reads a time.
     *
     * @throws UsageException if it is none, or not longer than nothing
     */
    static Duration parse(String text) {
        Matcher parts = SHORT.matcher(text.strip().toLowerCase(Locale.ROOT));
        try {
            Duration unit = parts.matches() ? UNITS.get(parts.group(2)) : null;
            Duration time =
                    unit != null ? unit.multipliedBy(Long.parseLong(parts.group(1))) : Duration.parse(text.strip());
            if (time.isNegative() || time.isZero()) {
                throw new UsageException("\"" + text + "\" is no time to wait; expected one longer than nothing.");
            }
            return time;
        } catch (DateTimeException e) {
            throw new UsageException("\"" + text + "\" is no length of time; write 90s, 15m, 12h, 2d or PT15M.", e);
        }
    }

    /**
     * Reads a time that may have a minus before it.
     *
     * @throws UsageException if it is none
     */
    static Duration parseSigned(String text) {
        String plain = text.strip();
        return plain.startsWith("-") ? parse(plain.substring(1)).negated() : parse(plain);
    }

    /** The two largest units of a time: {@code 1 min 15 s}, {@code 12 h}. */
    static String text(Duration time) {
        long seconds = time.abs().toSeconds();
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return two(seconds / 60, " min", seconds % 60, " s");
        }
        if (seconds < 86_400) {
            return two(seconds / 3_600, " h", seconds % 3_600 / 60, " min");
        }
        return two(seconds / 86_400, " d", seconds % 86_400 / 3_600, " h");
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + largeUnit + (small == 0 ? "" : " " + small + smallUnit);
    }
}
