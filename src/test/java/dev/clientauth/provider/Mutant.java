// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.profile.Profile;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A single fault in an otherwise valid request.
 *
 * @param rule the name of the rule that must report it
 * @param fault the fault, in words
 * @param spoil adds the fault to the request
 * @param implied the names of other rules that the same fault necessarily breaks
 */
record Mutant(String rule, String fault, Consumer<ValidRequest> spoil, List<String> implied) {

    static Mutant of(String rule, String fault, Consumer<ValidRequest> spoil, String... implied) {
        return new Mutant(rule, fault, spoil, List.of(implied));
    }

    /** Returns the same, which breaks no rule that the profile does not have. */
    Mutant within(Profile profile) {
        return new Mutant(
                rule,
                fault,
                spoil,
                implied.stream().filter(name -> profile.rule(name).isPresent()).toList());
    }

    /** Returns exactly the ids that are reported for a profile. */
    Set<String> reported(String profileId) {
        Set<String> ids = new TreeSet<>();
        ids.add(profileId + "." + rule);
        implied.forEach(name -> ids.add(profileId + "." + name));
        return ids;
    }

    /** Returns the same fault, which also breaks these rules. */
    Mutant alsoBreaking(String... names) {
        Set<String> all = new TreeSet<>(implied);
        all.addAll(List.of(names));
        return new Mutant(rule, fault, spoil, List.copyOf(all));
    }

    /** Returns the same fault under another rule. */
    Mutant under(String name) {
        return new Mutant(name, fault, spoil, implied);
    }

    @Override
    public String toString() {
        return rule + ": " + fault;
    }
}
