// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.provider;

import dev.clientauth.profile.Citation;
import dev.clientauth.profile.ErrorResponse;
import dev.clientauth.profile.Fact;
import dev.clientauth.profile.FactValue;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.Verdict;
import dev.clientauth.profile.rules.Facts;
import dev.clientauth.profile.text.DurationFormat;
import dev.clientauth.provider.base.Sources;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server demands in the response itself: a maximum lifetime, the audiences that it expects, the key ids that it has.
 * The request is compared with these. For diagnosis only; such a rule does not apply if the response does not contain the
 * value.
 */
public final class ServerDemands {
    private static final Citation RESPONSE = Citation.observed(
            "the response of the server itself",
            "https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2",
            Sources.READ_AGAIN);

    private static final Pattern LIFETIME = Pattern.compile(
            "(?i)(?:no more than|not be more than|at most|not exceed(?:ed)?"
                    + "|exceeds?|maximum(?: of)?|less than|longer than|greater than|within|up to|max\\.?)"
                    + "[^0-9.]{0,40}?\\b(\\d{1,6}|one|two|five|ten|fifteen|thirty|sixty)\\s*(seconds?|secs?|s|minutes?|mins?|m|hours?|h)\\b");
    private static final Pattern ABOUT_LIFETIME =
            Pattern.compile("(?i)\\bexp\\b|\\biat\\b|expir|lifetime|validity|valid for");
    private static final Map<String, Integer> NUMBERS =
            Map.of("one", 1, "two", 2, "five", 5, "ten", 10, "fifteen", 15, "thirty", 30, "sixty", 60);

    private static final Pattern EXPECTED = Pattern.compile(
            "(?i)(?:expect(?:s|ed)?|must be|should be|allowed|accepted|valid)[^\\[\"'`h]{0,60}[\\[\"'`]?(https?://[^\\]\"'`]{4,900})");
    private static final Pattern ABOUT_AUDIENCE = Pattern.compile("(?i)\\baud(?:ience)?s?\\b");
    private static final Pattern URL = Pattern.compile("https?://[^\\s,;\\]\"'`]+");

    private static final Pattern KEY_IDS = Pattern.compile(
            "(?i)(?:available|known|registered|configured) (?:kids?|key ids?|keys)\\W{0,6}([A-Za-z0-9_.:-][A-Za-z0-9_.:, '\"-]{0,300})");

    private static final Citation ENTRA = Sources.documented(
            "Microsoft identity platform, certificate credentials",
            "https://learn.microsoft.com/en-us/entra/identity-platform/certificate-credentials");
    private static final Pattern MALFORMED = Pattern.compile("AADSTS50027\\b");
    /** A kid suffices for a federated credential, which has no certificate. */
    private static final Set<String> CERTIFICATE = Set.of("x5t#S256", "x5t", "x5c", "kid");

    private ServerDemands() {}

    /** All of them. */
    public static List<Rule> all() {
        return List.of(lifetime(), audience(), keyId(), thumbprint(), scope());
    }

    /** Returns a profile with all of these rules. */
    public static Profile with(Profile profile) {
        Profile.Builder more = profile.toBuilder();
        all().forEach(more::rule);
        return more.build();
    }

    private static Rule lifetime() {
        return Rule.must("exp.as-response-says")
                .about(Field.claim("exp"))
                .states("The time from iat to exp is at most the limit that the response states.")
                .remedy("Choose a shorter lifetime, such as one minute.")
                .source(RESPONSE)
                .check(said(ServerDemands::lifetimeIn), Facts.instant("iat"), Facts.instant("exp"), (max, iat, exp) -> {
                    boolean isShort = !exp.isAfter(iat.plus(max));
                    return Verdict.satisfiedIf(
                            isShort,
                            DurationFormat.between(iat, exp) + " after iat",
                            "at most " + DurationFormat.exact(max) + " after iat, the limit in the response");
                });
    }

    private static Rule audience() {
        return Rule.must("aud.as-response-says")
                .about(Field.claim("aud"))
                .states("aud is one of the audiences that the response names.")
                .remedy("Set aud to the audience that the response names, exactly as given, as one string.")
                .source(RESPONSE)
                .check(said(ServerDemands::audiencesIn), Facts.claims(), (expected, claims) -> {
                    Object aud = claims.get("aud");
                    List<?> sent = aud instanceof List<?> several ? several : aud == null ? List.of() : List.of(aud);
                    return Verdict.satisfiedIf(
                            sent.stream().anyMatch(expected::contains),
                            aud == null ? "absent" : '"' + String.valueOf(aud) + '"',
                            String.join(" or ", expected));
                });
    }

