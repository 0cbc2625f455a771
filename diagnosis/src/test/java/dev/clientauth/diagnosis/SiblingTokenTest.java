// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.Base64;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The tokens of apple.md section D, which have no token endpoint; header, claims and host are copied from Apple's pages. */
@DisplayName("A bearer token of one of Apple's other APIs is recognised and named")
class SiblingTokenTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final String KEY = "\"alg\":\"ES256\",\"kid\":\"ABC123DEFG\"";
    private static final String TIMES = "\"iat\":1795694390,\"exp\":1795694990";

    private static String jwt(String header, String claims) {
        Base64.Encoder base64url = Base64.getUrlEncoder().withoutPadding();
        return base64url.encodeToString(header.replace("KEY", KEY).getBytes(UTF_8)) + "."
                + base64url.encodeToString(claims.replace("TIMES", TIMES).getBytes(UTF_8)) + "." + "A".repeat(86);
    }

    private static String report(String text) {
        return PastedRequest.parse(text).report(NOW).toString().replaceAll("\\s+", " ");
    }

    @ParameterizedTest(name = "{0}, {4}")
    @CsvSource(
            delimiter = '|',
            value = {
                "App Store Connect | {KEY,\"typ\":\"JWT\"} | {\"iss\":\"57246542-96fe-1a63-e053-0824d011072a\",TIMES,\"aud\":\"appstoreconnect-v1\"} | https://api.appstoreconnect.apple.com/v1/apps | team key",
                "App Store Connect | {KEY,\"typ\":\"JWT\"} | {\"sub\":\"user\",TIMES,\"aud\":\"appstoreconnect-v1\"} | https://api.appstoreconnect.apple.com/v1/apps | individual key",
                "App Store Connect | {KEY,\"typ\":\"JWT\"} | {\"iss\":\"57246542-96fe-1a63-e053-0824d011072a\",TIMES,\"aud\":\"appstoreconnect-v1\",\"scope\":[\"GET /v1/apps\"]} | https://api.appstoreconnect.apple.com/v1/apps | a scope",
                "Enterprise Program API | {KEY,\"typ\":\"JWT\"} | {\"iss\":\"57246542-96fe-1a63-e053-0824d011072a\",TIMES,\"aud\":\"apple-developer-enterprise-v1\"} | https://api.enterprise.developer.apple.com/v1/profiles | team key",
                "App Store Server API | {KEY,\"typ\":\"JWT\"} | {\"iss\":\"57246542-96fe-1a63-e053-0824d011072a\",TIMES,\"aud\":\"appstoreconnect-v1\",\"bid\":\"com.example.app\"} | https://api.storekit.itunes.apple.com/inApps/v1/history/1 | bundle id",
                "APNs | {KEY} | {\"iss\":\"DEF123GHIJ\",\"iat\":1795694390} | https://api.push.apple.com/3/device/00fc13adff78 | provider token",
                "DeviceCheck | {KEY} | {\"iss\":\"DEF123GHIJ\",\"iat\":1795694390} | https://api.devicecheck.apple.com/v1/query_two_bits | no exp",
                "MusicKit | {KEY} | {\"iss\":\"DEF123GHIJ\",TIMES} | https://api.music.apple.com/v1/catalog/us/songs/1 | developer token",
                "MusicKit | {KEY} | {\"iss\":\"DEF123GHIJ\",TIMES,\"origin\":[\"https://www.example.com\"]} | https://api.music.apple.com/v1/catalog/us/songs/1 | origins",
                "WeatherKit | {KEY,\"id\":\"DEF123GHIJ.com.example.weather\"} | {\"iss\":\"DEF123GHIJ\",TIMES,\"sub\":\"com.example.weather\"} | https://weatherkit.apple.com/api/v1/weather/en/1/2 | service id",
                "MapKit | {KEY,\"typ\":\"JWT\"} | {\"iss\":\"DEF123GHIJ\",TIMES,\"origin\":\"https://www.example.com\"} | https://maps-api.apple.com/v1/geocode | origin",
                "MapKit | {KEY,\"typ\":\"JWT\"} | {\"iss\":\"DEF123GHIJ\",TIMES,\"scope\":\"server_api\"} | https://maps-api.apple.com/v1/geocode | server",
            })
    void alonePostedAsASecretAndAsABearerToken(
            String product, String header, String claims, String url, String variant) {
        String jwt = jwt(header, claims);

        String alone = report(jwt);
        assertThat(alone).contains(product, "Bearer", "no token endpoint").doesNotContain("aud is \"https://appleid");

        String bearer = report("curl -v " + url + " -H 'Authorization: Bearer " + jwt + "'");
        assertThat(bearer).contains(product).doesNotContain("aud is \"https://appleid");

        String secret = report("POST /auth/token HTTP/1.1\nHost: appleid.apple.com\n"
                + "Content-Type: application/x-www-form-urlencoded\n\n"
                + "client_id=com.example.web&grant_type=authorization_code&code=c1f2a3b4c5d6e.0.rrsw&client_secret="
                + jwt);
        assertThat(secret).contains(product, "Sign in with Apple");
    }

    /** They have token endpoints, which are not checked here. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Apple Ads | {\"sub\":\"SEARCHADS.27478e71\",\"iss\":\"SEARCHADS.27478e72\",TIMES,\"aud\":\"https://appleid.apple.com\"} | /auth/oauth2/token | client_id=SEARCHADS.27478e71&grant_type=client_credentials&scope=searchadsorg",
                "Roster API | {\"sub\":\"com.example.roster\",\"iss\":\"DEF123GHIJ\",TIMES,\"aud\":\"https://appleid.apple.com\"} | /auth/oauth2/v2/token | client_id=com.example.roster&grant_type=client_credentials&scope=edu.users.read",
            })
    void aSiblingWithATokenEndpointIsNamed(String product, String claims, String path, String form) {
        String report = report("POST " + path + " HTTP/1.1\nHost: appleid.apple.com\n"
                + "Content-Type: application/x-www-form-urlencoded\n\n" + form + "&client_secret="
                + jwt("{KEY}", claims));

        assertThat(report).contains(product);
    }
}
