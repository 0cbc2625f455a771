// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.KnownCause;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Recognition;
import dev.clientauth.profile.rules.ClaimRules;
import dev.clientauth.provider.base.PlaceHints;
import dev.clientauth.provider.base.ProviderEntry;
import dev.clientauth.provider.base.Sources;

import java.net.URI;

/**
 * DocuSign, JWT grant (RFC 7523 section 2.1).
 *
 * <p>The client id is the integration key, the subject the user ID (a GUID) of the user on whose behalf the application acts;
 * {@code aud} is the bare host name, and the scopes are a claim: usually {@code signature impersonation}.
 */
public final class DocuSign {
    private static final Citation JWT =
            Sources.documented("DocuSign, JWT Grant", "https://developers.docusign.com/platform/auth/jwt/");
    private static final Citation CLIENT = Sources.documented(
            "docusign-esign-java-client, JWTUtils", "https://github.com/docusign/docusign-esign-java-client");
    private static final Citation CONSENT = Citation.observed(
                    "DocuSign, JWT Grant", "https://developers.docusign.com/platform/auth/jwt/", Sources.READ_AGAIN)
            .readAs(Citation.Access.SECONDARY);
    private static final String PRODUCTION = "account.docusign.com";
    private static final String DEMO = "account-d.docusign.com";
    private static final Recognition RECOGNITION = PlaceHints.ofGrant("docusign", "DocuSign")
            .host(PRODUCTION, DEMO)
            .audience(PRODUCTION, DEMO)
            .recognition();
    private static final Profile IN_PRODUCTION = at(PRODUCTION);
    private static final Profile IN_DEMO = at(DEMO);

    static final ProviderEntry ENTRY =
            ProviderEntry.of(IN_PRODUCTION, endpoint -> DEMO.equals(endpoint.getHost()) ? IN_DEMO : IN_PRODUCTION);

    private DocuSign() {}

    /** Returns the profile of production. */
    public static Profile profile() {
        return IN_PRODUCTION;
    }

    /** Returns the profile of the demo system, in which applications are developed. */
    public static Profile demo() {
        return IN_DEMO;
    }

    private static Profile at(String host) {
        return JwtBearerGrant.build(JwtBearerGrant.provider(
                        "docusign", "DocuSign", JWT, URI.create("https://" + host + "/oauth/token"), JWSAlgorithm.RS256)
                .recognition(RECOGNITION)
                .without("kid")
                .rule(ClaimRules.audience(host, "It is a host name, without https://.", CLIENT))
                .rule(ClaimRules.subject("the user ID (a GUID)", CLIENT))
                .rule(ClaimRules.scope(CLIENT))
                .knownCause(KnownCause.invalidClient(
                                "consent-missing",
                                "The user has not consented to the application with these scopes.",
                                "Compare the scopes in the JWT with those of the consent.",
                                "Have the user open the consent page (/oauth/auth with response_type=code and the same"
                                        + " scopes) once, or let an administrator grant the consent.",
                                CONSENT)
                        .showingAs("consent_required")
                        .describedAs("consent required"))
                .knownCause(KnownCause.invalidClient(
                                "other-environment",
                                "The integration key exists in the demo environment but the request was sent to production, or vice versa.",
                                "Compare the host of the request with the environment of the integration key.",
                                "Use the demo environment until the integration key has been promoted to production.",
                                CONSENT)
                        .showingAs("invalid_grant")
                        .describedAs("issuer not found")));
    }
}
