// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Level;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Recognition;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.rules.ClaimRules;
import dev.clientauth.profile.rules.HeaderRules;
import dev.clientauth.profile.rules.RequestRules;
import dev.clientauth.profile.rules.TimeRules;
import dev.clientauth.provider.base.PlaceHints;
import dev.clientauth.provider.base.ProviderEntry;
import dev.clientauth.provider.base.Sources;

import java.net.URI;
import java.time.Duration;

/**
 * Box, server authentication with a JWT: the JWT is the grant (RFC 7523 section 2.1), and the client secret is sent in
 * addition to it.
 *
 * <p>The subject is an enterprise ID or a user ID. The JWT is valid for at most one minute, and its {@code jti} has 16 to
 * 128 characters; the key id is the ID of the public key in the developer console.
 */
public final class Box {
    private static final Citation WITHOUT_SDK = Sources.documented(
            "Box, JWT without SDKs", "https://developer.box.com/guides/authentication/jwt/without-sdk/");
    private static final String TOKEN = "https://api.box.com/oauth2/token";
    private static final Duration MAX_LIFETIME = Duration.ofMinutes(1);
    private static final int MIN_JTI_LENGTH = 16;
    private static final int MAX_JTI_LENGTH = 128;
    private static final Recognition RECOGNITION =
            PlaceHints.ofGrant("box", "Box").host("api.box.com").audience(TOKEN).recognition();
    private static final Profile ENTERPRISE = as("enterprise", "user");
    private static final Profile USER = as("user", "enterprise");

    static final ProviderEntry ENTRY = ProviderEntry.of(ENTERPRISE, endpoint -> ENTERPRISE);

    private Box() {}

    /** Returns the profile for tokens of an enterprise's service account; the subject is the enterprise ID. */
    public static Profile profile() {
        return ENTERPRISE;
    }

    /** Returns the profile for tokens of a user; the subject is the user ID. */
    public static Profile forUser() {
        return USER;
    }

    private static Profile as(String type, String other) {
        return JwtBearerGrant.build(JwtBearerGrant.provider(
                        "box",
                        "Box",
                        WITHOUT_SDK,
                        URI.create(TOKEN),
                        JWSAlgorithm.RS512,
                        JWSAlgorithm.RS384,
                        JWSAlgorithm.RS256)
                .lifetime(Duration.ofSeconds(45))
                .chosenClaims("iat", "exp", "jti")
                .recognition(RECOGNITION)
                .rule(HeaderRules.keyId(Level.MUST, WITHOUT_SDK))
                .rule(ClaimRules.audience(TOKEN, WITHOUT_SDK))
                .rule(ClaimRules.subject("the enterprise ID or the user ID", WITHOUT_SDK))
                .rule(Rule.must("box-sub-type")
                        .about(Field.claim("box_sub_type"))
                        .states("The box_sub_type claim is enterprise or user.")
                        .remedy("Set box_sub_type to enterprise for an enterprise ID in sub, to user for a user ID.")
                        .source(WITHOUT_SDK)
                        .fixed(type, other))
                .rule(ClaimRules.jti(WITHOUT_SDK))
                .rule(ClaimRules.jtiAtLeast(MIN_JTI_LENGTH, WITHOUT_SDK))
                .rule(ClaimRules.jtiAtMost(MAX_JTI_LENGTH, WITHOUT_SDK))
                .rule(ClaimRules.jtiUnused(WITHOUT_SDK))
                .rule(TimeRules.expiresWithin("exp.within-one-minute", MAX_LIFETIME, WITHOUT_SDK))
                .rule(RequestRules.clientIdOfIssuer(WITHOUT_SDK))
                .rule(RequestRules.clientSecret(WITHOUT_SDK)));
    }
}
