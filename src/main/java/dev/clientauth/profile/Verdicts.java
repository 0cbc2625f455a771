package dev.clientauth.profile;

import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/** Turns fact values into verdicts: a missing fact is unknown, an absent one not applicable. */
final class Verdicts {
    private Verdicts() {}

    static <T> Verdict from(FactValue<T> known, Function<T, Verdict> judge) {
        return known instanceof FactValue.Value<T> there ? judge.apply(there.value()) : closed(known);
    }

    /** The verdict where the fact is not there, else null. */
    static @Nullable Verdict lack(FactValue<?> known) {
        return known instanceof FactValue.Value<?> ? null : closed(known);
    }

    /** The verdict; where the field's value was left out and does not hold as it stands, what is missing. */
    static Verdict unlessLeftOut(Field field, RuleContext context, Verdict verdict) {
        // A rule about the URL may be one about the parameters in it, and asks for the URL itself where it needs that.
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
