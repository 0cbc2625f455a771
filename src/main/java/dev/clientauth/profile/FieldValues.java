// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The values that the rules of a profile write into a client's request, in the order of the profile. They are used for
 * assertions, for HTTP requests and to validate a configuration.
 *
 * @param values the value of each fixed field
 * @param missing the facts that are missing for required fields of the assertion
 */
public record FieldValues(Map<Field, String> values, SortedSet<String> missing) {

    /** Returns the values that these rules write in this context. */
    static FieldValues of(Iterable<Rule> rules, RuleContext context) {
        Map<Field, String> values = new LinkedHashMap<>();
        SortedSet<String> missing = new TreeSet<>();
        for (Rule rule : rules) {
            FactValue<String> value = rule.value(context);
            if (value instanceof FactValue.Value<String> right) {
                values.putIfAbsent(rule.field(), right.value());
            } else if (value instanceof FactValue.Missing<String> lack
                    && rule.level() == Level.MUST
                    && rule.field().isInAssertion()) {
                missing.add(lack.what());
            }
        }
        return new FieldValues(Collections.unmodifiableMap(values), Collections.unmodifiableSortedSet(missing));
    }

    /** Returns the values in one part of the request, by name. */
    public Map<String, String> in(Field.Part part) {
        Map<String, String> byName = new LinkedHashMap<>();
        values.forEach((field, value) -> {
            if (field.part() == part) {
                byName.put(field.name(), value);
            }
        });
        return byName;
    }
}
