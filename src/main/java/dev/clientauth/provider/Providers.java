package dev.clientauth.provider;

import dev.clientauth.arguments.Arguments;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Recognition.ProductMark;
import dev.clientauth.profile.Recognition.ProviderHint;
import dev.clientauth.profile.RequestTraits;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.provider.base.ProviderEntry;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds providers by name, and detects the provider of a request. */
public final class Providers {
    /** The id of the profile of a request whose client authenticates in another way than with a JWT that it signed. */
    public static final String OTHER_METHOD = NeutralChecks.OTHER_METHOD;

    private static final String EPIC_SANDBOX_HOST = "fhir.epic.com";
    /** The endpoints of Sign in with Apple are recognized together. */
    private static final Set<String> IS_PART_OF_ANOTHER =
            Set.of("sign-in-with-apple-revoke", "sign-in-with-apple-usermigrationinfo");

    /** In the order in which providers are preferred when nothing distinguishes them. */
    private static final List<ProviderEntry> ALL = List.of(
            ProviderEntry.of(AppleSchoolManager.profile()),
            ProviderEntry.of(AppleBusiness.profile()),
            ProviderEntry.of(SignInWithApple.profile()).detecting(Providers::signInWithApple),
            ProviderEntry.of(SignInWithApple.revocation()),
            ProviderEntry.of(SignInWithApple.userMigration()),
            ProviderEntry.of(Epic.sandbox(), Epic::profile).detecting(Providers::epic),
            Okta.ENTRY,
            Auth0.ENTRY,
            Keycloak.ENTRY,
            MicrosoftEntraId.ENTRY,
            GoogleServiceAccount.ENTRY,
            Salesforce.ENTRY,
            Box.ENTRY,
            DocuSign.ENTRY,
            Maskinporten.ENTRY,
            NhsEngland.ENTRY,
            PingAm.ENTRY,
            HelseId.ENTRY,
            Singpass.ENTRY,
            GovUkOneLogin.ENTRY,
            LoginGov.ENTRY,
            OracleHealth.ENTRY,
            Athenahealth.ENTRY,
            EClinicalWorks.ENTRY,
            CmsBcda.ENTRY,
            CmsDpc.ENTRY,
            SmartBackendServices.ENTRY,
            Fapi2.ENTRY,
            McpClientCredentials.ENTRY,
            PrivateKeyJwt.ENTRY);

    private static final Map<String, ProviderEntry> BY_ID =
            ALL.stream().collect(Collectors.toMap(ProviderEntry::id, entry -> entry, (a, b) -> a, LinkedHashMap::new));
    private static final Map<String, String> ALIASES = Map.of(
            "school", "apple-school-manager",
            "business", "apple-business",
            "siwa", "sign-in-with-apple",
            "smart", "smart-backend-services",
            "entra", "microsoft-entra-id",
            "google", "google-service-account",
            "nhs", "nhs-england");
    private static final List<String> CREDENTIALS = List.of("client_secret", "client_assertion", "assertion");

    private Providers() {}

    /**
     * Returns the ids of all providers, such as {@code apple-school-manager}; each is the prefix of the ids of its rules.
     */
    public static List<String> ids() {
        return List.copyOf(BY_ID.keySet());
    }

    /**
     * Returns the profile of a provider.
     *
     * @param name one of {@link #ids()}, or a short name: {@code school}, {@code business}, {@code siwa}, {@code smart},
     *     {@code entra}, {@code google}, {@code nhs}
     * @param tokenEndpoint the token endpoint: optional for providers with a default, such as Epic's sandbox; required for
     *     SMART, {@code private_key_jwt}, Okta and others
     * @param issuer the issuer identifier, for {@code private_key_jwt} servers that expect it as the audience
     * @throws IllegalArgumentException if there is no such provider, or it needs a token endpoint
     */
    public static Profile profile(String name, @Nullable URI tokenEndpoint, @Nullable String issuer) {
        return entry(name).profile().apply(tokenEndpoint, issuer);
    }

    /**
     * Returns the profile of a provider for documentation and mocks: with its default token endpoint, or with an example if
     * there is none.
     *
     * @param name one of {@link #ids()}, or a short name
     * @throws IllegalArgumentException if there is no such provider
     */
    public static Profile example(String name) {
        ProviderEntry entry = entry(name);
        return entry.profile().apply(entry.example().orElse(null), null);
    }

    /**
     * Returns whether each server or customer of a provider has its own token endpoint, without a default.
     *
     * @param name one of {@link #ids()}, or a short name
     * @throws IllegalArgumentException if there is no such provider
     */
    public static boolean needsTokenEndpoint(String name) {
        return entry(name).example().isPresent();
    }

    private static ProviderEntry entry(String name) {
        String lower = Arguments.notBlank(name, "name").strip().toLowerCase(Locale.ROOT);
        ProviderEntry entry = BY_ID.get(ALIASES.getOrDefault(lower, lower));
        if (entry == null) {
            throw new IllegalArgumentException(
                    "Unknown provider: " + name + ". Use one of " + String.join(", ", BY_ID.keySet()) + ".");
        }
        return entry;
    }

    /**
     * Detects the provider that a request was most likely meant for, by its client id, URL, audience, scope and conventions.
     * If these are not sufficient, the profile has only neutral checks; if the client authenticates without a signed JWT,
     * only checks of the request.
     *
     * @return empty if nothing is known about the request
     */
    public static Optional<ProviderMatch> detect(TokenRequest attempt) {
        Arguments.required(attempt, "attempt");
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
        List<ProviderEntry> candidates = new ArrayList<>(ALL);
        candidates.add(JwtBearerGrant.ENTRY);
        candidates.stream()
                .filter(entry -> !IS_PART_OF_ANOTHER.contains(entry.id()))
                .forEach(entry -> {
                    List<ProviderHint> hints = entry.recognition().hints().stream()
                            .filter(hint -> hint.matches().test(traits))
                            .toList();
                    if (!hints.isEmpty()
                            && (traits.place().isPresent() || entry.example().isEmpty())) {
                        shown.put(entry.id(), hints);
                    }
                });
        // The first one with the highest weight, in the order of the providers.
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
        best.ifPresent(id -> ALL.stream()
                .flatMap(entry -> entry.recognition().marks().stream())
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

    private static Profile profile(String id, RequestTraits traits) {
        ProviderEntry entry = BY_ID.getOrDefault(id, JwtBearerGrant.ENTRY);
        return entry.detected().apply(traits);
    }

    /** Sign in with Apple has a profile for each of its endpoints, named by the end of the path. */
    private static Profile signInWithApple(RequestTraits traits) {
        String id = SignInWithApple.profile().id();
        String end = traits.path().substring(traits.path().lastIndexOf('/') + 1);
        return profile(BY_ID.containsKey(id + "-" + end) ? id + "-" + end : id, null, null);
    }

    private static Profile epic(RequestTraits traits) {
        URI place = traits.place().orElse(null);
        return profile("epic", traits.host().equals(EPIC_SANDBOX_HOST) ? null : place, null);
    }
}
