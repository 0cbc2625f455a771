// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.shell;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clientauth.diagnosis.DiagnosisReport;
import dev.clientauth.diagnosis.TextStyle;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.RuleViolationException;
import dev.clientauth.profile.text.InstantFormat;
import dev.clientauth.token.TokenRefusedException;

/** Prints why a request was refused. */
public final class Explanation {
    private Explanation() {}

    /** Prints a refusal by the provider. */
    public static void refused(TokenRefusedException e, Output output) {
        if (!output.isJson()) {
            output.line(output.style().bad("Refused."));
            e.clockDifference().ifPresent(clocks -> output.line(clocks.toString()));
            e.retryAt().ifPresent(at -> output.line("The provider asked to retry at " + InstantFormat.of(at) + "."));
            output.line("");
        }
        print(e.diagnosis(), output);
    }

    /** Prints why a request was not sent. */
    public static void notSent(RuleViolationException e, Output output) {
        if (!output.isJson()) {
            output.line(output.style().bad("Not sent: ")
                    + e.diagnosis().profile().name()
                    + (e.diagnosis().blocking().isEmpty() ? " may refuse it." : " would refuse it."));
            output.line("");
        }
        print(DiagnosisReport.of(e.diagnosis()).unsent(), false, output);
    }

    /** Prints a diagnosis without satisfied rules. */
    public static void print(Diagnosis diagnosis, Output output) {
        print(DiagnosisReport.of(diagnosis), false, output);
    }

    /** Prints a report, with or without satisfied rules. */
    public static void print(DiagnosisReport report, boolean isWhole, Output output) {
        TextStyle style = new TextStyle(output.columns(), output.style().isColored(), output.isAscii(), isWhole);
        output.text(output.isJson() ? Wrapped.printableJson(report.toJson()) : report.toText(style));
    }

    /** Returns the diagnosis as JSON. */
    public static JsonNode json(Diagnosis diagnosis) {
        return Output.read(DiagnosisReport.of(diagnosis).toJson());
    }
}
