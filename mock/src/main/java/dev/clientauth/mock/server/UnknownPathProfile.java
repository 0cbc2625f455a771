package dev.clientauth.mock.server;

import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.Verdict;
import dev.clientauth.profile.rules.Facts;

import java.util.Collection;

/** Creates the profile for requests to a path that a provider does not have. */
final class UnknownPathProfile {
    private UnknownPathProfile() {}

    /** Returns a profile of one rule, which every request breaks. */
    static Profile of(Profile profile, Collection<String> paths) {
        Citation source = profile.rules().get(0).citation();
        Profile.Builder bare = profile.toBuilder(profile.id() + "-unknown-path", profile.name() + ", unknown path");
        profile.rules().forEach(rule -> bare.without(rule.name()));
        String known = String.join(", ", paths);
        return bare.rule(Rule.must("endpoint.known")
                        .about(Field.ENDPOINT)
                        .states("The path is one that the mock serves: " + known + ".")
                        .remedy("Compare the path with the provider's documentation.")
                        .source(source)
                        .error("invalid_request")
                        .check(Facts.endpoint(), uri -> Verdict.broken("another path", "one of " + known)))
                .build();
    }
}
