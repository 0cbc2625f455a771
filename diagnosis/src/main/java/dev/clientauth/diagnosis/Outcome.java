// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.ErrorResponse;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.Verdict;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The overall result of a diagnosis. */
enum Outcome {
    /** A required rule is broken. */
    BROKEN(Color.RED),
    /** No rule is certainly broken; a disputed one that some servers enforce is not followed. */
    DISPUTED(Color.YELLOW),
    /** Only a recommendation is not followed. */
    ADVICE(Color.YELLOW),
    /** No rule is broken, but facts are missing. */
    UNKNOWN(Color.YELLOW),
    /** Every applicable rule is satisfied. */
    CLEAN(Color.GREEN),
    /** There was no request to check. */
    NO_REQUEST(Color.YELLOW);

    /** The error codes of the standards; any other value may echo a secret and is not shown. */
    private static final Pattern CODE = Pattern.compile("[a-z_]{1,40}");

    private final Color color;

    Outcome(Color color) {
        this.color = color;
    }

    static Outcome of(Diagnosis diagnosis) {
        if (!diagnosis.blocking().isEmpty()) {
            return BROKEN;
        }
        if (!diagnosis.possibleReasons().isEmpty()) {
            return DISPUTED;
        }
        if (!diagnosis.broken().isEmpty()) {
            return ADVICE;
        }
        return diagnosis.unknown().isEmpty() ? CLEAN : UNKNOWN;
    }

    Color color() {
        return color;
    }

    /** Returns the name in JSON. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Returns the diagnosis in one sentence.
     *
     * @param noun what was checked; the sentence makes no claim about anything else
     */
    String sentence(Diagnosis diagnosis, String noun) {
        String provider = diagnosis.profile().name();
        String none = "No problem was found in the " + noun;
        int waiting = diagnosis.unknown().size();
        return switch (this) {
            case BROKEN -> broken(diagnosis, provider);
            case DISPUTED -> disputed(diagnosis, provider);
            case ADVICE ->
                none + ", but "
                        + counted(diagnosis.broken().size(), "recommendation", "recommendations")
                        + " of " + provider + (diagnosis.broken().size() == 1 ? " is" : " are") + " not followed"
                        + (waiting == 0 ? "." : ", and " + waiting(waiting, "") + ".");
            case UNKNOWN -> none + "; " + waiting(waiting, " of " + provider) + ".";
            case CLEAN ->
                none + ": all rules of " + provider + " that apply are satisfied" + elsewhere(diagnosis, noun) + ".";
            case NO_REQUEST -> "There is no token request to check.";
        };
    }

    private static String broken(Diagnosis diagnosis, String provider) {
        List<Finding> fatal = diagnosis.blocking();
        List<String> errors =
                fatal.stream().map(f -> f.rule().error()).distinct().toList();
        String error = errors.size() == 1 ? errors.get(0) : "a refusal";
        String rules = counted(fatal.size(), "rule", "rules") + " of " + provider;
        if (!diagnosis.isConclusive()) {
            return rules + " may be broken, depending on when the request was sent.";
        }
        rules += fatal.size() == 1 ? " is broken" : " are broken";
        boolean isOther = diagnosis
                .response()
                .map(ErrorResponse::error)
                .filter(code -> !errors.contains(code))
                .isPresent();
        if (isOther) {
            return rules + ".";
        }
        return rules
                + (fatal.size() == 1 ? "; it may be the reason for " : "; any of them may be the reason for ")
                + error + ".";
    }

    private static String disputed(Diagnosis diagnosis, String provider) {
        int number = diagnosis.possibleReasons().size();
        String rules = counted(number, "disputed rule", "disputed rules") + " of " + provider
                + (number == 1 ? " is" : " are") + " not followed; ";
        if (!diagnosis.isRefused()) {
            return rules + "some servers refuse such a request.";
        }
        String error = diagnosis
                .response()
                .map(ErrorResponse::error)
                .filter(code -> CODE.matcher(code).matches())
                .orElse("the refusal");
        return rules + (number == 1 ? "it may be the reason for " : "any of them may be the reason for ") + error + ".";
    }

    private static String elsewhere(Diagnosis diagnosis, String noun) {
        boolean hasHeldRule = diagnosis.findings().stream().anyMatch(f -> f.verdict() instanceof Verdict.Satisfied);
        return diagnosis
                .response()
                .map(ErrorResponse::error)
                .filter(error -> hasHeldRule && CODE.matcher(error).matches())
                .map(error -> "; the reason for " + error + " is outside the " + noun)
                .orElse("");
    }

    private static String waiting(int number, String whose) {
        return counted(number, "rule", "rules") + whose + " could not be checked";
    }

    private static String counted(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
