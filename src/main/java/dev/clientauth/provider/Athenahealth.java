// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.profile.Citation;
import dev.clientauth.profile.KnownCause;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Recognition;
import dev.clientauth.profile.ResponseFormat;
import dev.clientauth.profile.rules.ClaimRules;
import dev.clientauth.profile.rules.Rules;
import dev.clientauth.provider.base.PlaceHints;
import dev.clientauth.provider.base.ProviderEntry;
import dev.clientauth.provider.base.Sources;

import java.net.URI;

/**
 * athenahealth, two-legged OAuth with an imported or hosted JWK Set.
 *
 * <p>Preview and production are separate apps, each with its own keys. {@code scope} is required. Production allows 50
 * token requests a minute, preview 5.
 */
public final class Athenahealth {
    private static final Citation TOKEN =
            Sources.excerpt("athenahealth, Token Endpoint", "https://docs.athenahealth.com/api/guides/token-endpoint");
    private static final Citation CLIENT =
            Sources.observed("Nango, athenahealth (JWKS)", "https://nango.dev/docs/api-integrations/athenahealth-jwks");
    private static final String HOST = "api.platform.athenahealth.com";
    private static final String PREVIEW_HOST = "api.preview.platform.athenahealth.com";
    private static final Recognition RECOGNITION = PlaceHints.of("athenahealth", "athenahealth")
            .host(HOST, PREVIEW_HOST)
            .recognition();
    private static final Profile PRODUCTION = at(HOST);
    private static final Profile PREVIEW = at(PREVIEW_HOST);

    static final ProviderEntry ENTRY =
            ProviderEntry.of(PRODUCTION, endpoint -> PREVIEW_HOST.equals(endpoint.getHost()) ? PREVIEW : PRODUCTION);

    private Athenahealth() {}

    /** Returns the profile of production. */
    public static Profile profile() {
        return PRODUCTION;
    }

    /** Returns the profile of the preview environment. */
    public static Profile preview() {
        return PREVIEW;
    }

    private static Profile at(String host) {
        URI endpoint = URI.create("https://" + host + "/oauth2/v1/token");
        return SmartBackendServices.specification(endpoint).toBuilder("athenahealth", "athenahealth")
                .recognition(RECOGNITION)
                .responseFormat(ResponseFormat.STANDARD)
                .with(Rules.tokenEndpoint(endpoint, TOKEN))
                .rule(ClaimRules.audienceIsEndpoint(endpoint, CLIENT))
                .knownCause(KnownCause.invalidClient(
                        "other-environment",
                        "The app or its JWK Set belongs to the other environment: preview and production are"
                                + " registered separately.",
                        "Compare the client id and the JWK Set with the app of this environment.",
                        "Register the JWK Set with the app in the environment that you call.",
                        CLIENT))
                .build();
    }
}
