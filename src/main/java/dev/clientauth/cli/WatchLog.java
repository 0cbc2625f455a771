package dev.clientauth.cli;

import dev.clientauth.profile.KnownCause;
import dev.clientauth.profile.Profile;
import dev.clientauth.token.TokenRefusedException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.List;

/** What a {@link Watch} tells: a line for each answer, as text or as one JSON object. */
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
        output.line(output.ink().strong("Waiting for " + profile.name()) + ", for at most " + Span.text(limit)
                + ". Ctrl-C stops.");
        KnownCause cause = expectation.cause();
        output.paragraph(
                0,
                cause == null
                        ? "Its pages name no time that a new key takes."
                        : "Expected within " + Span.text(expectation.time()) + ": " + cause.statement());
    }

    void waits(Duration elapsed, String answer, Duration wait) {
        attempts++;
        if (output.isJson()) {
            output.jsonLine(event("waiting", elapsed)
                    .put("answer", answer)
                    .put("expectedSeconds", expectation.time().toSeconds())
                    .put("nextInSeconds", wait.toSeconds()));
            return;
        }
        long percent = 100 * elapsed.toSeconds() / expectation.time().toSeconds();
        String text = Span.text(elapsed) + " of " + Span.text(expectation.time()) + ": " + answer + "; next in "
                + Span.text(wait);
        List<String> lines = Wrapped.lines(text, output.columns() - BAR - 3);
        output.line(bar(percent) + " " + lines.get(0));
        lines.subList(1, lines.size()).forEach(line -> output.line(" ".repeat(BAR + 3) + line));
    }

    private String bar(long percent) {
        int full = (int) Math.min(BAR, BAR * percent / 100);
        return "[" + output.ink().good("#".repeat(full)) + ".".repeat(BAR - full) + "]";
    }

    void accepted(Duration elapsed) {
        attempts++;
        if (output.isJson()) {
            output.jsonLine(event("accepted", elapsed));
        } else {
            output.line(output.ink().good("Accepted") + " after " + Span.text(elapsed) + " and " + attempts() + ".");
        }
    }

    void refusedForGood(Duration elapsed, TokenRefusedException refusal) {
        attempts++;
        if (output.isJson()) {
            ObjectNode event = event("refused", elapsed);
            event.set("diagnosis", Explanation.json(refusal.diagnosis()));
            output.jsonLine(event);
        } else {
            output.line("No waiting cures this.");
            Explanation.refused(refusal, output);
        }
    }

    void gaveUp(Duration elapsed, String answer, @Nullable TokenRefusedException refusal) {
        attempts++;
        if (output.isJson()) {
            ObjectNode event = event("gave-up", elapsed).put("answer", answer);
            if (refusal != null) {
                event.set("diagnosis", Explanation.json(refusal.diagnosis()));
            }
            output.jsonLine(event);
            return;
        }
        output.line(output.ink().bad("Gave up") + " after " + Span.text(elapsed) + " and " + attempts() + ": " + answer
                + ".");
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
            output.line("Stopped after " + Span.text(elapsed) + " and " + attempts() + "; not accepted yet.");
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
