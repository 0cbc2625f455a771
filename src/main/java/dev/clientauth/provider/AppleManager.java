// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.profile.AssertionParameter;
import dev.clientauth.profile.AssertionReuse;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.KnownCause;
import dev.clientauth.profile.Level;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Recognition;
import dev.clientauth.profile.rules.ClaimRules;
import dev.clientauth.profile.rules.HeaderRules;
import dev.clientauth.profile.rules.RequestRules;
import dev.clientauth.profile.rules.Rules;
import dev.clientauth.profile.rules.TimeRules;
import dev.clientauth.provider.base.Baseline;
import dev.clientauth.provider.base.RequestTraits;
import dev.clientauth.provider.base.Sources;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The data sheet that Apple School Manager and Apple Business share. */
final class AppleManager {
    private static final Citation OAUTH = Sources.documented(
            "Apple, Implementing OAuth for the Apple School and Business Manager API",
            "https://developer.apple.com/documentation/apple-school-and-business-manager-api/"
                    + "implementing-oauth-for-the-apple-school-manager-and-apple-business-api",
            Sources.READ_AGAIN);
    private static final Citation ACCOUNTS = Sources.documented(
            "Apple, Create an API account",
            "https://support.apple.com/guide/apple-school-manager/create-an-api-account-axm33189f66a/web");
    private static final Citation CLIENTS =
            Sources.observed("micromdm/nanoaxm and other clients", "https://github.com/micromdm/nanoaxm");
    private static final Citation FORUM =
            Sources.observed("Apple Developer Forums 818652", "https://developer.apple.com/forums/thread/818652");

    private static final Citation NO_KID =
            Sources.observedAgain("GigaionLLC/abcli, docs/auth.md", "https://github.com/GigaionLLC/abcli");

    private static final URI ENDPOINT = URI.create("https://account.apple.com/auth/oauth2/token");
    private static final URI ENDPOINT_V2 = URI.create("https://account.apple.com/auth/oauth2/v2/token");
    private static final String AUDIENCE = "https://account.apple.com/auth/oauth2/v2/token";
    private static final String HOST = "account.apple.com";
    private static final Duration LIFE_BOUND = Duration.ofDays(180);

    private static final Pattern UUID = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final String NOT_IN_SAMPLE = "The decoded sample on the same page does not have it.";

    private AppleManager() {}

    private static Recognition recognition(String prefix, String name, String scope) {
        Set<String> home = Set.of(name.equals("Apple Business") ? "apple-business" : "apple-school-manager");
        Set<String> both = Set.of("apple-business", "apple-school-manager");
        return new Recognition(
                List.of(
                        RequestTraits.hint(
                                10, "the client id begins with " + prefix, t -> t.clientIdBegins(prefix + ".")),
                        RequestTraits.hint(
                                6,
                                "the scope is " + scope,
                                t -> t.parameter("scope").equals(scope)),
                        RequestTraits.hint(
                                3,
                                "the URL is on account.apple.com",
                                t -> t.host().equals(HOST)),
                        RequestTraits.hint(
                                3,
                                "aud is the audience of Apple School Manager and Apple Business",
                                t -> t.audiences().contains(AUDIENCE))),
                List.of(
                        RequestTraits.mark(
                                "The URL is on account.apple.com, where Apple School Manager and Apple Business issue tokens.",
                                both,
                                t -> t.endpoint().startsWith("https://account.apple.com/auth/oauth2/")),
                        RequestTraits.mark(
                                "aud " + AUDIENCE + " is the audience of Apple School Manager and Apple Business.",
                                both,
                                t -> t.audiences().contains(AUDIENCE)),
                        RequestTraits.mark(
                                "A client id that begins with " + prefix + ". belongs to " + name + ".",
                                home,
                                t -> t.clientIdBegins(prefix + ".")),
                        RequestTraits.mark(
                                "The scope " + scope + " belongs to " + name + ".",
                                home,
                                t -> t.parameter("scope").equals(scope))));
    }

