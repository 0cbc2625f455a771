// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.arguments.Arguments;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.KnownCause;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Recognition;
import dev.clientauth.profile.rules.Rules;
import dev.clientauth.provider.base.PlaceHints;
import dev.clientauth.provider.base.ProviderEntry;
import dev.clientauth.provider.base.Sources;

import java.net.URI;

/**
 * Oracle Health (Cerner), a system account with a JWK Set.
 *
 * <p>The token endpoint belongs to one tenant and FHIR host; take it from the smart-configuration of the FHIR server. {@code
 * scope} is required, for example {@code system/Patient.read}.
 */
public final class OracleHealth {
    private static final Citation METADATA = Sources.excerpt(
            "Oracle Health, smart-configuration (captured August 2026)", "https://github.com/api-evangelist/cerner");
    private static final Citation FORUM = Sources.observedExcerpt(
            "Oracle Health forum 8191",
            "https://forums.oracle.com/ords/apexds/post/error-code-urn-cerner-error-authorization-server-client-ass-8191");
    private static final Recognition RECOGNITION = PlaceHints.of("oracle-health", "Oracle Health")
            .host("authorization.cerner.com", "authorization.sandboxcerner.com")
            .path("/tenants/[^/]+/(hosts/[^/]+/)?protocols/oauth2/profiles/smart-v1/token")
            .recognition();

    static final ProviderEntry ENTRY = ProviderEntry.each(
            "oracle-health",
            "https://authorization.cerner.com/tenants/ec2458f2-1e24-41c8-b71b-0e701af7583d/hosts/fhir-ehr-code.cerner.com/protocols/oauth2/profiles/smart-v1/token",
            OracleHealth::profile);

    private OracleHealth() {}

    /** Returns the profile of the tenant with this token endpoint. */
    public static Profile profile(URI tokenEndpoint) {
        Arguments.required(tokenEndpoint, "tokenEndpoint");
        return SmartBackendServices.specification(tokenEndpoint).toBuilder("oracle-health", "Oracle Health")
                .recognition(RECOGNITION)
                .without("alg.guaranteed")
                .with(Rules.algorithms(METADATA, JWSAlgorithm.RS384, JWSAlgorithm.ES384))
                .knownCause(KnownCause.invalidClient(
                                "key-of-other-account",
                                "The JWK Set was registered for the application and not for its system account, or has not"
                                        + " been loaded yet.",
                                "Read error_uri in the response: it ends with the reason, such as invalid-signature.",
                                "Register the JWK Set with the system account of this client id.",
                                FORUM)
                        .describedAs("invalid signature"))
                .build();
    }
}
