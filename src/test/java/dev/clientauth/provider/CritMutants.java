// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.profile.Profile;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Faults in {@code crit}, which no provider accepts, and lists that a server may accept. */
final class CritMutants {
    private static final String EXTENSION = "urn:example:extension";

    private CritMutants() {}

    static List<Mutant> of(Profile profile) {
        return Stream.of(
                        crit("an extension", List.of(EXTENSION), Map.of(EXTENSION, true)),
                        crit("an extension that is absent", List.of(EXTENSION), Map.of()),
                        crit("an extension and a standard member", List.of("alg", EXTENSION), Map.of(EXTENSION, 1L)),
                        crit("not an array", EXTENSION, Map.of(EXTENSION, true)),
                        crit("an array with a number", List.of(1L), Map.of()),
                        crit("null", null, Map.of()),
                        crit("an unencoded payload", List.of("b64"), Map.of("b64", false)),
                        absent("an empty array", List.of(), Map.of()),
                        absent("a standard member", List.of("alg"), Map.of()),
                        absent("a standard member twice", List.of("alg", "alg"), Map.of()),
                        absent("an absent standard member", List.of("x5u"), Map.of()),
                        absent("an encoded payload", List.of("b64"), Map.of("b64", true)),
                        forged(crit("an extension, which may change the signature", List.of(EXTENSION), Map.of())),
                        forged(absent("an empty array, and the signature is wrong", List.of(), Map.of()))
                                .alsoBreaking("signature.verifies"))
                .map(mutant -> mutant.alsoBreaking("header.members"))
                .filter(mutant -> profile.rule(mutant.rule()).isPresent())
                .map(mutant -> mutant.within(profile))
                .toList();
    }

    /** Changes the signature, too. */
    private static Mutant forged(Mutant mutant) {
        return new Mutant(
                mutant.rule(),
                mutant.fault(),
                mutant.spoil()
                        .andThen(a -> a.signature = made -> {
                            byte[] changed = made.clone();
                            changed[changed.length - 1] ^= 1;
                            return changed;
                        }),
                mutant.implied());
    }

    private static Mutant crit(String fault, Object value, Map<String, Object> members) {
        return absent(fault, value, members).under("crit").alsoBreaking("crit.absent");
    }

    private static Mutant absent(String fault, Object value, Map<String, Object> members) {
        return Mutant.of("crit.absent", "crit is " + fault, a -> {
            a.header.put("crit", value);
            a.header.putAll(members);
        });
    }
}
