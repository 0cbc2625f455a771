package dev.clientauth.provider;

import dev.clientauth.arguments.Arguments;
import dev.clientauth.profile.Profile;

import java.util.List;

/**
 * The provider that an attempt was most likely meant for.
 *
 * @param profile what that provider demands
 * @param reasons what speaks for it, a clause each, such as {@code the client id begins with SCHOOLAPI}
 * @param foreign values that belong to another product, a sentence each; where there are some, they are the likeliest fault
 */
public record ProviderMatch(Profile profile, List<String> reasons, List<String> foreign) {
    /** Copies the lists. */
    public ProviderMatch {
        Arguments.required(profile, "profile");
        reasons = List.copyOf(Arguments.withoutNulls(reasons, "reasons"));
        foreign = List.copyOf(Arguments.withoutNulls(foreign, "foreign"));
    }
}
