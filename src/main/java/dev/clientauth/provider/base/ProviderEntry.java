package dev.clientauth.provider.base;

import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Recognition;
import dev.clientauth.profile.RequestTraits;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A provider in the list of all providers.
 *
 * @param id the id of its profile
 * @param recognition how its requests are recognized
 * @param example an example of a token endpoint, where each server or customer has its own; empty where there is a default
 * @param profile makes the profile for a token endpoint and an issuer, either of which may be null
 * @param detected makes the profile for diagnosing a request
 */
public record ProviderEntry(
        String id,
        Recognition recognition,
        Optional<URI> example,
        BiFunction<@Nullable URI, @Nullable String, Profile> profile,
        Function<RequestTraits, Profile> detected) {

    /** A provider with one token endpoint for all. */
    public static ProviderEntry of(Profile one) {
        return new ProviderEntry(
                one.id(), one.recognition(), Optional.empty(), (endpoint, issuer) -> one, traits -> one);
    }

    /** A provider with a default token endpoint, and other ones, such as a test system. */
    public static ProviderEntry of(Profile standard, Function<URI, Profile> at) {
        return new ProviderEntry(
                standard.id(),
                standard.recognition(),
                Optional.empty(),
                (endpoint, issuer) -> endpoint == null ? standard : at.apply(endpoint),
                traits -> ServerDemands.with(traits.place().map(at).orElse(standard)));
    }

    /** A provider of which each server or customer has a token endpoint. */
    public static ProviderEntry each(String id, Recognition recognition, String example, Function<URI, Profile> at) {
        return each(id, recognition, example, (endpoint, issuer) -> at.apply(endpoint));
    }

    /** The same, where the audience may be an issuer identifier that is configured. */
    public static ProviderEntry each(
            String id, Recognition recognition, String example, BiFunction<URI, @Nullable String, Profile> at) {
        BiFunction<@Nullable URI, @Nullable String, Profile> profile =
                (endpoint, issuer) -> at.apply(required(id, endpoint), issuer);
        return new ProviderEntry(
                id,
                recognition,
                Optional.of(URI.create(example)),
                profile,
                traits -> ServerDemands.with(profile.apply(traits.place().orElse(null), null)));
    }

    /** The same provider, whose profile for diagnosing a request is made in another way. */
    public ProviderEntry detecting(Function<RequestTraits, Profile> other) {
        return new ProviderEntry(id, recognition, example, profile, other);
    }

    public static URI required(String id, @Nullable URI tokenEndpoint) {
        if (tokenEndpoint == null) {
            throw new IllegalArgumentException(
                    "Each server of " + id + " has its own token endpoint, which is required.");
        }
        return tokenEndpoint;
    }
}