    private static Rule keyId() {
        return Rule.must("kid.as-response-says")
                .about(Field.header("kid"))
                .states("kid is one of the key ids that are registered for this client.")
                .remedy("Sign with a registered key and send its kid, or register the new key.")
                .source(RESPONSE)
                .check(
                        said(ServerDemands::keyIdsIn),
                        Facts.header("kid"),
                        (known, kid) -> Verdict.satisfiedIf(
                                known.contains(kid),
                                '"' + kid + '"',
                                known.isEmpty() ? "a kid that is registered" : "one of " + String.join(", ", known)));
    }

    /** Microsoft Entra ID finds the certificate by its thumbprint, and calls a JWT without one malformed. */
    private static Rule thumbprint() {
        return Rule.must("x5t.as-response-says")
                .about(Field.header("x5t"))
                .states("The header names the certificate by its thumbprint, x5t#S256 or x5t, for Microsoft Entra ID.")
                .remedy("Set x5t#S256 to the base64url of the SHA-256 hash of the DER certificate that is uploaded.")
                .source(ENTRA)
                .check(
                        said(words -> Optional.of(words).filter(MALFORMED.asPredicate())),
                        Facts.header(),
                        (malformed, header) -> Verdict.satisfiedIf(
                                header.keySet().stream().anyMatch(CERTIFICATE::contains),
                                "no thumbprint",
                                "x5t#S256 or x5t"));
    }

    private static Rule scope() {
        return Rule.must("scope.as-response-says")
                .about(Field.parameter("scope"))
                .states("scope is present, because the response is invalid_scope.")
                .remedy("Send scope with the scopes that the client was granted, separated by spaces.")
                .source(RESPONSE)
                .error("invalid_scope")
                .check(
                        c -> c.evaluation()
                                .response()
                                .filter(response -> "invalid_scope".equals(response.error()))
                                .<FactValue<ErrorResponse>>map(FactValue::value)
                                .orElseGet(() -> FactValue.absent("the response does not say so")),
                        Facts.parameters(),
                        (refused, parameters) -> Verdict.satisfiedIf(
                                parameters.stream().anyMatch(p -> p.name().equals("scope")), "absent", "a scope"));
    }

    /** A value in the response; absent if the response does not contain it. */
    private static <T> Fact<T> said(Function<String, Optional<T>> find) {
        return c -> c.evaluation()
                .response()
                .map(ErrorResponse::description)
                .flatMap(find)
                .<FactValue<T>>map(FactValue::value)
                .orElseGet(() -> FactValue.absent("the response does not say so"));
    }

    private static Optional<Duration> lifetimeIn(String words) {
        Matcher found = LIFETIME.matcher(words);
        if (!ABOUT_LIFETIME.matcher(words).find() || !found.find()) {
            return Optional.empty();
        }
        String number = found.group(1).toLowerCase(Locale.ROOT);
        int count = NUMBERS.containsKey(number) ? NUMBERS.get(number) : Integer.parseInt(number);
        char unit = Character.toLowerCase(found.group(2).charAt(0));
        Duration max = unit == 's'
                ? Duration.ofSeconds(count)
                : unit == 'm' ? Duration.ofMinutes(count) : Duration.ofHours(count);
        return Optional.of(max).filter(duration -> !duration.isZero());
    }

    private static Optional<List<String>> audiencesIn(String words) {
        Matcher found = EXPECTED.matcher(words);
        if (!ABOUT_AUDIENCE.matcher(words).find() || !found.find()) {
            return Optional.empty();
        }
        List<String> urls = new ArrayList<>();
        Matcher url = URL.matcher(found.group(1).split("\\s(?:but|and not|got|was|received)\\b", 2)[0]);
        while (url.find()) {
            urls.add(url.group().replaceFirst("[.)]+$", ""));
        }
        return Optional.of(List.copyOf(urls));
    }

    private static Optional<List<String>> keyIdsIn(String words) {
        Matcher found = KEY_IDS.matcher(words);
        return found.find()
                ? Optional.of(
                        List.of(found.group(1).replaceAll("['\"]", "").strip().split("[,\\s]+")))
                : Optional.empty();
    }
}
