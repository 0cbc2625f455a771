// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
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

/** Asserts what the diagnosis of a faulty request says: the broken rules and the remaining causes. */
final class DiagnosisAssert {
    private final Diagnosis diagnosis;

    private DiagnosisAssert(Diagnosis diagnosis) {
        this.diagnosis = diagnosis;
    }

    /** Diagnoses a valid request after this change. */
    static DiagnosisAssert of(Profile profile, ValidRequest attempt, Consumer<ValidRequest> spoil) {
        spoil.accept(attempt);
        return new DiagnosisAssert(profile.diagnose(attempt.attempt(), attempt.context()));
    }

    /** Diagnoses a request that breaks no rule and received this response. */
    static DiagnosisAssert withResponse(
            Profile profile, ValidRequest attempt, String error, @Nullable String description) {
        Diagnosis diagnosis = profile.diagnose(
                attempt.attempt(), attempt.context().withResponse(new ErrorResponse(400, error, description)));
        assertThat(diagnosis.broken()).as("%s", diagnosis).isEmpty();
        return new DiagnosisAssert(diagnosis);
    }

    /** Asserts that it breaks exactly these rules. */
    DiagnosisAssert breaks(String... rules) {
        assertThat(diagnosis.broken())
                .as("%s", diagnosis)
                .extracting(f -> f.rule().name())
                .containsExactlyInAnyOrder(rules);
        return this;
    }

    /** Asserts that it breaks no rule, and does not follow these disputed ones. */
    DiagnosisAssert disputes(String... rules) {
        breaks();
        assertThat(diagnosis.disputed()).extracting(f -> f.rule().name()).containsExactlyInAnyOrder(rules);
        return this;
    }

    /** Asserts that the observation, the expectation or the remedy contains these words. */
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

    /** Asserts the error code of the response, as far as it is documented. */
    DiagnosisAssert respondsWith(String error) {
        assertThat(diagnosis.blocking()).extracting(f -> f.rule().error()).contains(error);
        return this;
    }

    /** Asserts that these causes come first, in this order. */
    DiagnosisAssert offersFirst(String... causes) {
        assertThat(causes()).startsWith(causes);
        return this;
    }

    /** Asserts that the causes contain these, in this order. */
    DiagnosisAssert offers(String... causes) {
        assertThat(causes()).containsSubsequence(Arrays.asList(causes));
        return this;
    }

    /** Asserts that a cause mentions this, with a confirmation and a remedy. */
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
