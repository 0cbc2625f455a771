package dev.clientauth.cli;

import dev.clientauth.cli.Check.Outcome;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The checks of one configuration, each printed as soon as it is known. */
final class Checkup {
    private static final int OUTCOMES = 6;
    private static final int NAMES = 15;
    private static final String ARROW = "-> ";

    private final Output output;
    private final List<Check> checks = new ArrayList<>();

    Checkup(Output output) {
        this.output = output;
    }

    void add(Check check) {
        checks.add(check);
        if (!output.isJson()) {
            print(check);
        }
    }

    void addAll(List<Check> several) {
        several.forEach(this::add);
    }

    private void print(Check check) {
        int indent = OUTCOMES + NAMES;
        List<String> detail = Wrapped.lines(check.detail(), output.columns() - indent);
        String name = check.name() + " ".repeat(Math.max(1, NAMES - check.name().length()));
        output.line(outcome(check.outcome()) + output.ink().strong(name) + detail.get(0));
        detail.subList(1, detail.size()).forEach(line -> output.line(" ".repeat(indent) + line));
        if (!check.todo().isEmpty()) {
            List<String> todo = Wrapped.lines(check.todo(), output.columns() - indent - ARROW.length());
            output.line(" ".repeat(indent) + ARROW + todo.get(0));
            todo.subList(1, todo.size()).forEach(line -> output.line(" ".repeat(indent + ARROW.length()) + line));
        }
    }

    private String outcome(Outcome outcome) {
        String word = outcome == Outcome.SKIPPED ? "-" : outcome.name().toLowerCase(Locale.ROOT);
        String padded = word + " ".repeat(OUTCOMES - word.length());
        return switch (outcome) {
            case OK -> output.ink().good(padded);
            case WARN -> output.ink().warning(padded);
            case FAIL -> output.ink().bad(padded);
            case SKIPPED -> output.ink().faint(padded);
        };
    }

    boolean isClean() {
        return count(Outcome.FAIL) == 0;
    }

    private long count(Outcome outcome) {
        return checks.stream().filter(check -> check.outcome() == outcome).count();
    }

    /** Prints the sum of it, and why the provider refused where it did. */
    void finish(@Nullable JsonNode diagnosis) {
        if (!output.isJson()) {
            output.line("");
            output.line(count(Outcome.OK) + " ok, " + count(Outcome.WARN) + " to look at, " + count(Outcome.FAIL)
                    + " failed" + (count(Outcome.SKIPPED) == 0 ? "" : ", " + count(Outcome.SKIPPED) + " skipped")
                    + ".");
            return;
        }
        ObjectNode document =
                Output.document().put("outcome", isClean() ? (count(Outcome.WARN) == 0 ? "ok" : "warn") : "fail");
        ArrayNode array = document.putArray("checks");
        for (Check check : checks) {
            ObjectNode node = array.addObject()
                    .put("name", check.name())
                    .put("outcome", check.outcome().name().toLowerCase(Locale.ROOT))
                    .put("detail", check.detail());
            if (!check.todo().isEmpty()) {
                node.put("todo", check.todo());
            }
        }
        if (diagnosis != null) {
            document.set("diagnosis", diagnosis);
        }
        output.json(document);
    }
}
