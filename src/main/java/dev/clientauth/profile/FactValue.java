// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import java.util.function.Function;

/**
 * The value of a {@link Fact} in a {@link RuleContext}.
 *
 * @param <T> the fact's type
 */
public sealed interface FactValue<T> {

    /**
     * The fact is known.
     *
     * @param value the value
     */
    record Value<T>(T value) implements FactValue<T> {}

    /**
     * Not provided: a rule that needs it is {@link Verdict.Unknown}.
     *
     * @param what the value to provide
     */
    record Missing<T>(String what) implements FactValue<T> {}

    /**
     * The request does not contain the value, or contains it in a form that another rule reports: a rule that needs it is
     * {@link Verdict.NotApplicable}.
     *
     * @param why the reason
     */
    record Absent<T>(String why) implements FactValue<T> {}

    /** Maps this value, if it is known. */
    default <R> FactValue<R> map(Function<T, R> turn) {
        if (this instanceof Value<T> known) {
            return value(turn.apply(known.value()));
        }
        return this instanceof Missing<T> missing ? missing(missing.what()) : absent(((Absent<T>) this).why());
    }

    /** Returns a known fact. */
    static <T> FactValue<T> value(T value) {
        return new Value<>(value);
    }

    /** Returns a fact that was not provided. */
    static <T> FactValue<T> missing(String what) {
        return new Missing<>(what);
    }

    /** Returns a fact that the request does not contain. */
    static <T> FactValue<T> absent(String why) {
        return new Absent<>(why);
    }
}
