// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.arguments.Arguments;
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
 * Salesforce, OAuth 2.0 JWT bearer flow: the JWT is the grant (RFC 7523 section 2.1).
 *
 * <p>The client id is the consumer key, the subject a username; no scopes are sent, and no header names the key, which is the
 * certificate of the connected app. {@code aud} is the login URL without a path.
 */
public final class Salesforce {
    private static final Citation FLOW = Sources.observed(
                    "Salesforce, OAuth 2.0 JWT bearer flow",
                    "https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_jwt_flow.htm")
            .readAs(Citation.Access.SECONDARY);
    private static final Citation APPROVAL = Sources.observedExcerpt(
            "Salesforce Stack Exchange 184363", "https://salesforce.stackexchange.com/questions/184363");
    private static final String TOKEN_PATH = "/services/oauth2/token";
    private static final String LOGIN = "https://login.salesforce.com";
    private static final String TEST = "https://test.salesforce.com";
    private static final Recognition RECOGNITION = PlaceHints.ofGrant("salesforce", "Salesforce")
            .host("login.salesforce.com", "test.salesforce.com", ".my.salesforce.com")
            .audience(LOGIN, TEST)
            .recognition();

    static final ProviderEntry ENTRY = ProviderEntry.of(profile(), Salesforce::at);

    private Salesforce() {}

    /** Returns the profile of production. */
    public static Profile profile() {
        return at(URI.create(LOGIN + TOKEN_PATH));
    }

    /** Returns the profile of sandboxes. */
    public static Profile sandbox() {
        return at(URI.create(TEST + TOKEN_PATH));
    }

    /** Returns the profile of an organization's own domain or site, such as {@code https://{domain}.my.salesforce.com}. */
    public static Profile at(URI domain) {
        Arguments.required(domain, "domain");
        String own = domain.toString().replaceFirst("(/services/oauth2/token)?/?$", "");
        boolean isShared = own.equals(LOGIN) || own.equals(TEST);
        return JwtBearerGrant.build(JwtBearerGrant.provider(
                        "salesforce", "Salesforce", FLOW, URI.create(own + TOKEN_PATH), JWSAlgorithm.RS256)
                .recognition(RECOGNITION)
                .without("kid")
                // An organization's domain takes the login URL of its system, too.
                .rule(isShared ? ClaimRules.audience(own, FLOW) : ClaimRules.audience(own, FLOW, LOGIN, TEST))
                .rule(ClaimRules.subject("the username of a Salesforce user", FLOW))
                .rule(ClaimRules.jtiIfPresent(FLOW))
                .knownCause(KnownCause.invalidClient(
                                "user-not-approved",
                                "The user has not approved the connected app, and it is not pre-authorized for the user's"
                                        + " profile.",
                                "Check the permitted users and the profiles of the connected app.",
                                "Let administrators pre-authorize users and assign the user's profile to the app; or have"
                                        + " the user approve it once with a scope that issues a refresh token.",
                                APPROVAL)
                        .showingAs("invalid_grant")
                        .describedAs("user hasn t approved this consumer")));
    }
}
