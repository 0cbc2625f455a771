// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.watch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clientauth.cli.shell.Explanation;
import dev.clientauth.cli.shell.Output;
import dev.clientauth.cli.shell.Wrapped;
import dev.clientauth.profile.KnownCause;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.text.DurationFormat;
import dev.clientauth.token.TokenRefusedException;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/** Reports the progress of a {@link Watch}: a line for each response, as text or as a JSON object. */
final class WatchLog {
    private static final int BAR = 20;

    private final Output output;
    private final Expectation expectation;
    private final Duration limit;
    private int attempts;

    WatchLog(Output output, Expectation expectation, Duration limit) {
        this.output = output;
        this.expectation = expectation;
        this.limit = limit;
    }

    void begins(Profile profile) {
        if (output.isJson()) {
            return;
        }
        output.line(output.style().strong("Waiting for " + profile.name()) + ", at most " + DurationFormat.of(limit)
                + ". Press Ctrl-C to stop.");
        KnownCause cause = expectation.cause();
        output.paragraph(
                0,
                cause == null
                        ? "The provider does not document how long a new key takes."
                        : "Expected within " + DurationFormat.of(expectation.time()) + ": " + cause.statement());
    }

    void waits(Duration elapsed, String response, Duration wait) {
        attempts++;
        if (output.isJson()) {
            output.jsonLine(event("waiting", elapsed)
                    .put("response", response)
                    .put("expectedSeconds", expectation.time().toSeconds())
                    .put("nextInSeconds", wait.toSeconds()));
            return;
        }
        long percent = 100 * elapsed.toSeconds() / expectation.time().toSeconds();
        String text = DurationFormat.of(elapsed) + " of " + DurationFormat.of(expectation.time()) + ": " + response
                + "; next attempt in " + DurationFormat.of(wait);
        List<String> lines = Wrapped.lines(text, output.columns() - BAR - 3);
        output.line(bar(percent) + " " + lines.get(0));
        lines.subList(1, lines.size()).forEach(line -> output.line(" ".repeat(BAR + 3) + line));
    }

    private String bar(long percent) {
        int full = (int) Math.min(BAR, BAR * percent / 100);
        return "[" + output.style().good("#".repeat(full)) + ".".repeat(BAR - full) + "]";
    }

    void accepted(Duration elapsed) {
        attempts++;
        if (output.isJson()) {
            output.jsonLine(event("accepted", elapsed));
        } else {
            output.line(output.style().good("Accepted") + " after " + DurationFormat.of(elapsed) + " and " + attempts()
                    + ".");
        }
    }

    void refused(Duration elapsed, TokenRefusedException refusal) {
        attempts++;
        if (output.isJson()) {
            ObjectNode event = event("refused", elapsed);
            event.set("diagnosis", Explanation.json(refusal.diagnosis()));
            output.jsonLine(event);
        } else {
            output.line("Waiting cannot fix this.");
            Explanation.refused(refusal, output);
        }
    }

    void gaveUp(Duration elapsed, String response, @Nullable TokenRefusedException refusal) {
        attempts++;
        if (output.isJson()) {
            ObjectNode event = event("gave-up", elapsed).put("response", response);
            if (refusal != null) {
                event.set("diagnosis", Explanation.json(refusal.diagnosis()));
            }
            output.jsonLine(event);
            return;
        }
        output.line(output.style().bad("Gave up") + " after " + DurationFormat.of(elapsed) + " and " + attempts() + ": "
                + response + ".");
        if (refusal != null) {
            output.line("");
            Explanation.print(refusal.diagnosis(), output);
        }
    }

    void stopped(Duration elapsed) {
        if (output.isJson()) {
            output.jsonLine(event("stopped", elapsed));
        } else {
            output.line("");
            output.line("Stopped after " + DurationFormat.of(elapsed) + " and " + attempts() + "; not accepted yet.");
        }
    }

    private String attempts() {
        return attempts == 1 ? "1 attempt" : attempts + " attempts";
    }

    private ObjectNode event(String outcome, Duration elapsed) {
        return Output.document()
                .put("outcome", outcome)
                .put("attempts", attempts)
                .put("elapsedSeconds", elapsed.toSeconds());
    }
}
