// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fuzz;

import dev.clientauth.diagnosis.DiagnosisReport;
import dev.clientauth.diagnosis.PastedRequest;
import dev.clientauth.diagnosis.TextStyle;

import java.time.Instant;

/** Explains a pasted text in each format of the report. */
public final class PasteReportFuzzer {
    private static final Instant NOW = Instant.parse("2026-11-27T00:00:00Z");

    private PasteReportFuzzer() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        Probe.of(input).run(() -> {
            PastedRequest request = PasteFuzzer.read(input);
            DiagnosisReport report = request.report(NOW);
            return request.input()
                    + report.toText(TextStyle.plain().withAll(true))
                    + report.toJson()
                    + report.toMarkdown()
                    + report;
        });
    }
}
