package dev.clientauth.cli;

import dev.clientauth.assertion.AssertionRefusedException;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.token.TokenRefusedException;
import tools.jackson.databind.node.ObjectNode;

/** Prints why something was refused. */
final class Explanation {
    private Explanation() {}

    /** The provider said no. */
    static void refused(TokenRefusedException e, Output output) {
        if (output.isJson()) {
            output.json(json(e.diagnosis()));
            return;
        }
        output.line(output.ink().bad("Refused: ") + "HTTP " + e.status() + ", " + e.error() + ".");
        e.retryAt().ifPresent(at -> output.line("It said to ask again at " + at + "."));
        print(e.diagnosis(), output);
    }

    /** We said no before the provider could. */
    static void notSent(AssertionRefusedException e, Output output) {
        if (output.isJson()) {
            output.json(json(e.diagnosis()));
            return;
        }
        output.line(output.ink().bad("Not sent: ") + e.diagnosis().profile().name() + " would refuse it.");
        print(e.diagnosis(), output);
    }

    /** Every rule that matters, for people. */
    static void print(Diagnosis diagnosis, Output output) {
        output.line(diagnosis.toString());
    }

    /** The diagnosis for programs. */
    static ObjectNode json(Diagnosis diagnosis) {
        return Output.document().put("diagnosis", diagnosis.toString());
    }
}
