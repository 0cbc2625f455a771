// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.interoperability;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Collects what each judge accepted and refused in this run, for docs/interoperability.md. */
final class JudgeResults {
    private static final Map<Judge, Map<String, String>> ROWS = new EnumMap<>(Judge.class);

    private JudgeResults() {}

    /**
     * Records one row.
     *
     * @param cells the cells of the row, in Markdown; the first ones identify it and sort it
     */
    static synchronized void record(Judge judge, String... cells) {
        String row = "| " + String.join(" | ", cells) + " |\n";
        String previous = ROWS.computeIfAbsent(judge, none -> new TreeMap<>()).put(cells[0] + cells[1], row);
        if (previous != null && !previous.equals(row)) {
            throw new AssertionError("Two results of " + judge.title() + ": " + previous + row);
        }
    }

    /** Returns the rows of a judge, or empty if it did not run. */
    static synchronized Optional<String> rows(Judge judge) {
        return Optional.ofNullable(ROWS.get(judge)).map(rows -> String.join("", rows.values()));
    }
}
