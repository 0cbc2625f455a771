package dev.clientauth.profile;

import dev.clientauth.arguments.Arguments;

import java.util.function.Predicate;

/**
 * Something in a request that speaks for a provider.
 *
 * @param weight how much it says: a value that only this provider has weighs more than a habit
 * @param reason what it is, as a clause
 * @param matches whether a request has it
 */
public record ProviderHint(int weight, String reason, Predicate<RequestTraits> matches) {
    /** Rejects null, a blank reason and a negative weight. */
    public ProviderHint {
        Arguments.notNegative(weight, "weight");
        Arguments.notBlank(reason, "reason");
        Arguments.required(matches, "matches");
    }
}
