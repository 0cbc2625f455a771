// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import dev.clientauth.arguments.Arguments;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How requests to a provider are recognized and distinguished from those to similar products.
 *
 * @param hints characteristics of requests to the provider
 * @param marks values of this provider, and of products that are easily confused with it
 */
public record Recognition(List<ProviderHint> hints, List<ProductMark> marks) {
    /**
     * A characteristic of requests to a provider.
     *
     * @param weight the weight: a value that only this provider uses has a higher weight than a convention
     * @param reason what it is, as a clause
     * @param matches whether a request has it
     */
    public record ProviderHint(int weight, String reason, Predicate<TokenRequest> matches) {
        /** Rejects null, a blank reason and a negative weight. */
        public ProviderHint {
            Arguments.notNegative(weight, "weight");
            Arguments.notBlank(reason, "reason");
            Arguments.required(matches, "matches");
        }
    }

    /**
     * A value that belongs to one product, and is wrong in requests to any other.
     *
     * @param statement what the value is and which product it belongs to, as a sentence
     * @param homes the ids of the profiles for which it is valid; empty for a product without a profile
     * @param matches whether a request has it
     */
    public record ProductMark(String statement, Set<String> homes, Predicate<TokenRequest> matches) {
        /** Rejects null and a blank statement, and copies the set. */
        public ProductMark {
            Arguments.notBlank(statement, "statement");
            homes = Set.copyOf(Arguments.withoutNulls(homes, "homes"));
            Arguments.required(matches, "matches");
        }
    }

    /** Recognizes no requests. */
    public static final Recognition NONE = new Recognition(List.of(), List.of());

    /** Copies the lists. */
    public Recognition {
        hints = List.copyOf(Arguments.withoutNulls(hints, "hints"));
        marks = List.copyOf(Arguments.withoutNulls(marks, "marks"));
    }
}
