// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.arguments.Arguments;
import dev.clientauth.profile.AssertionParameter;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Fact;
import dev.clientauth.profile.Level;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Recognition;
import dev.clientauth.profile.ResponseFormat;
import dev.clientauth.profile.rules.ClaimRules;
import dev.clientauth.profile.rules.EndpointRules;
import dev.clientauth.profile.rules.HeaderRules;
import dev.clientauth.profile.rules.RequestRules;
import dev.clientauth.profile.rules.Rules;
import dev.clientauth.profile.rules.TimeRules;
import dev.clientauth.profile.text.EndpointUrls;
import dev.clientauth.provider.base.Baseline;
import dev.clientauth.provider.base.RequestTraits;
import dev.clientauth.provider.base.Sources;

import java.net.URI;
import java.time.Duration;
import java.time.Month;
import java.time.YearMonth;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Epic, Backend OAuth 2.0.
 *
 * <p>Every Epic customer has its own token endpoint. RSA keys sign RS256, RS384 (the default) or RS512; EC keys
 * sign ES256 or ES384 and need a registered JWK Set URL. Where else a key may come from depends on the {@link Version}, at
 * the sandbox and at customers differently. The sandbox and production have different client ids. {@code scope} may be omitted;
 * {@code client_id} is not sent.
 */
public final class Epic {
    static final Citation OAUTH = Sources.documented(
            "Epic, OAuth 2.0 Specification", "https://fhir.epic.com/Documentation?docId=oauth2", Sources.READ_AGAIN);
    private static final Citation TROUBLESHOOTING =
            Sources.documented("Epic, Troubleshooting", "https://fhir.epic.com/Documentation?docId=troubleshooting");

    private static final URI SANDBOX = URI.create("https://fhir.epic.com/interconnect-fhir-oauth/oauth2/token");
    /** exp lies no further than this after the server's clock, iat and nbf. */
    private static final Duration MAX_LIFETIME = Duration.ofMinutes(5);

    private static final int MAX_JTI_LENGTH = 151;
    private static final ResponseFormat RESPONSES = new ResponseFormat(Duration.ofHours(1), "bearer", true, true);

    private static final Fact<String> WITH_CLIENT_ASSERTION = RequestRules.otherGrant(RequestRules.JWT_BEARER_GRANT);

    private static final Set<String> HOSTS = Set.of("fhir.epic.com", "vendorservices.epic.com");
    private static final Recognition RECOGNITION = new Recognition(
            List.of(
                    RequestTraits.hint(6, "the URL is on an Epic host", t -> HOSTS.contains(t.host())),
                    RequestTraits.hint(
                            6,
                            "the path belongs to Epic's Interconnect",
                            t -> t.path().matches("(?i).*/interconnect.*"))),
            List.of());

    /** Customers are many, and their profiles share its rules. */
    private static final Profile AT_SANDBOX = atSandbox();

    private Epic() {}

    /** Returns the profile of Epic's public sandbox, which accepts the non-production client id. */
    public static Profile sandbox() {
        return AT_SANDBOX;
    }

    /** Returns the profile of Epic's public sandbox as of this version. */
    public static Profile sandbox(Version version) {
        return profile(SANDBOX, version);
    }

    /**
     * Returns the profile of the Epic customer with this token endpoint, in the newest version. The profile of the sandbox is
     * returned for the sandbox's own token endpoint, and for a loopback address, at which there is a mock.
     */
    public static Profile profile(URI tokenEndpoint) {
        return profile(tokenEndpoint, Version.LATEST);
    }

    /** Returns the profile of the Epic customer with this token endpoint, in this version; see {@link #profile(URI)}. */
    public static Profile profile(URI tokenEndpoint, Version version) {
        Arguments.required(tokenEndpoint, "tokenEndpoint");
        Arguments.required(version, "version");
        boolean isSandbox = isSandbox(tokenEndpoint);
        Profile.Builder profile = AT_SANDBOX.toBuilder()
                .with(Rules.tokenEndpoint(tokenEndpoint, OAUTH))
                .issuer(tokenEndpoint.toString().replaceFirst("/token$", ""))
                .rule(EpicKeys.origin(isSandbox, version))
                .withoutKnownCauses();
        (isSandbox ? EpicCauses.atSandbox(version) : EpicCauses.atCustomer(version)).forEach(profile::knownCause);
        return profile.build();
    }

    private static boolean isSandbox(URI tokenEndpoint) {
        String host = tokenEndpoint.getHost() == null ? "" : tokenEndpoint.getHost();
        return HOSTS.contains(host.toLowerCase(Locale.ROOT)) || EndpointUrls.isLoopback(tokenEndpoint);
    }

