package dev.clientauth.profile;

import java.util.Optional;
import java.util.function.Function;

/**
 * A value that a {@link Rule} needs, read from a {@link RuleContext}.
 *
 * <p>A rule names its facts instead of reaching for values, so that a fact nobody supplied makes the rule
 * {@link Verdict.Unknown} without a line of code in the rule. Ready-made facts are in {@code dev.clientauth.profile.rules.Facts}.
 *
 * @param <T> the fact's type
 */
@FunctionalInterface
public interface Fact<T> {

    /** What the case yields. */
    FactValue<T> in(RuleContext context);

    /** A fact that is always the same. */
    static <T> Fact<T> of(T value) {
        return context -> FactValue.value(value);
    }

    /** This fact, turned into something else where it is there. */
    default <R> Fact<R> map(Function<T, R> turn) {
        return context -> in(context).map(turn);
    }

    /** This fact where it is there, and nothing where it is not: for what a rule may do without. */
    default Fact<Optional<T>> ifKnown() {
        return context -> FactValue.value(
                in(context) instanceof FactValue.Value<T> there ? Optional.of(there.value()) : Optional.empty());
    }

    /** This fact, or where it is not there, the other. What is missing is still what this one misses. */
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
