package dev.clientauth.profile;

import java.util.Optional;
import java.util.function.Function;

/**
 * Something that a {@link Rule} needs to know, read from a {@link Case}.
 *
 * <p>A rule names its facts instead of reaching for values, so that a fact nobody supplied makes the rule
 * {@link Verdict.Undecided} without a line of code in the rule. {@link Facts} has the usual ones.
 *
 * @param <T> the fact's type
 */
@FunctionalInterface
public interface Fact<T> {

    /** What the case yields. */
    Known<T> in(Case c);

    /** A fact that is always the same. */
    static <T> Fact<T> of(T value) {
        return c -> Known.value(value);
    }

    /** This fact, turned into something else where it is there. */
    default <R> Fact<R> map(Function<T, R> turn) {
        return c -> {
            Known<T> known = in(c);
            if (known instanceof Known.Value<T> there) {
                return Known.value(turn.apply(there.value()));
            }
            if (known instanceof Known.Missing<T> missing) {
                return Known.missing(missing.what());
            }
            return Known.absent(((Known.Absent<T>) known).why());
        };
    }

    /** This fact where it is there, and nothing where it is not: for what a rule may do without. */
    default Fact<Optional<T>> ifThere() {
        return c -> Known.value(in(c) instanceof Known.Value<T> there ? Optional.of(there.value()) : Optional.empty());
    }

    /** This fact, or where it is not there, the other. What is missing is still what this one misses. */
    default Fact<T> or(Fact<T> other) {
        return c -> {
            Known<T> first = in(c);
            if (first instanceof Known.Value<T>) {
                return first;
            }
            return other.in(c) instanceof Known.Value<T> there ? there : first;
        };
    }
}
