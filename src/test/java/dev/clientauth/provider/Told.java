package dev.clientauth.provider;

import dev.clientauth.profile.Answer;
import dev.clientauth.profile.Diagnosis;
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
final class Told {
    private final Diagnosis diagnosis;

    private Told(Diagnosis diagnosis) {
        this.diagnosis = diagnosis;
    }

    /** Of a request that was right before this was done to it. */
    static Told of(Profile profile, SoundAttempt attempt, Consumer<SoundAttempt> spoil) {
        spoil.accept(attempt);
        return new Told(profile.diagnose(attempt.attempt(), attempt.situation()));
    }

    /** Of a request that breaks no rule and got this answer. */
    static Told afterAnswer(Profile profile, SoundAttempt attempt, String error, @Nullable String description) {
        Diagnosis diagnosis = profile.diagnose(
                attempt.attempt(), attempt.situation().withAnswer(new Answer(400, error, description)));
        assertThat(diagnosis.broken()).as("%s", diagnosis).isEmpty();
        return new Told(diagnosis);
    }

    /** That it breaks these rules and no others. */
    Told breaks(String... rules) {
        assertThat(diagnosis.broken())
                .as("%s", diagnosis)
                .extracting(f -> f.rule().name())
                .containsExactlyInAnyOrder(rules);
        return this;
    }

    /** That it breaks no rule, and departs from these disputed ones. */
    Told disputes(String... rules) {
        breaks();
        assertThat(diagnosis.disputed()).extracting(f -> f.rule().name()).containsExactlyInAnyOrder(rules);
        return this;
    }

    /** What was seen, what is wanted or what to do has these words. */
    Told saying(String rule, String... words) {
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
    Told answeredWith(String error) {
        assertThat(diagnosis.fatal()).extracting(f -> f.rule().error()).contains(error);
        return this;
    }

    /** These causes lead, in this order. */
    Told offersFirst(String... causes) {
        assertThat(causes()).startsWith(causes);
        return this;
    }

    /** These are among the causes, in this order. */
    Told offers(String... causes) {
        assertThat(causes()).containsSubsequence(Arrays.asList(causes));
        return this;
    }

    /** A cause speaks of this, says how to find out and what to do. */
    Told cause(String id, String... words) {
        assertThat(diagnosis.knownCauses())
                .filteredOn(cause -> cause.id().equals(id))
                .singleElement()
                .satisfies(cause -> assertThat(cause.toString()).contains(words));
        return this;
    }

    private List<String> causes() {
        return diagnosis.knownCauses().stream().map(KnownCause::id).toList();
    }

    /** That another test of the project holds what no request shows. */
    static void isHeldBy(String test, String method) {
        Class<?> type;
        try {
            type = Class.forName("dev.clientauth." + test);
        } catch (ClassNotFoundException e) {
            throw new AssertionError("There is no test " + test + ".", e);
        }
        assertThat(type.getDeclaredMethods()).extracting("name").contains(method);
    }
}
