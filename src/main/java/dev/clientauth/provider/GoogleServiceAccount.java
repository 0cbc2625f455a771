// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Fact;
import dev.clientauth.profile.FactValue;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Recognition;
import dev.clientauth.profile.rules.ClaimRules;
import dev.clientauth.profile.rules.Facts;
import dev.clientauth.profile.rules.Rules;
import dev.clientauth.profile.rules.TimeRules;
import dev.clientauth.provider.base.PlaceHints;
import dev.clientauth.provider.base.ProviderEntry;
import dev.clientauth.provider.base.Sources;

import java.net.URI;
import java.time.Duration;

/**
 * A Google service account: the JWT is the grant (RFC 7523 section 2.1).
 *
 * <p>The client id is the email address of the service account, and the key id its {@code private_key_id}, which {@code
 * SigningKey.load} takes from Google's key file. The scopes are a claim. A subject is the user that the account impersonates.
 */
public final class GoogleServiceAccount {
    private static final Citation SERVER_TO_SERVER = Sources.documented(
            "Google, Using OAuth 2.0 for server to server applications",
            "https://developers.google.com/identity/protocols/oauth2/service-account");
    private static final Citation CLIENT = Sources.documented(
            "googleapis/google-auth-library-java, ServiceAccountCredentials",
            "https://github.com/googleapis/google-auth-library-java");
    private static final String TOKEN = "https://oauth2.googleapis.com/token";
    private static final String[] OLDER = {
        "https://www.googleapis.com/oauth2/v4/token", "https://accounts.google.com/o/oauth2/token"
    };
    private static final Duration MAX_LIFETIME = Duration.ofHours(1);
    private static final Recognition RECOGNITION = PlaceHints.ofGrant(
                    "google-service-account", "Google service accounts")
            .host("oauth2.googleapis.com", "www.googleapis.com", "accounts.google.com")
            .audience(TOKEN, OLDER[0], OLDER[1])
            .recognition();
    private static final Profile PROFILE = create();

    static final ProviderEntry ENTRY = ProviderEntry.of(PROFILE, endpoint -> PROFILE);

    private GoogleServiceAccount() {}

    /** Returns the profile of Google service accounts. */
    public static Profile profile() {
        return PROFILE;
    }

    private static Profile create() {
        return JwtBearerGrant.build(JwtBearerGrant.provider(
                        "google-service-account",
                        "Google service account",
                        SERVER_TO_SERVER,
                        URI.create(TOKEN),
                        JWSAlgorithm.RS256)
                .recognition(RECOGNITION)
                .with(Rules.tokenEndpoint(
                        URI.create(TOKEN), SERVER_TO_SERVER, URI.create(OLDER[0]), URI.create(OLDER[1])))
                .rule(ClaimRules.audience(TOKEN, SERVER_TO_SERVER, OLDER))
                .rule(ClaimRules.subjectIfPresent("the user that the service account impersonates", CLIENT))
                .rule(ClaimRules.scope(CLIENT).onlyWith(notForIdentityToken()))
                .rule(TimeRules.atMostAfter("exp.within-one-hour-of-iat", "iat", MAX_LIFETIME, SERVER_TO_SERVER))
                .rule(TimeRules.expiresWithin("exp.within-one-hour", MAX_LIFETIME, SERVER_TO_SERVER)));
    }

    /** A request for an identity token has a target_audience in place of scopes. */
    private static Fact<String> notForIdentityToken() {
        return context -> Facts.claim("target_audience").in(context) instanceof FactValue.Value<String>
                ? FactValue.absent("the request is for an identity token")
                : FactValue.value("");
    }
}
