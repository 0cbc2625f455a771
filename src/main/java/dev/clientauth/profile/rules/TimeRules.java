// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.rules;

import dev.clientauth.profile.Citation;
import dev.clientauth.profile.EvaluationContext.SendingTime;
import dev.clientauth.profile.Fact;
import dev.clientauth.profile.FactValue;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Level;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.Verdict;
import dev.clientauth.profile.text.DurationFormat;
import dev.clientauth.profile.text.InstantFormat;
import dev.clientauth.profile.text.NumericDate;
import dev.clientauth.profile.text.Redactor;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

import static java.time.Duration.ofSeconds;
import static java.time.temporal.ChronoUnit.SECONDS;

/** Rules about {@code iat}, {@code nbf} and {@code exp} that several providers share. All use the provider's clock. */
public final class TimeRules {
    /** A larger number is in a unit smaller than milliseconds. */
    private static final long MAX_MILLISECONDS = NumericDate.MAX_SECONDS * 1000;

    /** The tolerance for a time of sending that was provided by the user. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    private static final Duration MAX_SLACK = Duration.ofHours(1);

    private TimeRules() {}

    /** The claim is present and is in seconds since 1970. */
    public static Rule seconds(String claim, Citation source) {
        return seconds(claim, true, source);
    }

    /** The claim, if present, is in seconds since 1970. */
    public static Rule secondsIfPresent(String claim, Citation source) {
        return seconds(claim, false, source);
    }

    /** The claim has no fraction of a second. */
    public static Rule wholeSeconds(String claim, Citation source) {
        return Rule.must(claim + ".whole-seconds")
                .about(Field.claim(claim))
                .states(claim + ", if present, is an integer without a fraction.")
                .remedy("Write " + claim + " as a JSON integer.")
                .source(source)
                .check(Facts.claims(), claims -> {
                    Object value = claims.get(claim);
                    // The texts are only for a broken rule: this is evaluated for every assertion.
                    return !(value instanceof BigDecimal) || NumericDate.read(value) == null
                            ? Verdict.satisfied()
                            : Verdict.broken(Redactor.member(value) + ", with a fraction", "an integer");
                });
    }

