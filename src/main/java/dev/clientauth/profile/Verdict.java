package dev.clientauth.profile;

/** What a {@link Rule} says of an {@link Attempt} in a {@link Situation}. */
public sealed interface Verdict {

    /** The attempt keeps the rule. */
    record Holds() implements Verdict {}

    /**
     * The attempt breaks the rule.
     *
     * @param observed what the attempt has; never a secret
     * @param expected what the provider wants
     */
    record Broken(String observed, String expected) implements Verdict {}

    /**
     * A fact is missing without which nobody can say.
     *
     * @param missing what to supply
     */
    record Undecided(String missing) implements Verdict {}

    /**
     * The rule has nothing to judge here.
     *
     * @param why the reason
     */
    record NotApplicable(String why) implements Verdict {}

    /** The verdict of a rule that is kept. */
    static Verdict holds() {
        return new Holds();
    }

    /** The verdict of a rule that is broken. */
    static Verdict broken(String observed, String expected) {
        return new Broken(observed, expected);
    }

    /** {@link Holds} if {@code kept}, else {@link Broken} with both values. */
    static Verdict holdsIf(boolean kept, String observed, String expected) {
        return kept ? holds() : broken(observed, expected);
    }
}
