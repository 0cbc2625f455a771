package dev.clientauth.report;

import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.Diagnosis;
import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A {@link Diagnosis} written down: as text for people, as Markdown to paste into an issue, and as JSON for programs.
 *
 * <p>None of them holds a secret, and none a character that steers a terminal, whatever the attempt held. Immutable.
 */
public final class DiagnosisReport {
    private final Diagnosis diagnosis;
    private final @Nullable Attempt attempt;
    private final List<String> notes;
    private final boolean isUnsent;

    private DiagnosisReport(Diagnosis diagnosis, @Nullable Attempt attempt, List<String> notes, boolean isUnsent) {
        this.diagnosis = diagnosis;
        this.attempt = attempt;
        this.notes = List.copyOf(notes);
        this.isUnsent = isUnsent;
    }

    /** A report of what a profile says of an attempt. */
    public static DiagnosisReport of(Diagnosis diagnosis) {
        return new DiagnosisReport(diagnosis, null, List.of(), false);
    }

    /** With the attempt that was judged, as far as it may be shown. */
    public DiagnosisReport with(Attempt attempt) {
        return new DiagnosisReport(diagnosis, attempt, notes, isUnsent);
    }

    /** With remarks, a sentence each, in place of those before. */
    public DiagnosisReport notes(List<String> notes) {
        return new DiagnosisReport(diagnosis, attempt, notes, isUnsent);
    }

    /**
     * The same report of what was not sent, since a demand is broken. As text and as Markdown it says nothing of facts that
     * are missing and of causes at the provider: nobody can supply an HTTP method that was never chosen.
     */
    public DiagnosisReport unsent() {
        return new DiagnosisReport(diagnosis, attempt, notes, true);
    }

    /** The answer in one sentence. */
    public String summary() {
        return content().summary();
    }

    /**
     * The report for people. What is broken comes first; where no demand is, the facts to supply and the causes that no
     * request shows are the answer. Ends with a line break; no line is wider than the style says, unless it is one URL.
     */
    public String toText(TextStyle style) {
        return new TextReport(content(), style).write();
    }

    /** The report as Markdown, as GitHub, GitLab and forums show it. Ends with a line break. */
    public String toMarkdown() {
        return new MarkdownReport(content()).write();
    }

    /** The report as one JSON object, whose shape is stable as long as its {@code version} is 1. Ends with a line break. */
    public String toJson() {
        return new JsonReport(content()).write();
    }

    private Content content() {
        return new Content(diagnosis, attempt, notes, isUnsent);
    }

    /** The text in the plain style. */
    @Override
    public String toString() {
        return toText(TextStyle.plain());
    }
}
