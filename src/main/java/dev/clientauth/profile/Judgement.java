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

    private static Verdict closed(Known<?> known) {
        return known instanceof Known.Missing<?> missing
                ? new Verdict.Undecided(missing.what())
                : new Verdict.NotApplicable(((Known.Absent<?>) known).why());
    }
}
