package dev.clientauth.report;

import dev.clientauth.profile.Answer;
import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.DurationFormat;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.Level;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.Shown;
import dev.clientauth.profile.ShownAttempt;
import dev.clientauth.profile.Verdict;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What every form of a report says, in its order; foreign text is fit to be printed. */
final class Content {
    /** How the profile's fields speak of a value that was left out. */
    private static final Pattern LEFT_OUT = Pattern.compile("the value of the (.+), which was left out");

    private final Diagnosis diagnosis;
    private final @Nullable Attempt attempt;
    private final List<String> notes;
    private final boolean isUnsent;

    Content(Diagnosis diagnosis, @Nullable Attempt attempt, List<String> notes, boolean isUnsent) {
        this.diagnosis = diagnosis;
        this.attempt = attempt;
        this.notes = notes;
        this.isUnsent = isUnsent;
    }

    Diagnosis diagnosis() {
        return diagnosis;
    }

    Outcome outcome() {
        return Outcome.of(diagnosis);
    }

    /** Whether nothing was sent, so that what is missing is not there yet; or the reason is known, so that it does not matter. */
    boolean isUnsent() {
        return isUnsent || diagnosis.reason().isPresent();
    }

    /** The reason where it is known, and where rules are broken that. */
    String summary() {
        String sentence = outcome().sentence(diagnosis);
        return diagnosis
                .reason()
                .map(this::foreign)
                .map(reason -> diagnosis.broken().isEmpty() ? reason : reason + " " + sentence)
                .orElse(sentence);
    }

    /** The reason of a refusal, where somebody knows it. */
    Optional<String> reason() {
        return diagnosis.reason().map(this::foreign);
    }

    List<String> notes() {
        return notes.stream().map(this::foreign).toList();
    }

    Optional<ShownAttempt> attempt() {
        return Optional.ofNullable(attempt).map(ShownAttempt::of);
    }

    Optional<Answer> answer() {
        return diagnosis.answer().map(a -> new Answer(a.status(), printable(a.error()), printable(a.description())));
    }

    /** The answer in words, last of all the provider's own. */
    Optional<String> answerWords() {
        return answer().map(a -> "The token endpoint answered"
                + (a.status() > 0 ? " HTTP " + a.status() : "")
                + (a.error() == null ? "" : (a.status() > 0 ? ", " : " ") + a.error())
                + (a.description() == null ? "" : ": \"" + a.description() + "\""));
    }

    private @Nullable String printable(@Nullable String text) {
        return text == null ? null : foreign(text);
    }

    private String foreign(String text) {
        return Shown.text(attempt == null ? text : attempt.redact(text));
    }

    /** The findings with such a verdict, demands first. */
    List<Finding> with(Class<? extends Verdict> verdict) {
        List<Finding> found = new ArrayList<>();
        for (Level level : Level.values()) {
            diagnosis.findings().stream()
                    .filter(f -> f.rule().level() == level && verdict.isInstance(f.verdict()))
                    .forEach(found::add);
        }
        return found;
    }

    /** All findings: the broken ones as the diagnosis ranks them, disputed, undecided, satisfied, not applicable. */
    List<Finding> ranked() {
        List<Finding> ranked = new ArrayList<>(diagnosis.broken());
        ranked.addAll(diagnosis.disputed());
        ranked.addAll(with(Verdict.Undecided.class));
        ranked.addAll(with(Verdict.Holds.class));
        ranked.addAll(with(Verdict.NotApplicable.class));
        return ranked;
    }

    /**
     * The undecided rules by the fact that decides them: first the fact for which most rules wait. Values that were left
     * out are one fact, for whoever left them out puts them all back.
     */
    Map<String, List<Rule>> undecided() {
        Map<String, List<Rule>> byFact = new LinkedHashMap<>();
        Map<String, List<Rule>> byLeftOut = new LinkedHashMap<>();
        for (Finding finding : with(Verdict.Undecided.class)) {
            String missing = Shown.text(((Verdict.Undecided) finding.verdict()).missing());
            Matcher leftOut = LEFT_OUT.matcher(missing);
            (leftOut.matches() ? byLeftOut : byFact)
                    .computeIfAbsent(leftOut.matches() ? leftOut.group(1) : missing, fact -> new ArrayList<>())
                    .add(finding.rule());
        }
        if (!byLeftOut.isEmpty()) {
            byFact.put(
                    (byLeftOut.size() == 1 ? "the value that was left out: " : "the values that were left out: ")
                            + String.join(", ", byLeftOut.keySet()),
                    byLeftOut.values().stream().flatMap(List::stream).toList());
        }
        Map<String, List<Rule>> mostFirst = new LinkedHashMap<>();
        byFact.entrySet().stream()
                .sorted(Comparator.comparing(waiting -> -waiting.getValue().size()))
                .forEach(waiting -> mostFirst.put(waiting.getKey(), waiting.getValue()));
        return mostFirst;
    }

    /** What introduces the facts that are missing. */
    String waiting() {
        return DurationFormat.counted(diagnosis.undecided().size(), "rule") + " could not be checked. Missing:";
    }

    /** Whether what is not broken is told at length: where nothing is broken for sure. */
    boolean isOpen() {
        return !diagnosis.isConclusive();
    }
}
