// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import org.jspecify.annotations.Nullable;

import java.util.function.Function;
import java.util.function.Supplier;

/** Turns fact values into verdicts: a missing fact is unknown, an absent one not applicable. */
final class Verdicts {
    private Verdicts() {}

    static <T> Verdict from(FactValue<T> known, Function<T, Verdict> check) {
        return known instanceof FactValue.Value<T> there ? check.apply(there.value()) : closed(known);
    }

    /** Returns the verdict if the fact is missing or absent, otherwise null. */
    static @Nullable Verdict lack(FactValue<?> known) {
        return known instanceof FactValue.Value<?> ? null : closed(known);
    }

    /** Returns the verdict with more text about what was observed, if the rule is broken. */
    static Verdict with(Verdict verdict, Supplier<String> aside) {
        return verdict instanceof Verdict.Broken broken
                ? Verdict.broken(broken.observed() + aside.get(), broken.expected())
                : verdict;
    }

    /** Returns the verdict; unknown if the field's value was left out and the rule is not satisfied without it. */
    static Verdict unlessLeftOut(Field field, RuleContext context, Verdict verdict) {
        // A rule about the URL may check only its parameters; it declares the URL as a fact if it needs it.
        boolean isOpen =
                field.part() != Field.Part.ENDPOINT && context.request().isLeftOut(field);
        return isOpen && !(verdict instanceof Verdict.Satisfied) ? new Verdict.Unknown(field.leftOut()) : verdict;
    }

    private static Verdict closed(FactValue<?> known) {
        return known instanceof FactValue.Missing<?> missing
                ? new Verdict.Unknown(missing.what())
                : new Verdict.NotApplicable(((FactValue.Absent<?>) known).why());
    }
}
