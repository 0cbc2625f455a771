package dev.clientauth.report;

import dev.clientauth.profile.Answer;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.Verdict;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a diagnosis comes to. */
enum Outcome {
    /** A demand is broken. */
    BROKEN(Colour.RED),
    /** Only what is recommended is not kept. */
    ADVICE(Colour.YELLOW),
    /** Nothing is broken, but facts are missing. */
    UNDECIDED(Colour.YELLOW),
    /** Every rule that applies holds. */
    CLEAN(Colour.GREEN);

    /** Those of the standards; whatever else stands in their place may echo a secret. */
    private static final Pattern CODE = Pattern.compile("[a-z_]{1,40}");

    private final Colour colour;

    Outcome(Colour colour) {
        this.colour = colour;
    }

    static Outcome of(Diagnosis diagnosis) {
        if (!diagnosis.fatal().isEmpty()) {
            return BROKEN;
        }
        if (!diagnosis.broken().isEmpty()) {
            return ADVICE;
        }
        return diagnosis.undecided().isEmpty() ? CLEAN : UNDECIDED;
    }

    Colour colour() {
        return colour;
    }

    /** The name in JSON. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The diagnosis in one sentence. */
    String sentence(Diagnosis diagnosis) {
        String provider = diagnosis.profile().name();
        int waiting = diagnosis.undecided().size();
        return switch (this) {
            case BROKEN -> broken(diagnosis, provider);
            case ADVICE ->
                "No rule of " + provider + " that it requires is broken, but "
                        + counted(diagnosis.broken().size(), "recommendation is", "recommendations are")
                        + " not followed"
                        + (waiting == 0 ? "." : ", and " + waiting(waiting) + ".");
            case UNDECIDED -> "No rule of " + provider + " is broken as far as is known; " + waiting(waiting) + ".";
            case CLEAN ->
                "No rule of " + provider + " is broken; all that apply are satisfied" + elsewhere(diagnosis) + ".";
        };
    }

    private static String broken(Diagnosis diagnosis, String provider) {
        List<Finding> fatal = diagnosis.fatal();
        List<String> errors =
                fatal.stream().map(f -> f.rule().error()).distinct().toList();
        String error = errors.size() == 1 ? errors.get(0) : "a refusal";
        String rules = counted(fatal.size(), "rule", "rules") + " of " + provider
                + (fatal.size() == 1 ? " is broken" : " are broken");
        if (!diagnosis.isConclusive()) {
            return rules + ", depending on when the request was sent.";
        }
        return rules
                + (fatal.size() == 1 ? "; it may be the reason for " : "; any of them may be the reason for ")
                + error + ".";
    }

    private static String elsewhere(Diagnosis diagnosis) {
        boolean hasHeldRule = diagnosis.findings().stream().anyMatch(f -> f.verdict() instanceof Verdict.Holds);
        return diagnosis
                .answer()
                .map(Answer::error)
                .filter(error -> hasHeldRule && CODE.matcher(error).matches())
                .map(error -> "; the reason for " + error + " is outside the request")
                .orElse("");
    }

    private static String waiting(int number) {
        return counted(number, "rule", "rules") + " could not be checked";
    }

    private static String counted(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
