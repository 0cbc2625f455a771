// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.Verdict;
import dev.clientauth.profile.rules.Facts;

/** Creates the profile for requests to a path that a provider does not have. */
final class UnknownPathProfile {
    private UnknownPathProfile() {}

    /** Returns a profile of one rule, which every request breaks. */
    static Profile of(Profile profile, String tokenPath) {
        Citation source = profile.rules().get(0).citation();
        Profile.Builder bare = profile.toBuilder(profile.id() + "-unknown-path", profile.name() + ", unknown path");
        profile.rules().forEach(rule -> bare.without(rule.name()));
        return bare.rule(Rule.must("endpoint.known")
                        .about(Field.ENDPOINT)
                        .states("The path is one that the mock serves.")
                        .remedy("Send token requests to " + tokenPath
                                + ", and compare other paths with the provider's documentation.")
                        .source(source)
                        .error("invalid_request")
                        .check(
                                Facts.endpoint(),
                                uri -> Verdict.broken("another path", tokenPath + ", for a token request")))
                .build();
    }
}
