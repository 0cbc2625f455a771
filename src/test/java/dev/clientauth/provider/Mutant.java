package dev.clientauth.provider;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * One fault in an otherwise sound attempt.
 *
 * @param rule the name of the rule that must report it
 * @param fault what is wrong, in words
 * @param spoil puts the fault in
 * @param implied the names of the other rules that the same fault breaks of necessity
 */
record Mutant(String rule, String fault, Consumer<ValidRequest> spoil, List<String> implied) {

    static Mutant of(String rule, String fault, Consumer<ValidRequest> spoil, String... implied) {
        return new Mutant(rule, fault, spoil, List.of(implied));
    }

    /** The ids that are reported under a profile's name, and no others. */
    Set<String> reported(String profileId) {
        Set<String> ids = new TreeSet<>();
        ids.add(profileId + "." + rule);
        implied.forEach(name -> ids.add(profileId + "." + name));
        return ids;
    }

    /** The same fault where it breaks these rules as well. */
    Mutant alsoBreaking(String... names) {
        Set<String> all = new TreeSet<>(implied);
        all.addAll(List.of(names));
        return new Mutant(rule, fault, spoil, List.copyOf(all));
    }

    @Override
    public String toString() {
        return rule + ": " + fault;
    }
}
