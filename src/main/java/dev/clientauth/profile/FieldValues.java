package dev.clientauth.profile;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the rules of a profile write into a client's request, in the profile's order. A signed assertion, an HTTP request and
 * the validation of a configuration all use the same values.
 *
 * @param values the value of each field that a rule fixes
 * @param missing what is not known, without which a field of the assertion that the provider requires has no value
 */
public record FieldValues(Map<Field, String> values, SortedSet<String> missing) {

    /** What these rules write where this much is known of the request. */
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

    /** The values that stand in one place, by name. */
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
