// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The faults of a profile for any server of a standard: some servers accept what others refuse. */
final class UnknownServerMutants {
    private static final Set<String> PROFILES =
            Set.of("private-key-jwt", "smart-backend-services", "mcp-client-credentials", "health-exchange");

    private UnknownServerMutants() {}

    /** Returns the faults with the rules that report them in this profile. */
    static List<Mutant> of(String profile, List<Mutant> family) {
        if (!PROFILES.contains(profile)) {
            return family;
        }
        boolean isSmart = profile.equals("smart-backend-services") || profile.equals("health-exchange");
        List<Mutant> all = new ArrayList<>(family.stream()
                .map(mutant -> {
                    if (mutant.fault().equals("aud is an array of two")) {
                        return mutant.under("aud.one-string");
                    }
                    if (mutant.fault().equals("no jti") && !isSmart) {
                        return mutant.under("jti.present");
                    }
                    return mutant.fault().equals("expired in 1969")
                            ? mutant.alsoBreaking("exp.within-tolerance")
                            : mutant;
                })
                .toList());
        all.add(Mutant.of(
                "exp.within-tolerance",
                "expired five minutes ago",
                a -> TimeMutants.life(a, -360, -300),
                "exp.in-future"));
        all.add(Mutant.of("exp.in-future", "expired almost five minutes ago", a -> TimeMutants.life(a, -360, -299)));
        all.add(Mutant.of(
                "nbf.within-tolerance",
                "five minutes and a second ahead",
                a -> a.seconds("nbf", 301),
                "nbf.not-in-future",
                "nbf.not-after-exp"));
        return all;
    }
}
