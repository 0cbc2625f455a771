package dev.clientauth.cli;

import dev.clientauth.assertion.AssertionRefusedException;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.report.DiagnosisReport;
import dev.clientauth.report.TextStyle;
import dev.clientauth.token.TokenRefusedException;
import tools.jackson.databind.JsonNode;

/** Prints why something was refused. */
final class Explanation {
    private Explanation() {}

    /** The provider said no. */
    static void refused(TokenRefusedException e, Output output) {
        if (!output.isJson()) {
            output.line(output.ink().bad("Refused."));
            e.clockDifference().ifPresent(clocks -> output.line(clocks.toString()));
            e.retryAt().ifPresent(at -> output.line("It said to ask again at " + at + "."));
            output.line("");
        }
        print(e.diagnosis(), output);
    }

    /** We said no before the provider could. */
    static void notSent(AssertionRefusedException e, Output output) {
        if (!output.isJson()) {
            output.line(output.ink().bad("Not sent: ") + e.diagnosis().profile().name() + " would refuse it.");
            output.line("");
        }
        print(DiagnosisReport.of(e.diagnosis()).unsent(), false, output);
    }

    /** What matters of a diagnosis. */
    static void print(Diagnosis diagnosis, Output output) {
        print(DiagnosisReport.of(diagnosis), false, output);
    }

    /** A report, with all rules or with what matters. */
    static void print(DiagnosisReport report, boolean isWhole, Output output) {
        TextStyle style = new TextStyle(output.columns(), output.ink().isColoured(), output.isAscii(), isWhole);
        output.text(output.isJson() ? Wrapped.printableJson(report.toJson()) : report.toText(style));
    }

    /** The diagnosis for programs. */
    static JsonNode json(Diagnosis diagnosis) {
        return Output.read(DiagnosisReport.of(diagnosis).toJson());
    }
}
