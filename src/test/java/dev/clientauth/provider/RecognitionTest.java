// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.util.Base64URL;
import dev.clientauth.profile.Recognition;
import dev.clientauth.profile.Recognition.ProductMark;
import dev.clientauth.profile.Recognition.ProviderHint;
import dev.clientauth.profile.TokenRequest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URI;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

@DisplayName("A request is recognized by exactly these hints and marks of a provider")
class RecognitionTest {
    private static final String ACCOUNT = "https://account.apple.com/auth/oauth2/v2/token";
    private static final String APPLE_ID = "https://appleid.apple.com";
    private static final String SCHOOL_AUD = "aud is the audience of Apple School Manager and Apple Business";
    private static final String SCHOOL_URL =
            "The URL is on account.apple.com, where Apple School Manager and Apple Business issue tokens.";
    private static final String SCHOOL_AUD_MARK = "aud " + ACCOUNT + " " + SCHOOL_AUD.substring(4) + ".";
    private static final String APPLE_ID_AUD =
            "aud https://appleid.apple.com is the audience of Sign in with Apple, the Roster API and Apple Ads.";
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    /** A request; an empty text is absent. */
    private record Sent(String endpoint, String parameter, String header, String claims, String form) {
        static Sent jwt(String endpoint, String claims, String form) {
            return new Sent(endpoint, "client_assertion", "{\"alg\":\"ES256\"}", claims, form);
        }

        TokenRequest request() {
            TokenRequest.Builder request = TokenRequest.builder();
            if (!endpoint.isEmpty()) {
                request.endpoint(URI.create(endpoint));
            }
            if (!parameter.isEmpty()) {
                request.parameter(
                        parameter, Base64URL.encode(header) + "." + Base64URL.encode(claims) + ".c2lnbmF0dXJl");
            }
            Stream.of(form.split("&")).filter(pair -> !pair.isEmpty()).forEach(pair -> {
                String[] parts = pair.split("=", 2);
                request.parameter(parts[0], parts[1]);
            });
            return request.build();
        }
    }

    static Stream<Arguments> requests() {
        Sent nothing = new Sent("", "", "", "", "");
        return Stream.of(
                        appleManagers(),
                        signInWithApple(),
                        servers(),
                        grants(),
                        Stream.of(
                                        "apple-school-manager",
                                        "sign-in-with-apple",
                                        "epic",
                                        "private-key-jwt",
                                        "okta",
                                        "box")
                                .map(id -> arguments(id, nothing, "")))
                .flatMap(all -> all);
    }

    private static Stream<Arguments> appleManagers() {
        String school = "the client id begins with SCHOOLAPI|the scope is school.api";
        String marks = "A client id that begins with SCHOOLAPI. belongs to Apple School Manager."
                + "|The scope school.api belongs to Apple School Manager.";
        Sent sent = Sent.jwt(ACCOUNT, "{\"sub\":\"SCHOOLAPI.1\",\"aud\":[\"" + ACCOUNT + "\"]}", "scope=school.api");
        Sent another = Sent.jwt(
                "https://account.apple.com/other",
                "{\"iss\":\"BUSINESSAPI.1\",\"aud\":\"https://another.example.com\"}",
                "scope=business.api");
        return Stream.of(
                arguments(
                        "apple-school-manager",
                        sent,
                        school + "|the URL is on account.apple.com|" + SCHOOL_AUD + "|" + SCHOOL_URL + "|"
                                + SCHOOL_AUD_MARK + "|" + marks),
                arguments(
                        "apple-business",
                        sent,
                        "the URL is on account.apple.com|" + SCHOOL_AUD + "|" + SCHOOL_URL + "|" + SCHOOL_AUD_MARK),
                arguments("apple-school-manager", another, "the URL is on account.apple.com"),
                arguments(
                        "apple-business",
                        another,
                        "the client id begins with BUSINESSAPI|the scope is business.api|the URL is on account.apple.com"
                                + "|A client id that begins with BUSINESSAPI. belongs to Apple Business."
                                + "|The scope business.api belongs to Apple Business."));
    }

