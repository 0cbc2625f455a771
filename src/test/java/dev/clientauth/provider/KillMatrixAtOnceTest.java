// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.provider.KillMatrixTest.Row;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs {@link KillMatrixTest} as one test for each profile. Mutation testing starts each test by itself, and each case of a
 * parameterized test creates the arguments of all of them again.
 */
@EnabledIfSystemProperty(named = "clientauth.mutation", matches = "true")
class KillMatrixAtOnceTest {

    static List<Row> rows() {
        return KillMatrixTest.rows();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void eachRuleOfAProfileReportsItsOwnFaultAndNothingElse(Row row) {
        KillMatrixTest test = new KillMatrixTest();
        test.aConformingRequestHasNoBrokenOrUnknownRule(row);
        test.everyRuleHasAMutantAndEveryMutantARule(row);
        assertThat(row.mutants()).hasSizeGreaterThan(10);
        for (Mutant mutant : row.mutants()) {
            test.aFaultIsReportedUnderItsRule(row, mutant);
        }
    }
}
