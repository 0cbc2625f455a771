package dev.clientauth.profile;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

import static java.time.Duration.ofSeconds;
import static java.time.temporal.ChronoUnit.SECONDS;

/** Rules about {@code iat}, {@code nbf} and {@code exp} that several providers share. All count by the provider's clock. */
public final class TimeRules {
    /** Beyond this, a number counts something smaller than milliseconds. */
    private static final long MOST_MILLISECONDS = Facts.MOST_SECONDS * 1000;

    private TimeRules() {}

    /** The claim is there, in whole seconds since 1970. */
    public static Rule wholeSeconds(String claim, Citation source) {
        return seconds(claim, true, source);
    }

    /** The claim, if it is there, is in whole seconds since 1970. */
    public static Rule wholeSecondsIfPresent(String claim, Citation source) {
        return seconds(claim, false, source);
    }

    private static Rule seconds(String claim, boolean required, Citation source) {
        return Rule.must(claim + ".whole-seconds")
                .about(Field.claim(claim))
                .states(claim + (required ? " is there" : ", if it is there, is")
                        + (required ? ", in" : " in")
                        + " whole seconds since 1970, as a number.")
                .remedy("Write " + claim + " as a JSON integer that counts seconds, not milliseconds.")
                .source(source)
                .check(Facts.claims(), claims -> {
                    Object value = claims.get(claim);
                    if (value == null && !claims.containsKey(claim)) {
                        return Verdict.holdsIf(!required, "absent", "seconds since 1970");
                    }
                    return Verdict.holdsIf(
                            Facts.isWholeSeconds(value), oddity(value), "seconds since 1970, an integer");
                });
    }

