// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import java.util.Optional;
import java.util.function.Function;

/**
 * A value that a {@link Rule} needs, read from a {@link RuleContext}.
 *
 * <p>A rule declares its facts, so that its verdict is {@link Verdict.Unknown} if one was not provided, without any code in the
 * rule. Predefined facts are in {@code dev.clientauth.profile.rules.Facts}.
 *
 * @param <T> the fact's type
 */
@FunctionalInterface
public interface Fact<T> {

    /** Reads the value from a context. */
    FactValue<T> in(RuleContext context);

    /** Returns a constant fact. */
    static <T> Fact<T> of(T value) {
        return context -> FactValue.value(value);
    }

    /** Returns a fact that maps the value of this one, if it is known. */
    default <R> Fact<R> map(Function<T, R> turn) {
        return context -> in(context).map(turn);
    }

    /** Returns this fact as an optional, for a rule that can be checked without it. */
    default Fact<Optional<T>> ifKnown() {
        return context -> FactValue.value(
                in(context) instanceof FactValue.Value<T> there ? Optional.of(there.value()) : Optional.empty());
    }

    /** Returns this fact, or the other one if this one is missing. If both are missing, the message of this one is used. */
    default Fact<T> or(Fact<T> other) {
        return context -> {
            FactValue<T> first = in(context);
            if (first instanceof FactValue.Value<T>) {
                return first;
            }
            return other.in(context) instanceof FactValue.Value<T> there ? there : first;
        };
    }
}
