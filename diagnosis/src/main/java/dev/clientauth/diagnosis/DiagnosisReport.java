// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.TokenRequest;
import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Renders a {@link Diagnosis} as text for people, as Markdown for an issue or a forum, and as JSON for programs.
 *
 * <p>The output contains no secrets and no terminal control characters, whatever the request contained. Immutable.
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

    /** Returns a report on a diagnosis. */
    public static DiagnosisReport of(Diagnosis diagnosis) {
        return new DiagnosisReport(diagnosis, null, List.of(), false, Subject.REQUEST);
    }

    /** Returns the report with the request, redacted. */
    public DiagnosisReport with(TokenRequest request) {
        return new DiagnosisReport(diagnosis, request, notes, isUnsent, subject);
    }

    /** Returns the report with these notes, one sentence each, in place of the previous ones. */
    public DiagnosisReport notes(List<String> notes) {
        return new DiagnosisReport(diagnosis, request, notes, isUnsent, subject);
    }

    /**
     * Returns the report for a request that was not sent because it breaks a rule. As text and Markdown it omits missing
     * facts and possible causes at the provider, which do not apply to a request that was never sent.
     */
    public DiagnosisReport unsent() {
        return new DiagnosisReport(diagnosis, request, notes, true, subject);
    }

    /** Returns the report with what was read and checked, which is the first line. */
    DiagnosisReport about(Subject subject) {
        return new DiagnosisReport(diagnosis, request, notes, isUnsent, subject);
    }

    /** Returns the verdict in one sentence. */
    public String summary() {
        return content().summary();
    }

    /**
     * Returns the report for people, which fits a screen of 80 columns and 24 lines in most cases: what was checked, the
     * verdict, the response in the provider's own words, the first broken rule with its fix or, if none is broken, the three
     * most likely causes and how to confirm each. {@link TextStyle#all()} adds the rest. Ends with a line break. No line is
     * wider than the style says, except a single long URL.
     */
    public String toText(TextStyle style) {
        return new TextReport(content(), style).write();
    }

    /** Returns the report as Markdown for GitHub, GitLab and forums. Ends with a line break. */
    public String toMarkdown() {
        return new MarkdownReport(content()).write();
    }

    /**
     * Returns the report as a JSON object, whose format is stable while its {@code version} is 2. Ends with a line break.
     */
    public String toJson() {
        return new JsonReport(content()).write();
    }

    private Content content() {
        return new Content(diagnosis, request, notes, isUnsent, subject);
    }

    /** Returns the text in the plain style. */
    @Override
    public String toString() {
        return toText(TextStyle.plain());
    }
}
