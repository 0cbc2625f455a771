package dev.clientauth.provider;

import dev.clientauth.profile.ProductMark;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.ProviderHint;
import dev.clientauth.profile.Recognition;
import dev.clientauth.profile.RequestTraits;
import dev.clientauth.profile.TokenRequest;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The providers by name, for those who read the name from a configuration or a command line. */
public final class Providers {
    /** The id of the profile of a request whose client authenticates in another way than with a JWT that it signed. */
    public static final String OTHER_METHOD = NeutralChecks.OTHER_METHOD;

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

    private static final List<String> CREDENTIALS = List.of("client_secret", "client_assertion", "assertion");
    private static final String GRANT = "jwt-bearer-grant";
    /** In the order in which providers are preferred when nothing distinguishes them. */
    private static final Map<String, Recognition> RECOGNITIONS = new LinkedHashMap<>();

    static {
        RECOGNITIONS.put("apple-school-manager", AppleSchoolManager.profile().recognition());
        RECOGNITIONS.put("apple-business", AppleBusiness.profile().recognition());
        RECOGNITIONS.put("sign-in-with-apple", SignInWithApple.profile().recognition());
        RECOGNITIONS.put("epic", Epic.RECOGNITION);
        RECOGNITIONS.put(GRANT, JwtBearerGrant.RECOGNITION);
        RECOGNITIONS.put("smart-backend-services", SmartBackendServices.RECOGNITION);
        RECOGNITIONS.put("private-key-jwt", PrivateKeyJwt.RECOGNITION);
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
     * The provider that an attempt was most likely meant for: judged by its client id, URL, audience, scope and habits. Where
     * these show too little, it is judged by neutral checks; where the client authenticates in another way than with a
     * signed JWT, only as a request.
     *
     * @return none where the attempt shows nothing
     */
    public static Optional<ProviderMatch> detect(TokenRequest attempt) {
        RequestTraits traits = RequestTraits.of(attempt);
        Optional<OtherToken> token = OtherToken.in(traits);
        if (token.isPresent()
                && traits.endpoint().isEmpty()
                && traits.parameters().isEmpty()) {
            return Optional.of(new ProviderMatch(
                    NeutralChecks.otherToken(token.get().name()),
                    List.of("the JWT is " + token.get().name()),
                    List.of(token.get().statement())));
        }
        Optional<OtherMethod> method = OtherMethod.in(traits);
        if (method.isPresent()) {
            return Optional.of(new ProviderMatch(
                    NeutralChecks.otherMethod(method.get().name()),
                    List.of(method.get().reason()),
                    List.of(method.get().statement())));
        }
        Map<String, List<ProviderHint>> shown = new LinkedHashMap<>();
        RECOGNITIONS.forEach((id, recognition) -> {
            List<ProviderHint> hints = recognition.hints().stream()
                    .filter(hint -> hint.matches().test(traits))
                    .toList();
            if (!hints.isEmpty() && (traits.place().isPresent() || !EACH_ITS_OWN.contains(id))) {
                shown.put(id, hints);
            }
        });
        // The first of the heaviest, in the order of the providers.
        Optional<String> best = shown.keySet().stream()
                .reduce((one, other) -> weight(shown.get(other)) > weight(shown.get(one)) ? other : one);
        List<String> reasons =
                best.map(id -> reasons(shown.get(id))).orElse(List.of("nothing in it shows the provider"));
        boolean hasCredential = traits.hasJwt()
                || CREDENTIALS.stream().anyMatch(name -> !traits.parameter(name).isEmpty());
        if (best.isEmpty() && !hasCredential && traits.endpoint().isEmpty()) {
            return Optional.empty();
        }
        List<String> foreign = new ArrayList<>();
        token.map(OtherToken::statement).ifPresent(foreign::add);
        OtherMethod.misplaced(traits).ifPresent(foreign::add);
        best.ifPresent(id -> RECOGNITIONS.values().stream()
                .flatMap(recognition -> recognition.marks().stream())
                .filter(mark -> !mark.homes().contains(id) && mark.matches().test(traits))
                .map(ProductMark::statement)
                .distinct()
                .forEach(foreign::add));
        return Optional.of(new ProviderMatch(
                best.map(id -> profile(id, traits)).orElseGet(NeutralChecks::profile), reasons, foreign));
    }

    private static int weight(@Nullable List<ProviderHint> hints) {
        return hints == null ? 0 : hints.stream().mapToInt(ProviderHint::weight).sum();
    }

    private static List<String> reasons(@Nullable List<ProviderHint> hints) {
        return hints == null
                ? List.of()
                : hints.stream().map(ProviderHint::reason).toList();
    }

    /** The profile at the place that was told, or at its own where all clients share one. */
    private static Profile profile(String id, RequestTraits traits) {
        URI place = traits.place().orElse(null);
        if (id.equals(GRANT)) {
            return JwtBearerGrant.profile(traits);
        }
        // Sign in with Apple has a profile for each of its endpoints, named by the end of the path.
        String ofEndpoint = id + "-" + traits.path().substring(traits.path().lastIndexOf('/') + 1);
        if (BY_ID.containsKey(ofEndpoint)) {
            return profile(ofEndpoint, place, null);
        }
        if (id.equals("private-key-jwt")) {
            return PrivateKeyJwt.unknownServer(needed(id, place));
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
