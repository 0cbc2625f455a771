// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider.base;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.profile.AssertionParameter;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Level;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.rules.ClaimRules;
import dev.clientauth.profile.rules.CriticalHeaderRules;
import dev.clientauth.profile.rules.HeaderRules;
import dev.clientauth.profile.rules.RequestRules;
import dev.clientauth.profile.rules.Rules;
import dev.clientauth.profile.rules.SignatureRules;
import dev.clientauth.profile.rules.SlotRules;
import dev.clientauth.profile.rules.TimeRules;

/** The requirements of the standards for every client that authenticates with a signed JWT. */
public final class Baseline {
    /** A curl command with a quote after every value, which caused occasional invalid_request errors. */
    private static final Citation QUOTED = ApplePages.FORUM;

    private static final String ARRAY_OF_ONE =
            "RFC 7519 section 4.1.3 allows an array, and the provider's documentation does not forbid it.";
    private static final String FRACTION = "RFC 7519 section 2 allows a fraction, and servers are known to accept it.";

    private static final String LIST_WITHOUT_EXTENSION =
            "RFC 7515 section 4.1.11 lets a server accept a list without an extension that it does not support.";

    private Baseline() {}

    /**
     * Returns a builder with the requirements of the standards, to which a provider adds its own.
     *
     * @param page the provider's page on the token request
     */
    public static Profile.Builder of(
            String id, String name, AssertionParameter parameter, Citation page, JWSAlgorithm... algorithms) {
        return Profile.builder(id, name)
                .rule(RequestRules.readable(Sources.RFC_6749_TOKEN_ENDPOINT))
                .rule(RequestRules.post(page))
                .rule(RequestRules.formContentType(page))
                .rule(RequestRules.plainContentType(Sources.BCDA)
                        .disputed("Most servers accept a charset; CMS BCDA compares the header literally."))
                .rule(RequestRules.noAuthorization(Sources.RFC_6749_CLIENT_AUTHENTICATION))
                .rule(RequestRules.inBody(Level.MUST, page))
                .rule(RequestRules.unrepeated(Sources.RFC_6749_TOKEN_ENDPOINT))
                .rule(RequestRules.unquoted(QUOTED))
                .rule(SlotRules.noPrivateKey(Sources.RFC_7523_FORMAT))
                .rule(SlotRules.noIdentityToken(Sources.RFC_6749_GRANTS))
                .rule(SlotRules.scopesSeparatedBySpaces(Sources.RFC_6749_SCOPE))
                .rule(RequestRules.grantParameters(Sources.RFC_6749_GRANTS))
                .with(Rules.assertionParameter(parameter, page))
                .rule(SignatureRules.compact(Sources.RFC_7515_COMPACT))
                .with(Rules.algorithms(page, algorithms))
                .rule(CriticalHeaderRules.noExtension(Sources.RFC_7515_CRIT))
                .rule(CriticalHeaderRules.absent(Sources.RFC_7515_CRIT).disputed(LIST_WITHOUT_EXTENSION))
                .rule(HeaderRules.keyId(Level.MUST, page))
                .rule(ClaimRules.audienceIsOneString(page).disputed(ARRAY_OF_ONE))
                .rule(TimeRules.secondsIfPresent("iat", Sources.RFC_7519_NUMERIC_DATE))
                .rule(TimeRules.seconds("exp", Sources.RFC_7519_NUMERIC_DATE))
                .rule(TimeRules.secondsIfPresent("nbf", Sources.RFC_7519_NUMERIC_DATE))
                .rule(TimeRules.wholeSeconds("iat", page).disputed(FRACTION))
                .rule(TimeRules.wholeSeconds("exp", page).disputed(FRACTION))
                .rule(TimeRules.wholeSeconds("nbf", page).disputed(FRACTION))
                .rule(TimeRules.expiresInFuture(Sources.RFC_7523_FORMAT))
                .rule(TimeRules.notInFuture(Level.MUST, "nbf", Sources.RFC_7519_TIMES))
                .rule(TimeRules.notBeforeIsBeforeExpiry(Sources.RFC_7519_TIMES))
                .rule(SignatureRules.raw(Sources.RFC_7518_ECDSA))
                .rule(SignatureRules.verifies(Sources.RFC_7523_FORMAT));
    }
}
