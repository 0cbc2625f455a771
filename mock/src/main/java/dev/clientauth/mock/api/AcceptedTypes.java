// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.api;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The media types of an {@code Accept} header (RFC 9110 section 12.5.1), the preferred one first.
 *
 * @param ranges in lower case, without parameters
 */
record AcceptedTypes(List<String> ranges) {
    private static final int MAX = 50;

    private record Weighed(String range, double weight) {}

    static AcceptedTypes of(String header) {
        List<Weighed> all = new ArrayList<>();
        for (String element : header.split(",", MAX)) {
            String[] parts = element.split(";", -1);
            Weighed weighed = new Weighed(parts[0].strip().toLowerCase(Locale.ROOT), weight(parts));
            if (weighed.weight() > 0) {
                all.add(weighed);
            }
        }
        all.sort(Comparator.comparingDouble(Weighed::weight).reversed());
        return new AcceptedTypes(all.stream().map(Weighed::range).toList());
    }

    private static double weight(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
            if (parameter.startsWith("q=")) {
                try {
                    return Double.parseDouble(parameter.substring(2));
                } catch (NumberFormatException e) {
                    // Not a weight; the type itself is still valid.
                    return 1;
                }
            }
        }
        return 1;
    }

    /** Returns whether a type such as {@code application/json} is accepted. */
    boolean accept(String type) {
        return ranges.stream().anyMatch(range -> covers(range, type));
    }

    /** Returns the preferred one of several types; among equals, the first. */
    Optional<String> preferred(List<String> types) {
        return ranges.stream()
                .flatMap(range -> types.stream().filter(type -> covers(range, type)))
                .findFirst();
    }

    private static boolean covers(String range, String type) {
        return range.equals("*/*")
                || range.equals(type)
                || (range.endsWith("/*") && type.startsWith(range.substring(0, range.length() - 1)));
    }
}
