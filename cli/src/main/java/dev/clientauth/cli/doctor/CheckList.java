// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clientauth.cli.doctor.Check.Outcome;
import dev.clientauth.cli.shell.Output;
import dev.clientauth.cli.shell.Wrapped;
import dev.clientauth.profile.text.DurationFormat;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints the checks of a configuration as they complete, and their summary. */
final class CheckList {
    private static final int OUTCOME_WIDTH = 6;
    private static final int NAME_WIDTH = 15;
    private static final String ARROW = "-> ";

    private final Output output;
    private final List<Check> checks = new ArrayList<>();

    CheckList(Output output) {
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
        int indent = OUTCOME_WIDTH + NAME_WIDTH;
        List<String> detail = Wrapped.lines(check.detail(), output.columns() - indent);
        String name =
                check.name() + " ".repeat(Math.max(1, NAME_WIDTH - check.name().length()));
        output.line(outcome(check.outcome()) + output.style().strong(name) + detail.get(0));
        detail.subList(1, detail.size()).forEach(line -> output.line(" ".repeat(indent) + line));
        if (!check.remedy().isEmpty()) {
            List<String> remedy = Wrapped.lines(check.remedy(), output.columns() - indent - ARROW.length());
            output.line(" ".repeat(indent) + ARROW + remedy.get(0));
            remedy.subList(1, remedy.size()).forEach(line -> output.line(" ".repeat(indent + ARROW.length()) + line));
        }
    }

    private String outcome(Outcome outcome) {
        String word = outcome == Outcome.SKIPPED ? "-" : outcome.name().toLowerCase(Locale.ROOT);
        String padded = word + " ".repeat(OUTCOME_WIDTH - word.length());
        return switch (outcome) {
            case OK -> output.style().good(padded);
            case WARN -> output.style().warning(padded);
            case FAIL -> output.style().bad(padded);
            case SKIPPED -> output.style().faint(padded);
        };
    }

    boolean isClean() {
        return count(Outcome.FAIL) == 0;
    }

    private long count(Outcome outcome) {
        return checks.stream().filter(check -> check.outcome() == outcome).count();
    }

    /** Prints the summary, as JSON with the diagnosis of the refused request if there is one. */
    void finish(@Nullable JsonNode diagnosis) {
        if (!output.isJson()) {
            output.line("");
            output.line(count(Outcome.OK) + " passed, " + DurationFormat.counted(count(Outcome.WARN), "warning") + ", "
                    + count(Outcome.FAIL) + " failed"
                    + (count(Outcome.SKIPPED) == 0 ? "" : ", " + count(Outcome.SKIPPED) + " skipped")
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
            if (!check.remedy().isEmpty()) {
                node.put("remedy", check.remedy());
            }
        }
        if (diagnosis != null) {
            document.set("diagnosis", diagnosis);
        }
        output.json(document);
    }
}
