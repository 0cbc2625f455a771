package dev.clientauth.profile;

import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/** Turns what is known into a verdict: what nobody told is undecided, what is not there is not applicable. */
final class Judgement {
    private Judgement() {}

    static <T> Verdict from(Known<T> known, Function<T, Verdict> judge) {
        return known instanceof Known.Value<T> there ? judge.apply(there.value()) : closed(known);
    }

    /** The verdict where the fact is not there, else null. */
    static @Nullable Verdict lack(Known<?> known) {
        return known instanceof Known.Value<?> ? null : closed(known);
    }

    /** The verdict; where the field's value was left out and does not hold as it stands, what is missing. */
    static Verdict unlessLeftOut(Field field, Case c, Verdict verdict) {
        // A rule about the URL may be one about the parameters in it, and asks for the URL itself where it needs that.
        boolean isOpen = field.part() != Field.Part.ENDPOINT && c.attempt().isLeftOut(field);
        return isOpen && !(verdict instanceof Verdict.Holds) ? new Verdict.Undecided(field.leftOut()) : verdict;
    }

    private static Verdict closed(Known<?> known) {
        return known instanceof Known.Missing<?> missing
                ? new Verdict.Undecided(missing.what())
                : new Verdict.NotApplicable(((Known.Absent<?>) known).why());
    }
}
