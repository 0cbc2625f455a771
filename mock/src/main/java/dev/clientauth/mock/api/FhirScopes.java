// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.api;

import org.jspecify.annotations.Nullable;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The access to patients that the scopes of a token grant.
 *
 * <p>Both versions are supported: v1 {@code system/Patient.read}, and v2 {@code system/Patient.rs}, whose letters are in the
 * order c, r, u, d, s, and which may have conditions: {@code system/Patient.rs?gender=female}. A {@code *} stands for all
 * resources. Only {@code system/} scopes grant access, since no user is involved (SMART App Launch 2.2, Scopes).
 */
final class FhirScopes {
    private static final Pattern SCOPE =
            Pattern.compile("system/(?:Patient|\\*)\\.(read|write|\\*|c?r?u?d?s?)(?:\\?(.*))?");

    private record Grant(String rights, Predicate<FhirPatient> whom) {}

    private final List<Grant> grants;

    private FhirScopes(List<Grant> grants) {
        this.grants = grants;
    }

    static FhirScopes of(String scope) {
        List<Grant> grants = new ArrayList<>();
        for (String word : scope.split(" ", -1)) {
            Matcher form = SCOPE.matcher(word);
            if (form.matches()) {
                grants.add(new Grant(rights(form.group(1)), whom(form.group(2))));
            }
        }
        return new FhirScopes(List.copyOf(grants));
    }

    /** Returns the patients for whom these rights, such as {@code rs}, are granted; empty if no scope grants them. */
    Optional<Predicate<FhirPatient>> patients(String rights) {
        return grants.stream()
                .filter(grant -> rights.chars().allMatch(right -> grant.rights().indexOf(right) >= 0))
                .map(Grant::whom)
                .reduce(Predicate::or);
    }

    /** Maps v1 to v2 as in SMART's table: read is r and s, write is c, u and d. */
    private static String rights(String permissions) {
        return switch (permissions) {
            case "read" -> "rs";
            case "write" -> "cud";
            case "*" -> "cruds";
            default -> permissions;
        };
    }

    private static Predicate<FhirPatient> whom(@Nullable String constraints) {
        Predicate<FhirPatient> whom = patient -> true;
        if (constraints != null) {
            for (String constraint : constraints.split("&", -1)) {
                String[] pair = constraint.split("=", 2);
                // An unknown condition must not widen access.
                whom = whom.and(
                        pair.length == 2 && FhirPatients.SEARCHES.contains(pair[0])
                                ? patient -> patient.matches(pair[0], decoded(pair[1]))
                                : patient -> false);
            }
        }
        return whom;
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, UTF_8);
        } catch (IllegalArgumentException e) {
            // An invalid percent sign is taken literally.
            return value;
        }
    }
}
