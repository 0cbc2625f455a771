// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Recognition;
import dev.clientauth.profile.rules.ClaimRules;
import dev.clientauth.profile.rules.Rules;
import dev.clientauth.provider.base.PlaceHints;
import dev.clientauth.provider.base.ProviderEntry;
import dev.clientauth.provider.base.Sources;

import java.net.URI;

/**
 * eClinicalWorks, backend services with a hosted JWK Set.
 *
 * <p>Only RS384 is known to be accepted. {@code scope} is required, for example {@code system/Patient.read system/Group.read}.
 */
public final class EClinicalWorks {
    private static final Citation CLIENT =
            Sources.observed("Nango, eClinicalWorks", "https://nango.dev/docs/api-integrations/eclinicalworks");
    private static final Citation ENDPOINT = Citation.observed(
                    "public clients of eClinicalWorks",
                    "https://fhir.eclinicalworks.com/ecwopendev",
                    Sources.READ_AGAIN)
            .readAs(Citation.Access.SECONDARY);
    private static final String PRODUCTION_HOST = "oauthserver.eclinicalworks.com";
    private static final String STAGING_HOST = "staging-oauthserver.ecwcloud.com";
    private static final Recognition RECOGNITION = PlaceHints.of("eclinicalworks", "eClinicalWorks")
            .host(PRODUCTION_HOST, STAGING_HOST)
            .recognition();
    private static final Profile PRODUCTION = at(PRODUCTION_HOST);
    private static final Profile STAGING = at(STAGING_HOST);

    static final ProviderEntry ENTRY =
            ProviderEntry.of(PRODUCTION, endpoint -> STAGING_HOST.equals(endpoint.getHost()) ? STAGING : PRODUCTION);

    private EClinicalWorks() {}

    /** Returns the profile of production. */
    public static Profile profile() {
        return PRODUCTION;
    }

    /** Returns the profile of the staging system. */
    public static Profile staging() {
        return STAGING;
    }

    private static Profile at(String host) {
        URI endpoint = URI.create("https://" + host + "/oauth/oauth2/token");
        return SmartBackendServices.specification(endpoint).toBuilder("eclinicalworks", "eClinicalWorks")
                .recognition(RECOGNITION)
                .without("signature.raw")
                .without("alg.guaranteed")
                .with(Rules.algorithms(CLIENT, JWSAlgorithm.RS384))
                .with(Rules.tokenEndpoint(endpoint, ENDPOINT))
                .rule(ClaimRules.audienceIsEndpoint(endpoint, CLIENT))
                .build();
    }
}
