// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.api;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A fictitious patient.
 *
 * @param id the id of the resource
 * @param family the surname
 * @param given the first name
 * @param gender {@code female}, {@code male}, {@code other} or {@code unknown}
 * @param birthDate the day of birth
 * @param lastUpdated when the record was last changed
 */
record FhirPatient(String id, String family, String given, String gender, LocalDate birthDate, Instant lastUpdated) {

    /** Returns whether a search by this parameter finds the patient; strings match by prefix, ignoring case (FHIR). */
    boolean matches(String parameter, String value) {
        return switch (parameter) {
            case "_id" -> List.of(value.split(",", -1)).contains(id);
            case "family" -> begins(family, value);
            case "given" -> begins(given, value);
            case "name" -> begins(family, value) || begins(given, value);
            case "gender" -> gender.equals(value);
            case "birthdate" -> birthDate.toString().equals(value);
            default -> throw new IllegalArgumentException("unknown search parameter: " + parameter);
        };
    }

    /** Returns the members of the resource, in the order of its definition. */
    Map<String, Object> resource() {
        Map<String, Object> name = new LinkedHashMap<>();
        name.put("use", "official");
        name.put("family", family);
        name.put("given", List.of(given));
        Map<String, Object> resource = new LinkedHashMap<>();
        resource.put("resourceType", "Patient");
        resource.put("id", id);
        resource.put("meta", Map.of("lastUpdated", lastUpdated.toString()));
        resource.put("active", true);
        resource.put("name", List.of(name));
        resource.put("gender", gender);
        resource.put("birthDate", birthDate.toString());
        return resource;
    }

    private static boolean begins(String text, String beginning) {
        return text.toLowerCase(Locale.ROOT).startsWith(beginning.toLowerCase(Locale.ROOT));
    }
}
