// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider.base;

import dev.clientauth.profile.Recognition;
import dev.clientauth.profile.Recognition.ProductMark;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** How requests to Sign in with Apple are recognized, and the products of Apple's that they are confused with. */
public final class AppleRecognition {
    private static final Pattern ENDPOINT =
            Pattern.compile("https://appleid\\.apple\\.com/auth/(token|revoke|usermigrationinfo)");
    private static final Pattern TEN = Pattern.compile("[A-Z0-9]{10}");
    private static final String AUDIENCE = "https://appleid.apple.com";
    private static final Set<String> HOME = Set.of("sign-in-with-apple");

    public static final Recognition SIGN_IN = new Recognition(
            List.of(
                    RequestTraits.hint(6, "the URL belongs to Sign in with Apple", AppleRecognition::isEndpoint),
                    RequestTraits.hint(
                            4,
                            "aud is https://appleid.apple.com",
                            t -> t.audiences().contains(AUDIENCE)),
                    RequestTraits.hint(
                            4,
                            "the scope is user.migration",
                            t -> t.parameter("scope").equals("user.migration")),
                    RequestTraits.hint(3, "a JWT is sent as client_secret", t -> t.has("client_secret") && t.hasJwt()),
                    RequestTraits.hint(
                            2,
                            "iss and kid have ten characters",
                            t -> isTen(t.claim("iss")) && isTen(t.header("kid")))),
            List.of(
                    RequestTraits.mark("The URL belongs to Sign in with Apple.", HOME, AppleRecognition::isEndpoint),
                    endpoint(
                            "https://appleid.apple.com/auth/oauth2/v2/token",
                            "the token endpoint of Apple's Roster API, another product on the same API host"),
                    endpoint("https://appleid.apple.com/auth/oauth2/token", "the token endpoint of Apple Ads"),
                    RequestTraits.mark(
                            "aud " + AUDIENCE + " is the audience of Sign in with Apple, the Roster API and Apple Ads.",
                            HOME,
                            t -> t.audiences().contains(AUDIENCE)),
                    RequestTraits.mark(
                            "aud https://account.apple.com is the issuer that Apple's discovery document announced for some"
                                    + " days of June 2025, and not the audience of any Apple service.",
                            Set.of(),
                            t -> t.audiences().contains("https://account.apple.com")),
                    RequestTraits.mark(
                            "A client id that begins with SEARCHADS. belongs to Apple Ads.",
                            Set.of(),
                            t -> t.clientIdBegins("SEARCHADS.")),
                    scope("searchadsorg", "Apple Ads"),
                    scope("business_connect", "Apple Business Connect, which takes a client secret in a JSON body"),
                    RequestTraits.mark(
                            "The scopes edu.… belong to Apple's Roster API.",
                            Set.of(),
                            t -> t.parameter("scope").startsWith("edu."))));

    private AppleRecognition() {}

    private static boolean isEndpoint(RequestTraits t) {
        return ENDPOINT.matcher(t.endpoint()).matches();
    }

    private static boolean isTen(String text) {
        return TEN.matcher(text).matches();
    }

    private static ProductMark endpoint(String url, String whose) {
        return RequestTraits.mark(
                url + " is " + whose + ".", Set.of(), t -> t.endpoint().equals(url));
    }

    private static ProductMark scope(String scope, String product) {
        return RequestTraits.mark(
                "The scope " + scope + " belongs to " + product + ".",
                Set.of(),
                t -> t.parameter("scope").equals(scope));
    }
}
