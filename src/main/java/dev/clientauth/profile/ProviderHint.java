package dev.clientauth.profile;

import dev.clientauth.arguments.Arguments;

import java.util.function.Predicate;

/**
 * A characteristic of requests to a provider.
 *
 * @param weight its weight: a value that only this provider uses weighs more than a convention
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
