// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.mock;

import java.net.URLEncoder;
import java.time.Clock;
import java.util.Base64;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The texts that the tests paste and send. */
final class SampleRequests {
    static final String CLIENT_ID = "SCHOOLAPI.7c0c10a0-4d8a-4ef8-a2be-eda040b65c59";
    static final String KEY_ID = "8136a1f6-c995-4010-b964-bc8278c107ef";

    private SampleRequests() {}

    /** The request of Apple Developer Forums thread 818652; its author gave no signature. */
    static String forumRequest() {
        long now = Clock.systemUTC().instant().getEpochSecond();
        return "POST /auth/oauth2/v2/token HTTP/1.1\nHost: appleid.apple.com\n"
                + "Content-Type: application/x-www-form-urlencoded\n\n"
                + "grant_type=client_credentials"
                + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
                + "&client_assertion=" + encoded("{\"alg\":\"ES256\",\"kid\":\"" + KEY_ID + "\",\"typ\":\"JWT\"}") + "."
                + encoded("{\"iss\":\"55155430\",\"sub\":\"" + CLIENT_ID
                        + "\",\"aud\":\"https://appleid.apple.com\",\"iat\":" + now + ",\"exp\":" + (now + 30 * 86_400)
                        + "}")
                + "." + encoded("x".repeat(64))
                + "&scope=https%3A%2F%2Fapi.apple.com%2Fauth%2Fschoolmanager";
    }

    /** A line of a forum post on Sign in with Apple, as posted: without URLs and secrets, with stray quotes. */
    static String curlOfTheForum() {
        return "curl --location '' --header 'Accept: application/json' "
                + "--header 'Content-Type: application/x-www-form-urlencoded' "
                + "--data-urlencode 'client_id=----SECRET----'' --data-urlencode 'client_secret=----SECRET----' "
                + "--data-urlencode 'grant_type=authorization_code' --data-urlencode 'code=----SECRET----'' "
                + "--data-urlencode 'redirect_uri=----SECRET----'";
    }

    static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    static String escaped(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    static String quoted(String text) {
        return "\"" + text + "\"";
    }

    static String pem(String type, byte[] der) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + type + "-----\n";
    }
}