    private static Stream<Arguments> signInWithApple() {
        String id = "sign-in-with-apple";
        return Stream.of(
                arguments(
                        id,
                        new Sent(
                                APPLE_ID + "/auth/token",
                                "client_secret",
                                "{\"kid\":\"ABC123DEFG\"}",
                                "{\"iss\":\"DEF123GHIJ\",\"aud\":\"" + APPLE_ID + "\"}",
                                "scope=user.migration"),
                        "the URL belongs to Sign in with Apple|aud is https://appleid.apple.com|the scope is user.migration"
                                + "|a JWT is sent as client_secret|iss and kid have ten characters"
                                + "|The URL belongs to Sign in with Apple.|" + APPLE_ID_AUD),
                arguments(id, new Sent(APPLE_ID + "/auth/token2", "", "", "", "client_secret=s3cret&scope=user"), ""),
                arguments(
                        id,
                        new Sent("", "client_assertion", "{\"kid\":\"ABC123DEF\"}", "{\"iss\":\"DEF123GHIJ\"}", ""),
                        ""),
                arguments(
                        id,
                        new Sent("", "client_assertion", "{\"kid\":\"ABC123DEFG\"}", "{\"iss\":\"DEF123GHI\"}", ""),
                        ""),
                arguments(
                        id,
                        Sent.jwt(
                                APPLE_ID + "/auth/oauth2/v2/token",
                                "{\"sub\":\"SEARCHADS.1\",\"aud\":\"https://account.apple.com\"}",
                                "scope=edu.roster"),
                        APPLE_ID
                                + "/auth/oauth2/v2/token is the token endpoint of Apple's Roster API, another product on"
                                + " the same API host."
                                + "|aud https://account.apple.com is the issuer that Apple's discovery document announced"
                                + " for some days of June 2025, and not the audience of any Apple service."
                                + "|A client id that begins with SEARCHADS. belongs to Apple Ads."
                                + "|The scopes edu.… belong to Apple's Roster API."),
                arguments(
                        id,
                        new Sent(APPLE_ID + "/auth/oauth2/token", "", "", "", "scope=searchadsorg"),
                        APPLE_ID + "/auth/oauth2/token is the token endpoint of Apple Ads."
                                + "|The scope searchadsorg belongs to Apple Ads."));
    }

    private static Stream<Arguments> servers() {
        Sent handmade = new Sent(
                "https://as.example.com/token",
                "client_assertion",
                "{\"alg\":\"RS384\",\"typ\":\"client-authentication+jwt\"}",
                "{\"iss\":\"a\",\"sub\":\"a\"}",
                "scope=system/*.rs");
        Sent other = Sent.jwt("https://as.example.com/token", "{\"iss\":\"a\",\"sub\":\"b\"}", "scope=user/*.rs");
        return Stream.of(
                arguments(
                        "epic",
                        new Sent("https://FHIR.epic.com/Interconnect-x/oauth2/token", "", "", "", ""),
                        "the URL is on an Epic host|the path belongs to Epic's Interconnect"),
                arguments(
                        "epic",
                        Sent.jwt("", "{\"aud\":\"https://a.example/epic/interconnect-prd/oauth2/token\"}", ""),
                        "the path belongs to Epic's Interconnect"),
                arguments("epic", Sent.jwt("", "{\"aud\":\"no URL\"}", ""), ""),
                arguments("epic", Sent.jwt("", "{\"aud\":\"//fhir.epic.com/interconnect\"}", ""), ""),
                arguments(
                        "private-key-jwt",
                        handmade,
                        "typ is client-authentication+jwt|iss and sub are the same|a JWT is sent as client_assertion"),
                arguments("private-key-jwt", other, "a JWT is sent as client_assertion"),
                arguments("private-key-jwt", new Sent("https://as.example.com/token", "", "", "", "client_id=a"), ""),
                arguments(
                        "smart-backend-services",
                        handmade,
                        "the scope is a SMART scope for backend services|alg is one that SMART prefers"),
                arguments("smart-backend-services", other, ""),
                arguments(
                        "okta",
                        new Sent("https://dev-1.okta.com/oauth2/default/v1/token", "", "", "", ""),
                        "the URL or aud is on a host of Okta|the path is a path of Okta"),
                arguments("okta", new Sent("https://okta.com/oauth2/v1/token", "", "", "", ""), ""),
                arguments(
                        "login-gov",
                        new Sent("https://secure.login.gov/api/token", "", "", "", ""),
                        "the URL or aud is on a host of login.gov"),
                arguments("login-gov", new Sent("https://a.secure.login.gov/api/token", "", "", "", ""), ""));
    }

    private static Stream<Arguments> grants() {
        String box = "https://api.box.com/oauth2/token";
        String claims = "{\"aud\":\"" + box + "\"}";
        String mark = "aud " + box + " is the audience of Box.";
        return Stream.of(
                arguments(
                        "box",
                        new Sent(box, "assertion", "{\"alg\":\"RS256\"}", claims, "grant_type=" + GRANT),
                        "the URL or aud is on a host of Box|" + mark),
                arguments(
                        "box",
                        new Sent("", "assertion", "{\"alg\":\"RS256\"}", claims, ""),
                        "the URL or aud is on a host of Box|aud is the audience of Box|" + mark),
                arguments("box", new Sent(box, "", "", "", "grant_type=client_credentials"), ""),
                arguments("box", Sent.jwt(box, "{\"sub\":\"a\"}", "grant_type=" + GRANT), ""));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void recognizes(String provider, Sent sent, String expected) {
        TokenRequest request = sent.request();
        Recognition recognition = Providers.example(provider).recognition();
        Stream<String> hints = recognition.hints().stream()
                .filter(hint -> hint.matches().test(request))
                .map(ProviderHint::reason);
        Stream<String> marks = recognition.marks().stream()
                .filter(mark -> mark.matches().test(request))
                .map(ProductMark::statement);
        assertThat(String.join("|", Stream.concat(hints, marks).toList())).isEqualTo(expected);
    }
}
