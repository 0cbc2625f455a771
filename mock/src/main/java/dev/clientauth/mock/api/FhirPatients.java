// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.api;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The fictitious patients of the mock's FHIR servers. Thread-safe. */
final class FhirPatients {
    /** The supported search parameters. */
    static final Set<String> SEARCHES = Set.of("_id", "family", "given", "name", "gender", "birthdate");

    private static final List<FhirPatient> EXAMPLES = List.of(
            patient("pat-1", "Larkspur", "Ada", "female", "1984-03-09", "2026-02-01T09:00:00Z"),
            patient("pat-2", "Larkspur", "Bruno", "male", "2015-11-30", "2026-02-01T09:05:00Z"),
            patient("pat-3", "Quill", "Chidi", "male", "1951-07-22", "2026-04-17T12:30:00Z"),
            patient("pat-4", "Thistle", "Dana", "other", "1999-01-01", "2026-08-05T16:45:00Z"),
            patient("pat-5", "Þórsdóttir", "Eyrún", "female", "1972-12-24", "2026-10-11T07:20:00Z"));

    private volatile List<FhirPatient> all = EXAMPLES;

    void replace(List<FhirPatient> patients) {
        all = List.copyOf(patients);
    }

    List<FhirPatient> where(Predicate<FhirPatient> condition) {
        return all.stream().filter(condition).toList();
    }

    private static FhirPatient patient(
            String id, String family, String given, String gender, String birthDate, String lastUpdated) {
        return new FhirPatient(id, family, given, gender, LocalDate.parse(birthDate), Instant.parse(lastUpdated));
    }
}
