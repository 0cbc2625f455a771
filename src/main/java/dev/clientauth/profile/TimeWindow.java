// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import dev.clientauth.profile.Citation.Certainty;
import dev.clientauth.profile.EvaluationContext.SendingTime;
import dev.clientauth.profile.text.NumericDate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The times of an assertion as the provider reads them, and the allowed range of its expiry.
 *
 * <p>Each time may be null: a claim that is absent or not a number, an unknown clock, a bound that no rule sets or that depends
 * on an unknown value. A claim in milliseconds appears as a time in the far future.
 *
 * @param now when the request was sent, or the latest possible time
 * @param iat the {@code iat} claim
 * @param nbf the {@code nbf} claim
 * @param exp the {@code exp} claim
 * @param earliestExpiry the earliest {@code exp} that all rules of level {@link Level#MUST} allow; it may be after the
 *     latest
 * @param latestExpiry the latest {@code exp} that all rules of level {@link Level#MUST} allow
 * @param sent what is known about the time of sending
 */
public record TimeWindow(
        @Nullable Instant now,
        @Nullable Instant iat,
        @Nullable Instant nbf,
        @Nullable Instant exp,
        @Nullable Instant earliestExpiry,
        @Nullable Instant latestExpiry,
        @Nullable SendingTime sent) {

    /** Creates a window whose time of sending is by the provider's clock. */
    public TimeWindow(
            @Nullable Instant now,
            @Nullable Instant iat,
            @Nullable Instant nbf,
            @Nullable Instant exp,
            @Nullable Instant earliestExpiry,
            @Nullable Instant latestExpiry) {
        this(
                now,
                iat,
                nbf,
                exp,
                earliestExpiry,
                latestExpiry,
                now == null ? null : new SendingTime(now, true, SendingTime.Clock.PROVIDER));
    }

    /** Returns the window of a context; empty if the assertion has no times. */
    static Optional<TimeWindow> of(List<Rule> rules, RuleContext context) {
        if (!(context.claims() instanceof FactValue.Value<Map<String, @Nullable Object>> there)) {
            return Optional.empty();
        }
        Instant iat = read(there.value().get("iat"));
        Instant nbf = read(there.value().get("nbf"));
        Instant exp = read(there.value().get("exp"));
        if (iat == null && nbf == null && exp == null) {
            return Optional.empty();
        }
        SendingTime sent = context.evaluation().sendingTime().orElse(null);
        return Optional.of(new TimeWindow(
                sent == null ? null : sent.latest(),
                iat,
                nbf,
                exp,
                bounds(rules, Rule::earliest, context)
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                bounds(rules, Rule::latest, context)
                        .min(Comparator.naturalOrder())
                        .orElse(null),
                sent));
    }

    /** Returns whether this time is so far in the future that the claim must be in milliseconds. */
    public static boolean countsMilliseconds(Instant claim) {
        return claim.getEpochSecond() >= NumericDate.MAX_SECONDS;
    }

    private static Stream<Instant> bounds(
            List<Rule> rules, Function<Rule, Optional<Fact<Instant>>> bound, RuleContext context) {
        return rules.stream()
                .filter(rule -> rule.level() == Level.MUST
                        && rule.certainty() != Certainty.DISPUTED
                        && rule.field().equals(Field.claim("exp"))
                        && rule.appliesTo(context))
                .flatMap(rule -> bound.apply(rule).stream())
                .flatMap(fact -> Stream.ofNullable(value(fact.in(context))));
    }

    private static @Nullable Instant value(FactValue<Instant> known) {
        return known instanceof FactValue.Value<Instant> there ? there.value() : null;
    }

    private static @Nullable Instant read(@Nullable Object claim) {
        Instant instant = NumericDate.read(claim);
        if (instant != null) {
            return instant;
        }
        return claim instanceof Long seconds
                        && seconds >= Instant.MIN.getEpochSecond()
                        && seconds <= Instant.MAX.getEpochSecond()
                ? Instant.ofEpochSecond(seconds)
                : null;
    }
}
