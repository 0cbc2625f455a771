package dev.clientauth.provider;

import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.ErrorResponse;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.KnownCause;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Verdict;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;

/** What the sender of a faulty request is told: the rules that it breaks, in words, and the causes that remain. */
final class DiagnosisAssert {
    private final Diagnosis diagnosis;

    private DiagnosisAssert(Diagnosis diagnosis) {
        this.diagnosis = diagnosis;
    }

    /** Of a request that was right before this was done to it. */
    static DiagnosisAssert of(Profile profile, ValidRequest attempt, Consumer<ValidRequest> spoil) {
        spoil.accept(attempt);
        return new DiagnosisAssert(profile.diagnose(attempt.attempt(), attempt.context()));
    }

    /** Of a request that breaks no rule and got this answer. */
    static DiagnosisAssert withResponse(
            Profile profile, ValidRequest attempt, String error, @Nullable String description) {
        Diagnosis diagnosis = profile.diagnose(
                attempt.attempt(), attempt.context().withResponse(new ErrorResponse(400, error, description)));
        assertThat(diagnosis.broken()).as("%s", diagnosis).isEmpty();
        return new DiagnosisAssert(diagnosis);
    }

    /** That it breaks these rules and no others. */
    DiagnosisAssert breaks(String... rules) {
        assertThat(diagnosis.broken())
                .as("%s", diagnosis)
                .extracting(f -> f.rule().name())
                .containsExactlyInAnyOrder(rules);
        return this;
    }

    /** That it breaks no rule, and departs from these disputed ones. */
    DiagnosisAssert disputes(String... rules) {
        breaks();
        assertThat(diagnosis.disputed()).extracting(f -> f.rule().name()).containsExactlyInAnyOrder(rules);
        return this;
    }

    /** What was seen, what is wanted or what to do has these words. */
    DiagnosisAssert saying(String rule, String... words) {
        List<Finding> broken = diagnosis.broken().stream()
                .filter(f -> f.rule().name().equals(rule))
                .toList();
        assertThat(broken).as("%s in %s", rule, diagnosis).singleElement().satisfies(f -> {
            Verdict.Broken verdict = (Verdict.Broken) f.verdict();
            assertThat(verdict.observed() + " / " + verdict.expected() + " / "
                            + f.rule().remedy())
                    .contains(words);
        });
        return this;
    }

    /** The answer that such a request gets, as far as the provider says. */
    DiagnosisAssert respondsWith(String error) {
        assertThat(diagnosis.blocking()).extracting(f -> f.rule().error()).contains(error);
        return this;
    }

    /** These causes lead, in this order. */
    DiagnosisAssert offersFirst(String... causes) {
        assertThat(causes()).startsWith(causes);
        return this;
    }

    /** These are among the causes, in this order. */
    DiagnosisAssert offers(String... causes) {
        assertThat(causes()).containsSubsequence(Arrays.asList(causes));
        return this;
    }

    /** A cause speaks of this, says how to find out and what to do. */
    DiagnosisAssert cause(String id, String... words) {
        assertThat(diagnosis.knownCauses())
                .filteredOn(cause -> cause.id().equals(id))
                .singleElement()
                .satisfies(cause -> assertThat(cause.toString()).contains(words));
        return this;
    }

    private List<String> causes() {
        return diagnosis.knownCauses().stream().map(KnownCause::id).toList();
    }
}
