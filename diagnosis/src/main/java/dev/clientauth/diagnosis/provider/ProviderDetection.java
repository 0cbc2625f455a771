// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.provider;

import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Recognition;
import dev.clientauth.profile.Recognition.ProductMark;
import dev.clientauth.profile.Recognition.ProviderHint;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.provider.Epic;
import dev.clientauth.provider.PrivateKeyJwt;
import dev.clientauth.provider.Providers;
import dev.clientauth.provider.base.RequestTraits;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Detects the provider that a request was most likely meant for. */
public final class ProviderDetection {
    private static final String SIGN_IN_WITH_APPLE = "sign-in-with-apple";
    private static final Pattern HOST = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)+");
    /** The endpoints of Sign in with Apple are recognized together. */
    private static final Set<String> IS_PART_OF_ANOTHER =
            Set.of(SIGN_IN_WITH_APPLE + "-revoke", SIGN_IN_WITH_APPLE + "-usermigrationinfo");
    /** The responses of Apple's and Epic's token endpoints contain nothing to compare a request with. */
    private static final Set<String> WITHOUT_DEMANDS =
            Set.of("apple-school-manager", "apple-business", SIGN_IN_WITH_APPLE, "epic");

    private static final List<String> CREDENTIALS = List.of("client_secret", "client_assertion", "assertion");

    /** How requests to each provider are recognized, in the order in which they are preferred. */
    private static final Map<String, Recognition> RECOGNITIONS = recognitions();

    private ProviderDetection() {}

    private static Map<String, Recognition> recognitions() {
        Map<String, Recognition> all = new LinkedHashMap<>();
        Providers.ids().stream()
                .filter(id -> !IS_PART_OF_ANOTHER.contains(id))
                .forEach(id -> all.put(id, Providers.example(id).recognition()));
        all.put(NeutralChecks.grant().id(), NeutralChecks.grant().recognition());
        return all;
    }

    /**
     * Detects the provider that a request was most likely meant for, by its client id, URL, audience, scope and conventions.
     * If these are not sufficient, the profile has only neutral checks; if the client authenticates without a signed JWT,
     * only checks of the request.
     *
     * @return empty if nothing is known about the request
     */
    public static Optional<ProviderMatch> detect(TokenRequest attempt) {
        Objects.requireNonNull(attempt, "attempt");
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
        Optional<OtherMethod> method = OtherMethod.in(attempt, traits);
        if (method.isPresent()) {
            return Optional.of(new ProviderMatch(
                    NeutralChecks.otherMethod(method.get().name()),
                    List.of(method.get().reason()),
                    List.of(method.get().statement())));
        }
        Map<String, List<ProviderHint>> shown = new LinkedHashMap<>();
        RECOGNITIONS.forEach((id, recognition) -> {
            List<ProviderHint> hints = recognition.hints().stream()
                    .filter(hint -> hint.matches().test(attempt))
                    .toList();
            if (!hints.isEmpty() && (traits.place().isPresent() || !needsTokenEndpoint(id))) {
                shown.put(id, hints);
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
        best.ifPresent(id -> RECOGNITIONS.values().stream()
                .flatMap(recognition -> recognition.marks().stream())
                .filter(mark -> !mark.homes().contains(id) && mark.matches().test(attempt))
                .map(ProductMark::statement)
                .distinct()
                .forEach(foreign::add));
        return Optional.of(new ProviderMatch(
                best.map(id -> profile(id, traits)).orElseGet(NeutralChecks::profile), reasons, foreign));
    }

    private static boolean needsTokenEndpoint(String id) {
        return !isGrant(id) && Providers.needsTokenEndpoint(id);
    }

    private static boolean isGrant(String id) {
        return id.equals(NeutralChecks.grant().id());
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
        URI place = traits.place().or(() -> bareHost(traits)).orElse(null);
        Profile profile = switch (id) {
            // A profile for each endpoint, named by the end of the path.
            case SIGN_IN_WITH_APPLE -> {
                String part = id + "-" + traits.path().substring(traits.path().lastIndexOf('/') + 1);
                yield Providers.profile(IS_PART_OF_ANOTHER.contains(part) ? part : id, null, null);
            }
            case "epic" -> Providers.profile(id, isAtSandboxOfEpic(traits) ? null : place, null);
            case "private-key-jwt" -> place == null ? NeutralChecks.profile() : PrivateKeyJwt.unknownServer(place);
            default -> isGrant(id) ? NeutralChecks.grant() : Providers.profile(id, place, null);
        };
        return WITHOUT_DEMANDS.contains(id) ? profile : ServerDemands.with(profile);
    }

    /** The place of a request without a URL, where the audience is the name of a host. */
    private static Optional<URI> bareHost(RequestTraits traits) {
        return traits.audiences().stream()
                .filter(aud -> traits.endpoint().isEmpty() && HOST.matcher(aud).matches())
                .findFirst()
                .map(host -> URI.create("https://" + host));
    }

    /** For any URL, because each customer has its own host. */
    private static boolean isAtSandboxOfEpic(RequestTraits traits) {
        return Epic.sandbox().tokenEndpoint().map(URI::getHost).equals(Optional.of(traits.host()));
    }
}
