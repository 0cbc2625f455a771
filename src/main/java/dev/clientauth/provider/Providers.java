package dev.clientauth.provider;

import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.Profile;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The providers by name, for those who read the name from a configuration or a command line. */
public final class Providers {
    private static final Map<String, Known> BY_ID = new LinkedHashMap<>();
    private static final Map<String, String> ALIASES = Map.of(
            "school", "apple-school-manager",
            "business", "apple-business",
            "siwa", "sign-in-with-apple",
            "smart", "smart-backend-services");

    private static final String EPIC_SANDBOX_HOST = "fhir.epic.com";
    /** Of these there is no profile without a token endpoint. */
    private static final Set<String> EACH_ITS_OWN = Set.of("smart-backend-services", "private-key-jwt");

    static {
        BY_ID.put("apple-school-manager", (endpoint, issuer) -> AppleSchoolManager.profile());
        BY_ID.put("apple-business", (endpoint, issuer) -> AppleBusiness.profile());
        BY_ID.put("sign-in-with-apple", (endpoint, issuer) -> SignInWithApple.profile());
        BY_ID.put("sign-in-with-apple-revoke", (endpoint, issuer) -> SignInWithApple.revocation());
        BY_ID.put("sign-in-with-apple-usermigrationinfo", (endpoint, issuer) -> SignInWithApple.userMigration());
        BY_ID.put("epic", (endpoint, issuer) -> endpoint == null ? Epic.sandbox() : Epic.profile(endpoint));
        BY_ID.put(
                "smart-backend-services",
                (endpoint, issuer) -> SmartBackendServices.profile(needed("smart-backend-services", endpoint)));
        BY_ID.put("private-key-jwt", (endpoint, issuer) -> {
            URI there = needed("private-key-jwt", endpoint);
            return issuer == null
                    ? PrivateKeyJwt.withTokenEndpointAudience(there)
                    : PrivateKeyJwt.profile(issuer, there);
        });
    }

    private Providers() {}

    /** The ids of all providers, such as {@code apple-school-manager}; each begins the ids of that provider's rules. */
    public static List<String> ids() {
        return List.copyOf(BY_ID.keySet());
    }

    /**
     * The profile of a provider.
     *
     * @param name one of {@link #ids()}, or short: {@code school}, {@code business}, {@code siwa}, {@code smart}
     * @param tokenEndpoint the token endpoint, where each customer or server has its own: optional for Epic, whose sandbox it
     *     is by default, required for SMART and {@code private_key_jwt}; the others have one and the same for all
     * @param issuer the issuer identifier, for {@code private_key_jwt} servers that want it as audience
     * @throws IllegalArgumentException if there is no such provider, or it needs a token endpoint
     */
    public static Profile profile(String name, @Nullable URI tokenEndpoint, @Nullable String issuer) {
        String lower = name.strip().toLowerCase(Locale.ROOT);
        Known known = BY_ID.get(ALIASES.getOrDefault(lower, lower));
        if (known == null) {
            throw new IllegalArgumentException(
                    "There is no provider \"" + name + "\"; there are " + String.join(", ", BY_ID.keySet()) + ".");
        }
        return known.profile(tokenEndpoint, issuer);
    }

    /**
     * The provider that an attempt was most likely meant for: judged by its client id, URL, audience, scope and habits.
     *
     * @return none where the attempt shows nothing that any provider is known by
     */
    public static Optional<Likeness> likeliest(Attempt attempt) {
        Traits traits = Traits.of(attempt);
        Map<String, Integer> weights = new LinkedHashMap<>();
        List<Sign> shown = Sign.ALL.stream()
                .filter(sign -> traits.place().isPresent() || !EACH_ITS_OWN.contains(sign.provider()))
                .filter(sign -> sign.shows().test(traits))
                .toList();
        shown.forEach(sign -> weights.merge(sign.provider(), sign.weight(), Integer::sum));
        // The first of the heaviest, in the order of the signs.
        Optional<String> best = weights.entrySet().stream()
                .reduce((one, other) -> other.getValue() > one.getValue() ? other : one)
                .map(Map.Entry::getKey);
        return best.map(id -> new Likeness(
                profile(id, traits),
                shown.stream()
                        .filter(sign -> sign.provider().equals(id))
                        .map(Sign::reason)
                        .toList(),
                OtherProduct.ALL.stream()
                        .filter(product -> !product.homes().contains(id))
                        .filter(product -> product.shows().test(traits))
                        .map(OtherProduct::value)
                        .toList()));
    }

    /** The profile at the place that was told, or at its own where all clients share one. */
    private static Profile profile(String id, Traits traits) {
        URI place = traits.place().orElse(null);
        // Sign in with Apple has a profile for each of its endpoints, named by the end of the path.
        String ofEndpoint = id + "-" + traits.path().substring(traits.path().lastIndexOf('/') + 1);
        if (BY_ID.containsKey(ofEndpoint)) {
            return profile(ofEndpoint, place, null);
        }
        return profile(id, id.equals("epic") && traits.host().equals(EPIC_SANDBOX_HOST) ? null : place, null);
    }

    private static URI needed(String id, @Nullable URI tokenEndpoint) {
        if (tokenEndpoint == null) {
            throw new IllegalArgumentException(
                    "Each server of " + id + " has a token endpoint of its own; say which is meant.");
        }
        return tokenEndpoint;
    }

    @FunctionalInterface
    private interface Known {
        Profile profile(@Nullable URI tokenEndpoint, @Nullable String issuer);
    }
}
