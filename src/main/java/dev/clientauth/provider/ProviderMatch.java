package dev.clientauth.provider;

import dev.clientauth.arguments.Arguments;
import dev.clientauth.profile.Profile;

import java.util.List;

/**
 * The provider that a request was most likely meant for.
 *
 * @param profile the profile of the provider
 * @param reasons why it was detected, one clause each, such as {@code the client id begins with SCHOOLAPI}
 * @param foreign values that belong to another product, one sentence each; if there are any, they are the most likely fault
 */
public record ProviderMatch(Profile profile, List<String> reasons, List<String> foreign) {
    /** Copies the lists. */
    public ProviderMatch {
        Arguments.required(profile, "profile");
        reasons = List.copyOf(Arguments.withoutNulls(reasons, "reasons"));
        foreign = List.copyOf(Arguments.withoutNulls(foreign, "foreign"));
    }
}
