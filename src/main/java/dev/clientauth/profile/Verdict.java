package dev.clientauth.profile;

import java.util.function.Function;

/** The result of checking a {@link TokenRequest} against a {@link Rule}. */
public sealed interface Verdict {

    /** The request satisfies the rule. */
    record Satisfied() implements Verdict {}

    /**
     * The request breaks the rule.
     *
     * @param observed what the request has; never a secret
     * @param expected what the provider wants
     * @param isConditional whether that depends on when the request was sent, which is not known; {@code observed} names the
     *     condition
     */
    record Broken(String observed, String expected, boolean isConditional) implements Verdict {}

    /**
     * The request departs from a rule that is {@link Certainty#DISPUTED}: the provider is known to accept it, or not known
     * to refuse it.
     *
     * @param observed what the request has; never a secret
     * @param expected what the text of the rule wants
     */
    record Disputed(String observed, String expected) implements Verdict {}

    /**
     * A fact is missing without which nobody can say.
     *
     * @param missing what to provide
     */
    record Unknown(String missing) implements Verdict {}

    /**
     * The rule has nothing to judge here.
     *
     * @param why the reason
     */
    record NotApplicable(String why) implements Verdict {}

    /** The verdict of a rule that is satisfied. */
    static Verdict satisfied() {
        return new Satisfied();
    }

    /** The verdict of a rule that is broken. */
    static Verdict broken(String observed, String expected) {
        return new Broken(observed, expected, false);
    }

    /** The verdict of a rule that is broken under a condition, which {@code observed} names. */
    static Verdict brokenIf(String observed, String expected) {
        return new Broken(observed, expected, true);
    }

    /** {@link Satisfied} if {@code kept}, else {@link Broken} with both values. */
    static Verdict satisfiedIf(boolean kept, String observed, String expected) {
        return kept ? satisfied() : broken(observed, expected);
    }

    /** Returns the verdict on a known value; unknown where it is missing, not applicable where the request has none. */
    static <T> Verdict of(FactValue<T> value, Function<T, Verdict> judge) {
        return Verdicts.from(value, judge);
    }
}
