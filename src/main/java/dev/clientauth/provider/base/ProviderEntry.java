// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider.base;

import dev.clientauth.profile.Profile;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A provider in the list of all providers.
 *
 * @param id the id of its profile
 * @param example an example of a token endpoint, where each server or customer has its own; empty where there is a default
 * @param profile makes the profile for a token endpoint and an issuer, either of which may be null
 */
public record ProviderEntry(
        String id, Optional<URI> example, BiFunction<@Nullable URI, @Nullable String, Profile> profile) {

    /** A provider with one token endpoint for all. */
    public static ProviderEntry of(Profile one) {
        return of(one, endpoint -> one);
    }

    /** A provider with a default token endpoint, and other ones, such as a test system. */
    public static ProviderEntry of(Profile standard, Function<URI, Profile> at) {
        return new ProviderEntry(
                standard.id(),
                Optional.empty(),
                (endpoint, issuer) -> endpoint == null ? standard : at.apply(endpoint));
    }

    /** A provider of which each server or customer has a token endpoint. */
    public static ProviderEntry each(String id, String example, Function<URI, Profile> at) {
        return each(id, example, (endpoint, issuer) -> at.apply(endpoint));
    }

    /** The same, where the audience may be an issuer identifier that is configured. */
    public static ProviderEntry each(String id, String example, BiFunction<URI, @Nullable String, Profile> at) {
        return new ProviderEntry(
                id, Optional.of(URI.create(example)), (endpoint, issuer) -> at.apply(required(id, endpoint), issuer));
    }

    private static URI required(String id, @Nullable URI tokenEndpoint) {
        if (tokenEndpoint == null) {
            throw new IllegalArgumentException(
                    "Each server of " + id + " has its own token endpoint, which is required.");
        }
        return tokenEndpoint;
    }
}