    static Profile profile(String id, String name, String prefix, String scope) {
        return Baseline.of(id, name, AssertionParameter.CLIENT_ASSERTION, OAUTH, JWSAlgorithm.ES256)
                .recognition(recognition(prefix, name, scope))
                .assertionReuse(AssertionReuse.UNTIL_EXPIRY)
                .lifetime(Duration.ofHours(1))
                .with(Rules.tokenEndpoint(ENDPOINT, OAUTH, ENDPOINT_V2))
                .rule(RequestRules.inBody(Level.SHOULD, CLIENTS)
                        .disputed("The curl command on Apple's own page sends them in the URL."))
                .rule(RequestRules.grantType(List.of("client_credentials"), OAUTH))
                .rule(RequestRules.clientId(OAUTH))
                .rule(RequestRules.scope(scope, OAUTH))
                .rule(HeaderRules.keyIdForm(
                        Level.SHOULD, "kid.uuid", UUID, "a UUID, as the page of the API account shows it", OAUTH))
                .rule(HeaderRules.typeIfPresent(Level.SHOULD, List.of("JWT"), CLIENTS))
                .rule(HeaderRules.only(Level.SHOULD, Set.of("alg", "kid", "typ"), CLIENTS))
                .rule(ClaimRules.issuerIsClientIdIfPresent(OAUTH))
                .rule(ClaimRules.present("iss", OAUTH).disputed(NOT_IN_SAMPLE))
                .rule(ClaimRules.subjectIsClientId(OAUTH))
                .rule(ClaimRules.form(
                        "sub.prefix",
                        "sub",
                        Pattern.compile(prefix + "\\..+"),
                        "a client id that begins with " + prefix + " and a dot",
                        "Use the Client ID that " + name
                                + " shows for the API account, with its prefix; the organization"
                                + " id is not used in this flow.",
                        CLIENTS))
                .rule(ClaimRules.audience(
                        AUDIENCE,
                        "The audience contains v2, which the endpoint does not; https://appleid.apple.com is that of Sign in with"
                                + " Apple and of the Roster API.",
                        OAUTH))
                .rule(TimeRules.seconds("iat", OAUTH))
                .rule(TimeRules.atMostAfter("exp.within-180-days", "iat", LIFE_BOUND, OAUTH))
                .rule(TimeRules.lessThanAfter("exp.under-180-days", "iat", LIFE_BOUND, OAUTH)
                        .disputed("The page's own script and working clients use exactly 180 days."))
                .rule(TimeRules.notInFutureOfProvider("iat", OAUTH))
                .rule(ClaimRules.jtiIfPresent(OAUTH))
                .rule(ClaimRules.present("jti", OAUTH).disputed(NOT_IN_SAMPLE))
                .knownCause(KnownCause.invalidClient(
                        "another-key",
                        "The private key is not the one that Apple generated for this Key ID. That it loads and signs does not rule this"
                                + " out.",
                        "Find out where the file came from: Apple generates the key pair and offers the private key for download once.",
                        "Use the file downloaded together with this Key ID; otherwise create a new key for the API account.",
                        FORUM))
                .knownCause(KnownCause.invalidClient(
                        "key-or-account-replaced",
                        "The API account, or its key, was deleted or replaced in " + name + ".",
                        "Compare the Client ID and the Key ID on the API account's page with the ones in use; a private key can "
                                + "be downloaded only once.",
                        "Create a new key for the API account and download it.",
                        ACCOUNTS))
                .knownCause(KnownCause.invalidClient(
                        "account-not-active-yet",
                        "The API account or its key may be too new. Apple does not document how long activation takes."
                                + "",
                        "Check when the account and the key were created; the account is displayed as active immediately.",
                        "Fix the request first. Then retry at long intervals, and after a day create a new key.",
                        FORUM))
                .knownCause(KnownCause.invalidClient(
                        "kid-refused",
                        "One client reports that its requests were refused whenever a kid was sent. This contradicts Apple's"
                                + " documentation and all other known clients.",
                        "Send the same request once without kid in the header.",
                        "Keep kid unless that one request is accepted.",
                        NO_KID))
                .knownCause(KnownCause.invalidClient(
                        "developer-membership",
                        "Apple support may point to developer team membership or the account's access. This flow does not use"
                                + " membership, so this is probably irrelevant.",
                        "The API account is listed under Settings or Preferences, API, in " + name + ".",
                        "Check the request first.",
                        FORUM))
                .build();
    }
}
