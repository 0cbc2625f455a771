package dev.clientauth.diagnosis;

import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.TokenRequest;
import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A {@link Diagnosis} written down: as text for people, as Markdown to paste into an issue, and as JSON for programs.
 *
 * <p>None of them holds a secret, and none a character that steers a terminal, whatever the request held. Immutable.
 */
public final class DiagnosisReport {
    private final Diagnosis diagnosis;
    private final @Nullable TokenRequest request;
    private final List<String> notes;
    private final boolean isUnsent;
    private final Subject subject;

    private DiagnosisReport(
            Diagnosis diagnosis,
            @Nullable TokenRequest request,
            List<String> notes,
            boolean isUnsent,
            Subject subject) {
        this.diagnosis = diagnosis;
        this.request = request;
        this.notes = List.copyOf(notes);
        this.isUnsent = isUnsent;
        this.subject = subject;
    }

    /** A report of what a profile says of an request. */
    public static DiagnosisReport of(Diagnosis diagnosis) {
        return new DiagnosisReport(diagnosis, null, List.of(), false, Subject.REQUEST);
    }

    /** With the request that was judged, as far as it may be shown. */
    public DiagnosisReport with(TokenRequest request) {
        return new DiagnosisReport(diagnosis, request, notes, isUnsent, subject);
    }

    /** With remarks, a sentence each, in place of those before. */
    public DiagnosisReport notes(List<String> notes) {
        return new DiagnosisReport(diagnosis, request, notes, isUnsent, subject);
    }

    /**
     * The same report of what was not sent, since a demand is broken. As text and as Markdown it says nothing of facts that
     * are missing and of causes at the provider: nobody can supply an HTTP method that was never chosen.
     */
    public DiagnosisReport unsent() {
        return new DiagnosisReport(diagnosis, request, notes, true, subject);
    }

    /** With what was read and judged, which is the first line. */
    DiagnosisReport about(Subject subject) {
        return new DiagnosisReport(diagnosis, request, notes, isUnsent, subject);
    }

    /** Returns the verdict in one sentence. */
    public String summary() {
        return content().summary();
    }

    /**
     * Returns the report for people, which fits a screen of 80 columns and 24 lines in most cases: what was judged, the
     * verdict, the response in the provider's own words, the first broken rule with its fix or, where none is broken, the
     * three most likely causes and how to confirm each. {@link TextStyle#all()} adds the rest. Ends with a line break; no line
     * is wider than the style says, unless it is one URL.
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
        return new Content(diagnosis, request, notes, isUnsent, subject);
    }

    /** The text in the plain style. */
    @Override
    public String toString() {
        return toText(TextStyle.plain());
    }
}
