// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.provider;

import dev.clientauth.profile.Profile;

import java.util.List;
import java.util.Objects;

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
        Objects.requireNonNull(profile, "profile");
        reasons = List.copyOf(reasons);
        foreign = List.copyOf(foreign);
    }
}
