// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.profile.Level;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.rules.ClaimRules;
import dev.clientauth.profile.rules.CriticalHeaderRules;
import dev.clientauth.profile.rules.HeaderRules;
import dev.clientauth.profile.rules.SlotRules;
import dev.clientauth.profile.rules.TimeRules;
import dev.clientauth.provider.base.Sources;

import java.time.Duration;

/**
 * Disputes the rules that some servers of a standard enforce and others do not. The assertions of the library satisfy them
 * all.
 */
final class UnknownServer {
    /** "A few minutes" in RFC 7519 sections 4.1.4 and 4.1.5; the default of the JWT libraries of .NET. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    static final String TYPE =
            "oidc-provider 8.8.1 and the server side of Nimbus' OAuth 2.0 SDK 11.38.2 accept any typ;"
                    + " RFC 7523 does not mention it.";
    private static final String ISSUED =
            "oidc-provider 8.8.1 and Nimbus' OAuth 2.0 SDK 11.38.2 accept such an iat, and RFC 7523 section 3 does"
                    + " not forbid it; Keycloak and servers of FAPI 2.0 refuse it.";
    private static final String TOLERATED =
            "RFC 7519 section 4.1 allows a tolerance of a few minutes: Nimbus' OAuth 2.0 SDK 11.38.2 has 60 seconds,"
                    + " oidc-provider 8.8.1 has none.";
    private static final String IDENTIFIED =
            "OpenID Connect Core section 9 requires it, as oidc-provider 8.8.1 does; RFC"
                    + " 7523 section 3 does not, and Nimbus' OAuth 2.0 SDK 11.38.2 accepts a JWT without it.";
    private static final String ARRAY = "RFC 7523 section 3 requires that aud contains the server, and oidc-provider"
            + " 8.8.1 accepts others next to it; Nimbus' OAuth 2.0 SDK 11.38.2 refuses them, as the update of RFC 7523 will.";
    private static final String KEY_ID =
            "oidc-provider 8.8.1 refuses a kid that it does not know; other servers try every"
                    + " key that is registered for the client.";

    private static final String CRITICAL =
            "RFC 7515 section 4.1.11 requires a server to reject it, as oidc-provider 8.8.1"
                    + " and Nimbus' OAuth 2.0 SDK 11.38.2 do; Keycloak 26.7.3 does not read it.";

    private UnknownServer() {}

    /** Disputes the rules of private_key_jwt that not every server enforces. */
    static void disputePrivateKeyJwtRules(Profile.Builder profile) {
        disputeCommonRules(profile);
        profile.rule(HeaderRules.typeOrNone(Level.SHOULD, "JWT", Sources.RFC_7519_TYP, "client-authentication+jwt")
                        .disputed(TYPE))
                .rule(SlotRules.typeOfNoOtherKind(Sources.RFC_8725_TYPES)
                        .disputed(TYPE)
                        .brokenIfDescribedAs("\"typ\"", "'typ'", "typ header", "header typ", "jwt type"))
                .rule(HeaderRules.keyIdIfPresent(Sources.RFC_7515_KID)
                        .disputed(KEY_ID)
                        .brokenIfDescribedAs("kid", "key id", "applicable key", "matching key", "unknown key"))
                .rule(ClaimRules.jtiIfPresent(Sources.OPENID_CONNECT_CORE))
                .rule(ClaimRules.present("jti", Sources.OPENID_CONNECT_CORE)
                        .disputed(IDENTIFIED)
                        .brokenIfDescribedAs("jti", "jwt id"))
                .rule(TimeRules.notInFuture(Level.MUST, "iat", Sources.RFC_7523_BIS)
                        .disputed(ISSUED)
                        .brokenIfDescribedAs("iat", "in the future", "issued at"));
    }

    /** Disputes what RFC 7523 section 3 leaves to every server. */
    static void disputeCommonRules(Profile.Builder profile) {
        profile.rule(CriticalHeaderRules.noExtension(Sources.RFC_7515_CRIT)
                        .disputed(CRITICAL)
                        .brokenIfDescribedAs("crit"))
                .rule(ClaimRules.audienceIsNoArray(Sources.RFC_7523_BIS)
                        .disputed(ARRAY)
                        .brokenIfDescribedAs("single", "array", "multiple audience", "one audience"))
                .rule(TimeRules.expiresInFuture(Sources.RFC_7523_FORMAT)
                        .disputed(TOLERATED)
                        .brokenIfDescribedAs("expired", "expiration", "exp claim", "\"exp\"", "'exp'"))
                .rule(TimeRules.expiredAtMost(TOLERANCE, Sources.RFC_7519_TIMES))
                .rule(TimeRules.notInFuture(Level.MUST, "nbf", Sources.RFC_7519_TIMES)
                        .disputed(TOLERATED)
                        .brokenIfDescribedAs("nbf", "not before", "not yet valid", "in the future"))
                .rule(TimeRules.aheadAtMost("nbf", TOLERANCE, Sources.RFC_7519_TIMES));
    }
}
