// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import dev.clientauth.profile.Citation.Certainty;

import java.util.function.Function;

/** The result of checking a {@link TokenRequest} against a {@link Rule}. */
public sealed interface Verdict {

    /** The request satisfies the rule. */
    record Satisfied() implements Verdict {}

    /**
     * The request breaks the rule.
     *
     * @param observed what the request has; never a secret
     * @param expected what the provider requires
     * @param isConditional whether the rule is broken only if the request was sent at certain times; {@code observed} names the
     *     condition
     */
    record Broken(String observed, String expected, boolean isConditional) implements Verdict {}

    /**
     * The request does not follow a rule that is {@link Certainty#DISPUTED}: the provider is known to accept it, or not
     * known to refuse it.
     *
     * @param observed what the request has; never a secret
     * @param expected what the rule requires
     */
    record Disputed(String observed, String expected) implements Verdict {}

    /**
     * The rule could not be checked, because a fact is missing.
     *
     * @param missing what to provide
     */
    record Unknown(String missing) implements Verdict {}

    /**
     * The rule does not apply.
     *
     * @param why the reason
     */
    record NotApplicable(String why) implements Verdict {}

    /** Returns the verdict of a satisfied rule. */
    static Verdict satisfied() {
        return new Satisfied();
    }

    /** Returns the verdict of a broken rule. */
    static Verdict broken(String observed, String expected) {
        return new Broken(observed, expected, false);
    }

    /** Returns the verdict of a rule that is broken only under the condition that {@code observed} names. */
    static Verdict brokenIf(String observed, String expected) {
        return new Broken(observed, expected, true);
    }

    /** Returns {@link Satisfied} if {@code kept}, otherwise {@link Broken} with both values. */
    static Verdict satisfiedIf(boolean kept, String observed, String expected) {
        return kept ? satisfied() : broken(observed, expected);
    }

    /** Returns the verdict on a known value; unknown if the value is missing, not applicable if the request has none. */
    static <T> Verdict of(FactValue<T> value, Function<T, Verdict> check) {
        return Verdicts.from(value, check);
    }

    /** A check of three facts. */
    @FunctionalInterface
    public interface Check3<A, B, C> {
        /** Returns the verdict. */
        Verdict apply(A first, B second, C third);
    }
}
