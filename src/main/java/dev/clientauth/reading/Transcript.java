package dev.clientauth.reading;

import dev.clientauth.profile.Answer;
import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.DecodedAssertion;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Situation;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Gathers what a text tells of an attempt. */
final class Transcript {
    /** No server reads more; and every one is judged. */
    private static final int MOST_PARAMETERS = 1_000;

    private final Attempt.Builder attempt = Attempt.builder();
    private final Set<String> notes = new LinkedHashSet<>();
    private final Set<String> faults = new LinkedHashSet<>();
    private final Set<Field> inspected = new HashSet<>();
    private Situation situation = Situation.unknown();
    private @Nullable Answer answer;
    private int parameters;

    void method(String method) {
        attempt.method(method);
    }

    void header(String name, String value) {
        attempt.header(name, value);
    }

    void parameter(String name, String value) {
        parameters++;
        if (parameters > MOST_PARAMETERS) {
            fault("there are more than " + MOST_PARAMETERS + " parameters");
            return;
        }
        attempt.parameter(name, value);
        inspect(Field.parameter(name), value);
    }

    /** Parameters are told from now on, even if none comes. */
    void hasForm() {
        attempt.body("");
    }

    /** The URL, whose query is a part of the attempt. */
    void endpoint(URI uri) {
        attempt.endpoint(uri);
        Attempt.builder()
                .endpoint(uri)
                .build()
                .parameters()
                .ifPresent(all -> all.forEach(p -> inspect(Field.parameter(p.name()), p.value())));
    }

    void assertion(String compact) {
        attempt.assertion(compact);
    }

    void assertion(DecodedAssertion assertion) {
        attempt.assertion(assertion);
    }

    /** Marks the field as left out where a placeholder stands in its place. Of several of a name, the first counts. */
    void inspect(Field field, String value) {
        String placeholder = inspected.add(field) ? Placeholder.in(value) : null;
        if (placeholder != null) {
            attempt.leftOut(field);
            note(Placeholder.note(Names.valueOf(field.name()), placeholder));
        }
    }

    void leftOut(Field field) {
        attempt.leftOut(field);
    }

    /** Adds a sentence for people. */
    void note(String note) {
        notes.add(note);
    }

    /** Adds a clause that says what could not be read. */
    void fault(String fault) {
        if (faults.add(fault)) {
            attempt.fault(fault);
        }
    }

    void presentedAt(Instant instant) {
        situation = situation.withPresentedAt(instant);
    }

    void providerClock(Instant instant) {
        situation = situation.withProviderClock(instant);
    }

    void answer(Answer answer) {
        this.answer = answer;
    }

    Reading reading(Form form) {
        Attempt built = attempt.build();
        // The answer may echo what was sent.
        Situation known = answer == null
                ? situation
                : situation.withAnswer(new Answer(
                        answer.status(), redacted(built, answer.error()), redacted(built, answer.description())));
        return new Reading(form, built, known, List.copyOf(notes));
    }

    private static @Nullable String redacted(Attempt attempt, @Nullable String text) {
        return text == null ? null : attempt.redact(text);
    }
}
