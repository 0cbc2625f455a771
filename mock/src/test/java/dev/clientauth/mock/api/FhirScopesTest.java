// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.api;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** SMART App Launch 2.2, Scopes and Launch Context. */
class FhirScopesTest {
    @ParameterizedTest
    @CsvSource({
        "system/Patient.read, true, true",
        "system/Patient.rs, true, true",
        "system/Patient.r, true, false",
        "system/Patient.s, false, true",
        "system/*.read, true, true",
        "system/*.rs, true, true",
        "system/*.*, true, true",
        "system/Patient.cruds, true, true",
        "system/Patient.write, false, false",
        "system/Patient.cud, false, false",
        "system/Patient.sr, false, false",
        "system/Patient., false, false",
        "system/Observation.read, false, false",
        "patient/Patient.read, false, false",
        "user/*.rs, false, false",
        "system/Patient.READ, false, false",
        "Patient.read, false, false",
        "'', false, false",
        "system/Observation.rs system/Patient.r, true, false",
        "system/Patient.r system/Patient.s, true, true"
    })
    void aScopeGrantsItsRights(String scope, boolean read, boolean search) {
        FhirScopes scopes = FhirScopes.of(scope);
        assertThat(scopes.patients("r").isPresent()).isEqualTo(read);
        assertThat(scopes.patients("s").isPresent()).isEqualTo(search);
    }

    /** An export requires both from one scope, so that two narrow scopes cannot be combined. */
    @Test
    void rightsOfDifferentScopesAreNotCombined() {
        assertThat(FhirScopes.of("system/Patient.r system/Patient.s").patients("rs"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "system/Patient.rs?gender=female, pat-1 pat-5",
        "system/Patient.rs?family=Lark&gender=male, pat-2",
        "system/Patient.rs?name=%C3%9E, pat-5",
        "system/Patient.rs?name=%zz, ''",
        "system/Patient.rs?favourite=red, ''",
        "system/Patient.rs?gender, ''",
        "system/Patient.rs?, ''",
        "system/Patient.rs?_id=pat-3 system/Patient.rs?_id=pat-4, pat-3 pat-4",
        "system/Patient.rs?_id=pat-3 system/Patient.rs, pat-1 pat-2 pat-3 pat-4 pat-5"
    })
    void parametersRestrictAScope(String scope, String expected) {
        List<String> ids = FhirScopes.of(scope).patients("rs").map(new FhirPatients()::where).orElseThrow().stream()
                .map(FhirPatient::id)
                .toList();
        assertThat(String.join(" ", ids)).isEqualTo(expected);
    }
}
