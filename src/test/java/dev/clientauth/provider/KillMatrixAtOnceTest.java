// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs {@link KillMatrixTest} as one test. Mutation testing starts each test by itself, and each case of a parameterized test
 * would create all rows again.
 */
@EnabledIfSystemProperty(named = "clientauth.mutation", matches = "true")
class KillMatrixAtOnceTest {

    @Test
    void eachRuleOfEachProfileReportsItsOwnFaultAndNothingElse() {
        KillMatrixTest test = new KillMatrixTest();
        int cases = 0;
        for (KillMatrixTest.Row row : KillMatrixTest.rows()) {
            test.aConformingRequestHasNoBrokenOrUnknownRule(row);
            test.everyRuleHasAMutantAndEveryMutantARule(row);
            for (Mutant mutant : row.mutants()) {
                test.aFaultIsReportedUnderItsRule(row, mutant);
                cases++;
            }
        }
        assertThat(cases).isGreaterThan(1000);
    }
}
