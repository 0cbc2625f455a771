// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Faults in {@code iat}, {@code nbf} and {@code exp}. */
final class TimeMutants {
    private TimeMutants() {}

    /** The faults that every provider refuses. */
    static List<Mutant> all() {
        List<Mutant> all = new ArrayList<>();
        for (String claim : List.of("iat", "nbf", "exp")) {
            all.addAll(oddNumbers(claim));
        }
        all.add(absent("exp"));
        all.add(Mutant.of("exp.in-future", "expired a second ago", a -> life(a, -60, -1)));
        all.add(Mutant.of("exp.in-future", "expires at this instant", a -> life(a, -60, 0)));
        all.add(Mutant.of("exp.in-future", "expired by the provider's clock", a -> {
            life(a, -60, 30);
            a.providerClock = ValidRequest.NOW.plusSeconds(31);
        }));
        all.add(Mutant.of("exp.in-future", "expired in 1969", a -> {
            a.claims.put("exp", -1L);
            a.claims.remove("nbf");
        }));
        all.add(Mutant.of("nbf.not-in-future", "nbf a second ahead", a -> a.seconds("nbf", 1)));
        all.add(Mutant.of(
                "nbf.not-after-exp",
                "nbf after exp",
                a -> a.claims.put("nbf", (long) a.claims.get("exp") + 1),
                "nbf.not-in-future"));
        all.add(Mutant.of("iat.not-in-future", "iat a second ahead", a -> a.seconds("iat", 1)));
        all.add(Mutant.of("iat.not-in-future", "iat eight hours ahead", a -> a.seconds("iat", 28_800)));
        all.add(Mutant.of("iat.not-in-future", "iat ahead of the provider's clock only", a -> {
            a.seconds("iat", 0);
            a.seconds("exp", 60);
            a.claims.remove("nbf");
            a.providerClock = ValidRequest.NOW.minusSeconds(1);
        }));
        return all;
    }

    static Mutant absent(String claim) {
        return Mutant.of(claim + ".seconds", "no " + claim, a -> a.claims.remove(claim));
    }

    private static List<Mutant> oddNumbers(String claim) {
        String rule = claim + ".seconds";
        long seconds = ValidRequest.NOW.getEpochSecond();
        long near = claim.equals("exp") ? 100 : -10;
        return List.of(
                odd(rule, "milliseconds", seconds * 1000),
                odd(rule, "nanoseconds", seconds * 1_000_000_000),
                odd(rule, "a string", Long.toString(seconds)),
                odd(rule, "an ISO date", "2026-11-20T12:00:00Z"),
                odd(claim + ".whole-seconds", "a fraction", new BigDecimal(seconds + near + ".5")),
                odd(claim + ".whole-seconds", "a fraction of zero", new BigDecimal(seconds + near + ".0")),
                odd(rule, "the largest long", Long.MAX_VALUE),
                odd(rule, "the smallest long", Long.MIN_VALUE),
                odd(rule, "more than a long", BigInteger.TWO.pow(200)),
                odd(rule, "a huge exponent", new BigDecimal("1E+999999")),
                odd(rule, "a truth value", true),
                odd(rule, "an array", List.of(seconds)),
                Mutant.of(rule, claim + " is null", a -> a.claims.put(claim, null)));
    }

    private static Mutant odd(String rule, String what, Object value) {
        String claim = rule.substring(0, 3);
        return Mutant.of(rule, claim + " is " + what, a -> a.claims.put(claim, value));
    }

    /** Issued and valid from this many seconds from now to that many. */
    static void life(ValidRequest a, long from, long to) {
        a.seconds("iat", from);
        a.claims.computeIfPresent("nbf", (name, old) -> ValidRequest.NOW.getEpochSecond() + from);
        a.seconds("exp", to);
    }
}