    private static Rule seconds(String claim, boolean required, Citation source) {
        return Rule.must(claim + ".seconds")
                .about(Field.claim(claim))
                .states(claim + (required ? " is present and is" : ", if present, is")
                        + " a number of seconds since 1970.")
                .remedy("Write " + claim + " as a JSON integer in seconds, not milliseconds.")
                .source(source)
                .check(Facts.claims(), claims -> {
                    Object value = claims.get(claim);
                    if (value == null && !claims.containsKey(claim)) {
                        return Verdict.satisfiedIf(!required, "absent", "seconds since 1970");
                    }
                    return NumericDate.read(value) != null
                            ? Verdict.satisfied()
                            : Verdict.broken(oddity(value), "seconds since 1970, an integer");
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
            return Redactor.member(value) + ", with an exponent or too large for a number of seconds";
        }
        if (value instanceof Long number && number > 0 && number < MAX_MILLISECONDS) {
            return number + ", which counts milliseconds";
        }
        return NumericDate.isWholeNumber(value)
                ? Redactor.member(value) + ", too large for a number of seconds"
                : "not a number";
    }

    /** {@code exp} is later than the time the request arrives. */
    public static Rule expiresInFuture(Citation source) {
        return Rule.must("exp.in-future")
                .about(Field.claim("exp"))
                .states("exp is later than the time the request arrives.")
                .remedy("Create the assertion just before sending it, and check the clock of this machine.")
                .source(source)
                // exp is in whole seconds.
                .earliest(Facts.exactTime().map(now -> later(now.truncatedTo(SECONDS), ofSeconds(1))))
                .check(Facts.instant("exp"), Facts.sendingTime(), life(), (exp, sent, life) -> {
                    if (exp.isAfter(sent.latest().truncatedTo(SECONDS))) {
                        return satisfiedBy(sent);
                    }
                    return expired(exp, sent, life, sent.latest());
                });
    }

    private static Verdict expired(Instant exp, SendingTime sent, Life life, Instant earliest) {
        String expired = "expired " + DurationFormat.between(exp, sent.latest()) + " ago";
        if (sent.isExact()) {
            return Verdict.broken(
                    expired + sent.byWhom() + life.shift(sent.latest()), "later than " + InstantFormat.of(earliest));
        }
        String unless = expired + ", unless sent earlier";
        // A refused request was sent earlier, not now; but an assertion that is kept for days has probably expired.
        return life.hasResponse && !life.isKept(exp)
                ? new Verdict.Unknown(Facts.SENDING_TIME + ": exp has passed; " + unless)
                : Verdict.brokenIf(unless, "later than " + InstantFormat.of(earliest));
    }

    /**
     * {@code exp} passed less than this long ago, so that a server that tolerates a difference between the clocks accepts it. For a
     * provider whose rule {@code exp.in-future} is disputed.
     */
    public static Rule expiredAtMost(Duration tolerance, Citation source) {
        String limit = DurationFormat.exact(tolerance);
        return Rule.must("exp.within-tolerance")
                .about(Field.claim("exp"))
                .states("exp passed less than " + limit + " before the request arrives.")
                .remedy("Create the assertion just before sending it, and check the clock of this machine.")
                .source(source)
                .check(
                        Facts.instant("exp"),
                        Facts.sendingTime(),
                        life(),
                        (exp, sent, life) ->
                                later(exp, tolerance).isAfter(sent.latest().truncatedTo(SECONDS))
                                        ? satisfiedBy(sent)
                                        : expired(exp, sent, life, sent.latest().minus(tolerance)));
    }

    /** {@code exp} is at most this far ahead of the provider's clock. */
    public static Rule expiresWithin(String name, Duration max, Citation source) {
        return expiresWithin(name, max, Duration.ZERO, source);
    }

    /**
     * {@code exp} is at most this far ahead of the provider's clock.
     *
     * @param slack the tolerance of the provider; it is never used on purpose
     */
    public static Rule expiresWithin(String name, Duration max, Duration slack, Citation source) {
        String limit = DurationFormat.exact(max);
        return Rule.must(name)
                .about(Field.claim("exp"))
                .states("exp is at most " + limit + " ahead of the provider's clock when the request arrives.")
                .remedy("Use a shorter lifetime that leaves room for a clock that is off by a few seconds.")
                .source(source)
                .latest(Facts.exactTime().map(now -> later(now, max)))
                .check(Facts.instant("exp"), Facts.sendingTime(), life(), (exp, sent, life) -> {
                    Instant latest = later(sent.latest(), max);
                    if (life.isAhead(sent.latest(), exp, max)) {
                        return new Verdict.NotApplicable("iat is in the future, which explains exp");
                    }
                    if (exp.isAfter(later(latest, slack))) {
                        return Verdict.broken(
                                DurationFormat.between(sent.latest(), exp) + " ahead" + sent.byWhom() + ", "
                                        + over(latest, exp) + calendar(sent.latest(), exp),
                                "at most " + limit + " ahead");
                    }
                    if (sent.isExact()) {
                        return satisfiedBy(sent);
                    }
                    Instant iat = life.iat;
                    return iat != null && exp.isAfter(later(iat, max.plus(room(max))))
                            ? Verdict.brokenIf(
                                    DurationFormat.between(iat, exp) + " ahead if the request was sent at iat",
                                    "at most " + limit + " ahead")
                            : new Verdict.Unknown(Facts.SENDING_TIME);
                });
    }

    /** A rule about the provider's clock cannot be satisfied by another clock. */
    private static Verdict satisfiedBy(SendingTime sent) {
        return sent.isByProvider() ? Verdict.satisfied() : new Verdict.Unknown(Facts.PROVIDER_CLOCK);
    }

    /** How far a client may backdate iat, which makes exp further from it than from the time of sending. */
    private static Duration room(Duration max) {
        Duration tenth = max.dividedBy(10);
        return tenth.compareTo(MAX_SLACK) < 0 ? tenth : MAX_SLACK;
    }

    private static String over(Instant latest, Instant at) {
        return DurationFormat.between(latest, at) + " too far";
    }

    /** {@code exp} is at most this long after another claim. */
    public static Rule atMostAfter(String name, String claim, Duration max, Citation source) {
        return atMostAfter(Level.MUST, name, claim, max, source);
    }

    /** {@code exp} is at most this long after another claim. */
    public static Rule atMostAfter(Level level, String name, String claim, Duration max, Citation source) {
        return span(level, name, claim, "at most ", max, max, source);
    }

    /** {@code exp} is less than this long after another claim. */
    public static Rule lessThanAfter(String name, String claim, Duration bound, Citation source) {
        return span(Level.MUST, name, claim, "less than ", bound, bound.minusSeconds(1), source);
    }

    private static Rule span(
            Level level, String name, String claim, String words, Duration bound, Duration max, Citation source) {
        String limit = words + DurationFormat.exact(bound) + " after " + claim;
        return Rule.of(level, name)
                .about(Field.claim("exp"))
                .states("exp is " + limit + ".")
                .remedy("Use a shorter lifetime.")
                .source(source)
                .latest(Facts.instant(claim).map(start -> later(start, max)))
                .check(Facts.instant("exp"), Facts.instant(claim), (exp, start) -> {
                    Instant latest = later(start, bound);
                    return exp.isAfter(later(start, max))
                            ? Verdict.broken(
                                    DurationFormat.between(start, exp) + " after " + claim
                                            + (exp.isAfter(latest) ? ", " + over(latest, exp) : ""),
                                    limit)
                            : Verdict.satisfied();
                });
    }

    /** The claim is not in the future. */
    public static Rule notInFuture(Level level, String claim, Citation source) {
        return notInFuture(level, claim, Duration.ZERO, source);
    }

    /**
     * The claim is not in the future.
     *
     * @param slack the tolerance of the provider; it is never used on purpose
     */
    public static Rule notInFuture(Level level, String claim, Duration slack, Citation source) {
        return notInFuture(level, claim, slack, Duration.ZERO, source);
    }

    /**
     * The claim does not lie in the future, for a provider that documents no such rule. If the time of sending was provided
     * and not read from the provider's clock, a difference of up to {@link #CLOCK_TOLERANCE} is not significant.
     */
    public static Rule notInFutureOfProvider(String claim, Citation source) {
        return notInFuture(Level.MUST, claim, Duration.ZERO, CLOCK_TOLERANCE, source);
    }

    /**
     * The claim is at most this far in the future, so that a server that tolerates a difference between the clocks accepts it. For
     * a provider whose rule that it is not in the future is disputed.
     */
    public static Rule aheadAtMost(String claim, Duration tolerance, Citation source) {
        return notInFuture(Level.MUST, claim + ".within-tolerance", claim, tolerance, Duration.ZERO, source);
    }

    private static Rule notInFuture(Level level, String claim, Duration slack, Duration tolerance, Citation source) {
        return notInFuture(level, claim + ".not-in-future", claim, slack, tolerance, source);
    }

    private static Rule notInFuture(
            Level level, String name, String claim, Duration slack, Duration tolerance, Citation source) {
        return Rule.of(level, name)
                .about(Field.claim(claim))
                .states(claim + " is not in the future, by the provider's clock"
                        + (slack.isZero() ? "." : ", with a tolerance of " + DurationFormat.exact(slack) + "."))
                .remedy("Set " + claim
                        + " to a few seconds ago, and check the clock and the time zone calculation on this machine.")
                .source(source)
                .latest(Facts.exactTime())
                .check(Facts.instant(claim), Facts.sendingTime(), (at, sent) -> {
                    if (at.isAfter(later(sent.latest(), slack))) {
                        if (sent.isExact() && !sent.isByProvider() && !at.isAfter(later(sent.latest(), tolerance))) {
                            return new Verdict.Unknown(Facts.PROVIDER_CLOCK);
                        }
                        return Verdict.broken(
                                DurationFormat.between(sent.latest(), at) + " ahead" + sent.byWhom()
                                        + timeZone(sent.latest(), at),
                                "not later than " + InstantFormat.of(sent.latest()));
                    }
                    return sent.isExact() ? satisfiedBy(sent) : new Verdict.Unknown(Facts.SENDING_TIME);
                });
    }

    /** The claim is no older than this when the request arrives. */
    public static Rule recent(String claim, Duration max, Citation source) {
        String limit = DurationFormat.exact(max);
        return Rule.must(claim + ".recent")
                .about(Field.claim(claim))
                .states(claim + " is at most " + limit + " before the provider's clock when the request arrives.")
                .remedy("Create the assertion just before sending it, and check the clock of this machine.")
                .source(source)
                .earliest(Facts.exactTime().map(now -> now.minus(max)))
                .check(Facts.instant(claim), Facts.sendingTime(), (at, sent) -> {
                    if (!sent.isExact()) {
                        return new Verdict.Unknown(Facts.SENDING_TIME);
                    }
                    return later(at, max).isBefore(sent.latest().truncatedTo(SECONDS))
                            ? Verdict.broken(
                                    DurationFormat.between(at, sent.latest()) + " old" + sent.byWhom()
                                            + timeZone(at, sent.latest()),
                                    "at most " + limit)
                            : satisfiedBy(sent);
                });
    }

    /** When it was issued, if known, and whether the provider has responded to it. */
    private static Fact<Life> life() {
        return context -> FactValue.value(new Life(
                Facts.instant("iat").in(context) instanceof FactValue.Value<Instant> there ? there.value() : null,
                context.evaluation().response().isPresent()));
    }

    private record Life(@Nullable Instant iat, boolean hasResponse) {
        /** Returns whether it is intended for use over days, such as a client secret in a configuration. */
        boolean isKept(Instant exp) {
            return iat != null && Duration.between(iat, exp).compareTo(Duration.ofDays(1)) >= 0;
        }

        /** Returns whether it was issued in the future, with a permitted lifetime. */
        boolean isAhead(Instant sent, Instant exp, Duration max) {
            boolean isForDays = max.compareTo(Duration.ofDays(1)) >= 0;
            return isForDays && iat != null && iat.isAfter(later(sent, MAX_SLACK)) && !exp.isAfter(later(iat, max));
        }

        /** Reports a time zone offset between iat and the time of sending. */
        String shift(Instant sent) {
            String zone = iat == null ? "" : timeZone(iat, sent);
            return iat == null || zone.isEmpty()
                    ? ""
                    : "; iat is " + DurationFormat.between(iat, sent) + " in the past" + zone;
        }
    }

    /** Reports a lifetime in calendar months: six of them have 181 to 184 days. */
    private static String calendar(Instant now, Instant exp) {
        long seconds = Duration.between(now, exp).toSeconds();
        long days = Math.round(seconds / 86_400.0);
        return days >= 183 && days <= 184 && Math.abs(seconds - days * 86_400) <= 3_700
                ? ": six calendar months can be that long"
                : "";
    }

    /** Reports UTC read as local time, which shifts a claim by a multiple of half an hour. */
    private static String timeZone(Instant start, Instant end) {
        long seconds = Duration.between(start, end).toSeconds();
        long halfHours = Math.round(seconds / 1800.0);
        return halfHours > 0 && halfHours <= 28 && Math.abs(seconds - halfHours * 1800) <= 60
                ? ", close to a time zone offset: UTC was probably read as local time"
                : "";
    }

    /** {@code nbf} is not later than {@code exp}. */
    public static Rule notBeforeIsBeforeExpiry(Citation source) {
        return Rule.must("nbf.not-after-exp")
                .about(Field.claim("nbf"))
                .states("nbf is not later than exp.")
                .remedy("Set nbf to the same instant as iat, or omit it.")
                .source(source)
                .latest(Facts.instant("exp"))
                .check(
                        Facts.instant("nbf"),
                        Facts.instant("exp"),
                        (nbf, exp) -> Verdict.satisfiedIf(
                                !nbf.isAfter(exp),
                                DurationFormat.between(exp, nbf) + " after exp",
                                "not later than exp"));
    }

    /** A clock may be at the maximum instant. */
    private static Instant later(Instant start, Duration time) {
        return start.isAfter(Instant.MAX.minus(time)) ? Instant.MAX : start.plus(time);
    }
}