    private static Profile atSandbox() {
        Profile.Builder profile = Baseline.of(
                        "epic",
                        "Epic",
                        AssertionParameter.CLIENT_ASSERTION,
                        OAUTH,
                        JWSAlgorithm.RS384,
                        JWSAlgorithm.RS256,
                        JWSAlgorithm.RS512,
                        JWSAlgorithm.ES384,
                        JWSAlgorithm.ES256)
                .responseFormat(RESPONSES)
                .recognition(RECOGNITION)
                .with(Rules.tokenEndpoint(SANDBOX, OAUTH))
                .issuer(SANDBOX.toString().replaceFirst("/token$", ""))
                .rule(EndpointRules.https(OAUTH))
                .rule(EndpointRules.tokenPath(TROUBLESHOOTING))
                .rule(EndpointRules.noQuery(TROUBLESHOOTING))
                .rule(RequestRules.clientIdIfPresent(Sources.RFC_7521_CLIENT_ID))
                // A dynamic client sends its JWT as the grant itself, and no other assertion.
                .rule(RequestRules.clientIdWith(RequestRules.JWT_BEARER_GRANT, OAUTH))
                .rule(RequestRules.assertionIn(AssertionParameter.CLIENT_ASSERTION, OAUTH)
                        .onlyWith(WITH_CLIENT_ASSERTION))
                .rule(RequestRules.assertionType(OAUTH).onlyWith(WITH_CLIENT_ASSERTION))
                .rule(RequestRules.grantType(
                        List.of(
                                "client_credentials",
                                "authorization_code",
                                "refresh_token",
                                RequestRules.JWT_BEARER_GRANT),
                        OAUTH))
                .rule(HeaderRules.rsaKeyOf(Sources.MIN_RSA_BITS, OAUTH))
                .rule(EpicKeys.origin(true, Version.LATEST))
                .rule(HeaderRules.typeOrNone(Level.MUST, "JWT", OAUTH))
                .rule(HeaderRules.jwkSetUrlIfPresent(OAUTH))
                .rule(HeaderRules.only(Level.SHOULD, Set.of("alg", "kid", "typ", "jku"), OAUTH))
                .rule(ClaimRules.issuerIsClientId(OAUTH))
                .rule(ClaimRules.subjectIsClientId(OAUTH))
                .rule(ClaimRules.audienceIsEndpoint(OAUTH))
                .rule(HeaderRules.keyIdIfPresent(OAUTH))
                .rule(HeaderRules.keyIdPresent(OAUTH).disputed("The samples on Epic's own page have no kid."))
                .rule(TimeRules.expiresWithin("exp.within-five-minutes", MAX_LIFETIME, OAUTH))
                .rule(TimeRules.atMostAfter("exp.within-five-minutes-of-iat", "iat", MAX_LIFETIME, OAUTH))
                .rule(TimeRules.atMostAfter("exp.within-five-minutes-of-nbf", "nbf", MAX_LIFETIME, OAUTH))
                .rule(TimeRules.notInFuture(Level.MUST, "iat", OAUTH))
                .rule(ClaimRules.jti(OAUTH))
                .rule(ClaimRules.jtiAtMost(MAX_JTI_LENGTH, OAUTH))
                .rule(ClaimRules.jtiUnused(OAUTH));
        EpicCauses.atSandbox(Version.LATEST).forEach(profile::knownCause);
        return profile.build();
    }

    /**
     * A version of Epic, which decides from where Epic takes the public key of a client.
     *
     * <p>A JWK Set URL works in every version, and is the only way for EC keys. Static RSA keys have been withdrawn step by step, at
     * the sandbox earlier than at customers.
     */
    public enum Version {
        /** Static keys are uploaded on the app's page, for the sandbox and for customers. */
        NOVEMBER_2025(2025, Month.NOVEMBER, true, true),
        /** The sandbox requires a JWK Set URL. Customers still accept keys that were uploaded before. */
        FEBRUARY_2026(2026, Month.FEBRUARY, false, true),
        /** Customers require a JWK Set URL too, and configure it themselves. */
        MAY_2026(2026, Month.MAY, false, false),
        /** Customers can load a {@code .pem} file with the public RSA key, which the app's developer hands to them. */
        AUGUST_2026(2026, Month.AUGUST, false, true);

        /** The newest version, which is the default. */
        public static final Version LATEST = AUGUST_2026;

        private final YearMonth month;
        private final boolean isStaticAtSandbox;
        private final boolean isStaticAtCustomers;

        Version(int year, Month month, boolean isStaticAtSandbox, boolean isStaticAtCustomers) {
            this.month = YearMonth.of(year, month);
            this.isStaticAtSandbox = isStaticAtSandbox;
            this.isStaticAtCustomers = isStaticAtCustomers;
        }

        /**
         * Returns the version of a month, such as {@code 2026-05}.
         *
         * @throws IllegalArgumentException if there is none, naming those that exist
         */
        public static Version of(String month) {
            return Arrays.stream(values())
                    .filter(version -> version.month.toString().equals(month.strip()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("The version of Epic must be one of "
                            + Arrays.stream(values())
                                    .map(version -> version.month.toString())
                                    .collect(Collectors.joining(", "))
                            + "."));
        }

        /** Returns whether a static RSA key is accepted. */
        boolean acceptsStaticKeys(boolean isSandbox) {
            return isSandbox ? isStaticAtSandbox : isStaticAtCustomers;
        }

        /** Returns whether customers configure the key of an app themselves. */
        boolean isConfiguredByCustomer() {
            return compareTo(MAY_2026) >= 0;
        }

        /** The month and year, such as {@code May 2026}. */
        @Override
        public String toString() {
            return month.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH) + " " + month.getYear();
        }
    }
}
