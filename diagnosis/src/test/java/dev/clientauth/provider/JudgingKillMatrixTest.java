// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

@DisplayName("Each rule of each profile that is used only for diagnosis reports its own fault, and nothing else")
class JudgingKillMatrixTest {
    private final KillMatrixTest matrix = new KillMatrixTest();

    static List<KillMatrixTest.Row> rows() {
        return JudgingRows.all();
    }

    static Stream<Arguments> mutants() {
        return rows().stream().flatMap(row -> row.mutants().stream().map(mutant -> Arguments.of(row, mutant)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("mutants")
    void aFaultIsReportedUnderItsRule(KillMatrixTest.Row row, Mutant mutant) {
        matrix.aFaultIsReportedUnderItsRule(row, mutant);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void aConformingRequestHasNoBrokenOrUnknownRule(KillMatrixTest.Row row) {
        matrix.aConformingRequestHasNoBrokenOrUnknownRule(row);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void everyRuleHasAMutantAndEveryMutantARule(KillMatrixTest.Row row) {
        matrix.everyRuleHasAMutantAndEveryMutantARule(row);
    }
}
