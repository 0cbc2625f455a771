package dev.clientauth.profile;

/**
 * What a {@link Case} yields for a {@link Fact}.
 *
 * @param <T> the fact's type
 */
public sealed interface Known<T> {

    /**
     * The fact is there.
     *
     * @param value what it is
     */
    record Value<T>(T value) implements Known<T> {}

    /**
     * Nobody told: a rule that needs it is {@link Verdict.Undecided}.
     *
     * @param what what to supply
     */
    record Missing<T>(String what) implements Known<T> {}

    /**
     * The attempt is known and has no such thing, or has it in a form that another rule reports: a rule that needs it is
     * {@link Verdict.NotApplicable}.
     *
     * @param why the reason
     */
    record Absent<T>(String why) implements Known<T> {}

    /** A fact that is there. */
    static <T> Known<T> value(T value) {
        return new Value<>(value);
    }

    /** A fact that nobody told. */
    static <T> Known<T> missing(String what) {
        return new Missing<>(what);
    }

    /** A fact that the attempt does not have. */
    static <T> Known<T> absent(String why) {
        return new Absent<>(why);
    }
}