    private static String oddity(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof String) {
            return "a string";
        }
        if (value instanceof BigDecimal) {
            return Shown.member(value) + ", with a fraction or exponent";
        }
        if (value instanceof Long number && number > 0 && number < MOST_MILLISECONDS) {
            return number + ", which counts milliseconds";
        }
        return Facts.isWholeNumber(value) ? Shown.member(value) + ", beyond any count of seconds" : "not a number";
    }

    /** {@code exp} lies in the future. */
    public static Rule expiresInFuture(Citation source) {
        return Rule.must("exp.in-future")
                .about(Field.claim("exp"))
                .states("exp lies in the future when the request arrives.")
                .remedy("Make the assertion when it is needed, and check the clock of this machine.")
                .source(source)
                .noEarlier(
                        Facts.instant("exp"),
                        // exp is in whole seconds.
                        Facts.providerClock().map(now -> later(now.truncatedTo(SECONDS), ofSeconds(1))),
                        presented(),
                        (exp, at) -> Verdict.broken(
                                "expired " + Phrase.between(exp, at.now()) + " ago" + at.shift(),
                                "later than " + at.now()));
    }

    /** {@code exp} lies at most this far ahead of the provider's clock. */
    public static Rule expiresWithin(String name, Duration most, Citation source) {
        return Rule.must(name)
                .about(Field.claim("exp"))
                .states("exp is at most " + Phrase.of(most)
                        + " ahead of the provider's clock when the request arrives.")
                .remedy("Choose a shorter lifetime, with room for a clock that is a few seconds off.")
                .source(source)
                .noLater(
                        Facts.instant("exp"),
                        Facts.providerClock().map(now -> later(now, most)),
                        Facts.providerClock(),
                        (exp, now) -> Verdict.broken(
                                Phrase.between(now, exp) + " ahead" + calendar(now, exp),
                                "at most " + Phrase.of(most) + " ahead"));
    }

    /** {@code exp} is at most this long after another claim. */
    public static Rule atMostAfter(String name, String claim, Duration most, Citation source) {
        return atMostAfter(Level.MUST, name, claim, most, source);
    }

    /** {@code exp} is at most this long after another claim. */
    public static Rule atMostAfter(Level level, String name, String claim, Duration most, Citation source) {
        return span(level, name, claim, "at most ", most, most, source);
    }

    /** {@code exp} is less than this long after another claim. */
    public static Rule lessThanAfter(String name, String claim, Duration bound, Citation source) {
        return span(Level.MUST, name, claim, "less than ", bound, bound.minusSeconds(1), source);
    }

    private static Rule span(
            Level level, String name, String claim, String words, Duration bound, Duration most, Citation source) {
        return Rule.of(level, name)
                .about(Field.claim("exp"))
                .states("exp is " + words + Phrase.of(bound) + " after " + claim + ".")
                .remedy("Choose a shorter lifetime.")
                .source(source)
                .noLater(
                        Facts.instant("exp"),
                        Facts.instant(claim).map(start -> later(start, most)),
                        Facts.instant(claim),
                        (exp, start) -> Verdict.broken(
                                Phrase.between(start, exp) + " after " + claim,
                                words + Phrase.of(bound) + " after " + claim));
    }

    /** The claim does not lie in the future. */
    public static Rule notInFuture(Level level, String claim, Citation source) {
        return Rule.of(level, claim + ".not-in-future")
                .about(Field.claim(claim))
                .states(claim + " does not lie in the future, by the provider's clock.")
                .remedy("Put " + claim
                        + " some seconds back, and check the clock and the time zone arithmetic of this machine.")
                .source(source)
                .noLater(
                        Facts.instant(claim),
                        Facts.providerClock(),
                        Facts.providerClock(),
                        (at, now) -> Verdict.broken(
                                Phrase.between(now, at) + " ahead" + timeZone(now, at), "not later than " + now));
    }

    /** The provider's clock, with iat where there is one. */
    private static Fact<Presented> presented() {
        return c -> Facts.providerClock()
                .map(now -> new Presented(
                        now, Facts.instant("iat").in(c) instanceof Known.Value<Instant> there ? there.value() : null))
                .in(c);
    }

    private record Presented(Instant now, @Nullable Instant iat) {
        /** Names a time zone's offset between iat and now. */
        String shift() {
            String zone = iat == null ? "" : timeZone(iat, now);
            return iat == null || zone.isEmpty() ? "" : "; iat is " + Phrase.between(iat, now) + " back" + zone;
        }
    }

    /** Names the fault of counting in months: six of them have 181 to 184 days. */
    private static String calendar(Instant now, Instant exp) {
        long seconds = Duration.between(now, exp).toSeconds();
        long days = Math.round(seconds / 86_400.0);
        return days >= 183 && days <= 184 && Math.abs(seconds - days * 86_400) <= 3_700
                ? ": six months of the calendar can be that long"
                : "";
    }

    /** Names the fault of reading UTC as local time, which shifts a claim by a whole number of half-hours. */
    private static String timeZone(Instant start, Instant end) {
        long seconds = Duration.between(start, end).toSeconds();
        long halfHours = Math.round(seconds / 1800.0);
        return halfHours > 0 && halfHours <= 28 && Math.abs(seconds - halfHours * 1800) <= 60
                ? ", close to a time zone's offset: UTC was probably read as local time"
                : "";
    }

    /** {@code nbf} is not later than {@code exp}. */
    public static Rule notBeforeIsBeforeExpiry(Citation source) {
        return Rule.must("nbf.not-after-exp")
                .about(Field.claim("nbf"))
                .states("nbf is not later than exp.")
                .remedy("Set nbf to the same instant as iat, or leave it out.")
                .source(source)
                .noLater(
                        Facts.instant("nbf"),
                        Facts.instant("exp"),
                        Facts.instant("exp"),
                        (nbf, exp) -> Verdict.broken(Phrase.between(exp, nbf) + " after exp", "not later than exp"));
    }

    /** Somebody's clock may stand at the end of all instants. */
    private static Instant later(Instant start, Duration time) {
        return start.isAfter(Instant.MAX.minus(time)) ? Instant.MAX : start.plus(time);
    }
}
