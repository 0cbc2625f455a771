// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.provider;

import dev.clientauth.provider.base.RequestTraits;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A JWT of another product or for another purpose, which no token endpoint accepts as a client assertion.
 *
 * @param name what it is, as a noun
 * @param statement what it is for, and what to do, in sentences
 * @param matches whether a request has it
 */
record OtherToken(String name, String statement, Predicate<RequestTraits> matches) {
    private static final String BEARER = "it accepts the JWT itself as a Bearer token and has no token endpoint.";

    private static final Pattern TEN = Pattern.compile("[A-Z0-9]{10}");

    private static final List<OtherToken> ALL = List.of(
            new OtherToken(
                    "an App Store Server notification",
                    "This is an App Store Server notification (signedPayload), signed by Apple. It is verified with its x5c"
                            + " certificates, and is neither a client secret nor a notification of Sign in with Apple.",
                    t -> t.claims().containsKey("notificationType")
                            || t.claims().containsKey("notificationUUID")),
            new OtherToken(
                    "a notification of Sign in with Apple",
                    "This is a notification that Apple sent about an account (claim events), not a client secret.",
                    t -> isFrom(t, "https://appleid.apple.com") && t.claims().containsKey("events")),
            new OtherToken(
                    "an identity token of Apple",
                    "This is an identity token (id_token) that Apple issued, not a client secret: sub is the user, aud the "
                            + "client id. Create a client secret, signed with the key of your team.",
                    t -> isFrom(t, "https://appleid.apple.com")),
            new OtherToken(
                    "an identity token of Google",
                    "This is an identity token (id_token) that Google issued, not a client assertion: sub is the user, aud "
                            + "the client id.",
                    t -> isFrom(t, "https://accounts.google.com") || isFrom(t, "accounts.google.com")),
            new OtherToken(
                    "a Firebase token",
                    "This is a token of Firebase Authentication, about a user; it is not a client assertion.",
                    t -> t.claim("iss").startsWith("https://securetoken.google.com/")
                            || t.audiences().stream()
                                    .anyMatch(aud -> aud.startsWith("https://identitytoolkit.googleapis.com/"))),
            new OtherToken(
                    "a token for the App Store Server API",
                    "The bid claim belongs to the App Store Server API of App Store Connect; " + BEARER,
                    t -> t.claims().containsKey("bid")),
            new OtherToken(
                    "a token for App Store Connect",
                    "aud appstoreconnect-v1 is the audience of App Store Connect and the App Store Server API; "
                            + BEARER,
                    t -> t.audiences().contains("appstoreconnect-v1")),
            new OtherToken(
                    "a token for Apple's Enterprise Program API",
                    "aud apple-developer-enterprise-v1 is the audience of Apple's Enterprise Program API; " + BEARER,
                    t -> t.audiences().contains("apple-developer-enterprise-v1")),
            new OtherToken(
                    "a token for WeatherKit",
                    "The id header belongs to WeatherKit; " + BEARER,
                    t -> t.header().containsKey("id") && isTen(t.header("kid"))),
            new OtherToken(
                    "a token for APNs or DeviceCheck",
                    "iss is a Team ID and there is neither aud, sub nor exp: this is a provider token for APNs or DeviceCheck; "
                            + BEARER,
                    t -> isAppleKey(t) && lacks(t, "aud") && lacks(t, "sub") && lacks(t, "exp")),
            new OtherToken(
                    "a token for MusicKit or MapKit",
                    "iss is a Team ID and there is neither aud nor sub: this is a developer token for MusicKit or MapKit; "
                            + BEARER,
                    t -> isAppleKey(t) && lacks(t, "aud") && lacks(t, "sub")),
            new OtherToken(
                    "an access token",
                    "This is an access token that an authorization server issued (typ or scope claims), not a client"
                            + " assertion. It is sent to the API as a Bearer token.",
                    t -> t.header("typ").equalsIgnoreCase("at+jwt")
                            || t.claim("typ").equals("Bearer")
                            || t.claims().containsKey("scp")
                            || t.claims().containsKey("azp")
                            || (t.claims().containsKey("appid") && t.claims().containsKey("tid"))),
            new OtherToken(
                    "a token of a GitHub App",
                    "iss is the id of a GitHub App, and there is neither aud nor sub; " + BEARER,
                    t -> t.claim("iss").startsWith("Iv") && lacks(t, "aud") && lacks(t, "sub")),
            new OtherToken(
                    "an identity token",
                    "This is an identity token (id_token), about a person, not a client assertion.",
                    t -> t.claim("typ").equals("ID")
                            || t.claims().containsKey("at_hash")
                            || t.claims().containsKey("email_verified")));

    /** Returns what the JWT of a request is instead of a client assertion; empty if it may be one. */
    static Optional<OtherToken> in(RequestTraits traits) {
        return traits.hasJwt()
                ? ALL.stream().filter(token -> token.matches().test(traits)).findFirst()
                : Optional.empty();
    }

    private static boolean isFrom(RequestTraits t, String issuer) {
        return t.claim("iss").equals(issuer);
    }

    private static boolean isAppleKey(RequestTraits t) {
        return isTen(t.claim("iss")) && isTen(t.header("kid"));
    }

    private static boolean isTen(String text) {
        return TEN.matcher(text).matches();
    }

    private static boolean lacks(RequestTraits t, String claim) {
        Map<String, ?> claims = t.claims();
        return !claims.containsKey(claim);
    }
}
