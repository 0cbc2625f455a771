// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("A pasted text is read, checked and explained on one screen")
class PastedRequestTest {
    private static final Instant NOW = Instant.parse("2026-11-26T13:00:00Z");
    private static final String SERVER = "https://as.example.org/realms/shop/token";

    private static DiagnosisReport report(String text) {
        return PastedRequest.parse(text).report(NOW);
    }

    private static String words(String text) {
        return report(text).toText(TextStyle.plain()).replaceAll("\\s+", " ");
    }

    private static String jwt(String header, String claims) {
        return Samples.jwt(header, claims);
    }

    private static String assertion(long life) {
        long iat = NOW.minusSeconds(20).getEpochSecond();
        return jwt(
                "{\"alg\":\"RS256\",\"kid\":\"key-A\"}",
                "{\"iss\":\"shop\",\"sub\":\"shop\",\"aud\":\"" + SERVER + "\",\"jti\":\"j1\",\"iat\":" + iat
                        + ",\"exp\":" + (iat + life) + "}");
    }

    private static String curl(String assertion) {
        return "curl -X POST " + SERVER + " -d grant_type=client_credentials -d client_id=shop -d"
                + " client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
                + " -d client_assertion=" + assertion + "\n\n";
    }

    private static String refused(String description) {
        return "HTTP/1.1 401 Unauthorized\nContent-Type: application/json\n\n{\"error\":\"invalid_client\","
                + "\"error_description\":\"" + description + "\"}\n";
    }

    @Test
    void aBareJwtIsReportedWithoutARequestInTheFirstLine() {
        String text = report(assertion(60)).toText(TextStyle.plain());

        assertThat(text).startsWith("Only a JWT was found, not the request");
        assertThat(text).contains("No problem was found in the JWT").doesNotContain("No rule of", "in the request;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "SELECT 1", "npm ERR! code 1", ""})
    void aTextWithoutARequestExplainsWhatToPaste(String text) {
        assertThat(report(text).toText(TextStyle.plain())).startsWith("No token request was found in the text: paste");
        assertThat(report(text).toJson()).contains("\"verdict\" : \"no-request\"");
        assertThat(PastedRequest.parse(text).isRequest()).isFalse();
    }

    @Test
    void aShellVariableInPlaceOfTheJwtIsReportedInTheFirstLine() {
        assertThat(words(curl("$JWT"))).startsWith("Incomplete: ").contains(": paste what it expands to.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'exp' claim must be no more than 5 minutes after 'iat' | exp.as-response-says | at most 5 minutes after iat",
                "The assertion lifetime exceeds the maximum of 300 seconds | exp.as-response-says | at most 5 minutes after iat",
                "Requested kid: 'key-A'. Available kids: '[key-B]' | kid.as-response-says | key-B",
                "Available kids: [old-1, old-2] | kid.as-response-says | old-1, old-2",
                "Token audience doesn't match. Expected audiences are any of [https://as.example.org/realms/shop] but audience"
                        + " from token is '[https://as.example.org/x]' | aud.as-response-says | https://as.example.org/realms/shop",
            })
    void theServersDemandsAreComparedWithTheRequest(String said, String rule, String expected) {
        assertThat(words(curl(assertion(3600)) + refused(said)))
                .contains(rule, expected, "The token endpoint responded HTTP 401");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'exp' claim must be no more than 5 minutes after 'iat'",
                "Requested kid: 'key-B'. Available kids: '[key-A, key-B]'",
                "Expected audiences are any of [https://as.example.org/realms/shop/token]",
                "Access token has expired within 5 minutes",
                "no"
            })
    void aRequestThatMeetsTheServersDemandsHasNoFault(String said) {
        assertThat(words(curl(assertion(60)) + refused(said))).contains("No problem was found in the request");
    }

    @ParameterizedTest
    @CsvSource({"appleid.apple.com/auth/token", "account.apple.com/auth/oauth2/token"})
    void basicAuthenticationIsAFaultIfTheServerAcceptsOnlyAJwt(String server) {
        String text = words("curl -X POST https://" + server + " -u com.example.app:s3cr3tValueThatNobodySees -d"
                + " grant_type=client_credentials");

        assertThat(text).contains("Authorization: Basic header", "broken").doesNotContain("s3cr3tValueThatNobodySees");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "bearer "})
    void aJwtSentAsABearerTokenIsRead(String scheme) {
        String text =
                words("POST /realms/shop/token HTTP/1.1\nHost: as.example.org\nAuthorization: " + scheme + assertion(60)
                        + "\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=client_credentials\n");

        assertThat(text).contains("sent as a Bearer token in the Authorization header", "kid \"key-A\"");
    }

    @ParameterizedTest
    @CsvSource({"PRIVATE KEY", "EC PRIVATE KEY", "CERTIFICATE"})
    void aTruncatedKeyFileIsNotARequest(String label) {
        String text = "-----BEGIN " + label + "-----\nMIGTAgEAMBMG\n-----END " + label + "-----\n";

        assertThat(words(text))
                .startsWith("This is")
                .contains("not a token request")
                .doesNotContain("MIGTAgEAMBMG");
    }

    @Test
    void aClientSecretThatExpiredMonthsAgoIsBrokenEvenWithoutAResponseTime() {
        long exp = NOW.minusSeconds(10 * 86_400).getEpochSecond();
        String secret = jwt(
                "{\"alg\":\"ES256\",\"kid\":\"H3R8T5V2WN\"}",
                "{\"iss\":\"Q7M2X9K4LB\",\"sub\":\"com.example.web\",\"aud\":\"https://appleid.apple.com\",\"iat\":"
                        + (exp - 150 * 86_400L) + ",\"exp\":" + exp + "}");

        assertThat(words("APPLE_CLIENT_SECRET=" + secret + "\n\n{\"error\":\"invalid_client\"}\n"))
                .contains("expired 10 days ago, unless sent earlier");
    }

    @Test
    void aShortLivedAssertionThatHasExpiredSinceIsNotBroken() {
        long exp = NOW.minusSeconds(3600).getEpochSecond();
        String old = jwt(
                "{\"alg\":\"RS256\",\"kid\":\"key-A\"}",
                "{\"iss\":\"shop\",\"sub\":\"shop\",\"aud\":\"" + SERVER + "\",\"jti\":\"j1\",\"iat\":" + (exp - 60)
                        + ",\"exp\":" + exp + "}");

        assertThat(words(curl(old) + "{\"error\":\"invalid_client\"}\n")).contains("No problem was found");
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 3600, 100 * 86_400, 400 * 86_400})
    void aReportFitsOnAScreenOfEightyColumns(int life) {
        String text = report(curl(assertion(life)) + refused("Invalid token audience"))
                .toText(TextStyle.plain());

        assertThat(text.lines().count()).as(text).isLessThanOrEqualTo(24);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$SECRET", "${APPLE_SECRET}", "<client_secret>", "----SECRET----", "[REDACTED]", "***"})
    void anOmittedSecretIsNotTreatedAsASharedSecret(String placeholder) {
        String text = words("curl https://login.example.org/token -d grant_type=client_credentials -d client_id=shop"
                + " --data-urlencode 'client_secret=" + placeholder + "'");

        assertThat(text)
                .containsAnyOf("client_secret was left out", "client_secret is the shell variable")
                .doesNotContain("client_secret_post");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cr3t-Value-42", "Zm9vYmFyYmF6cXV4MTIz"})
    void aSharedSecretIsReportedAsAnotherAuthenticationMethod(String secret) {
        String text = words("curl https://login.example.org/token -d grant_type=client_credentials -d client_id=shop"
                + " --data-urlencode 'client_secret=" + secret + "'");

        assertThat(text).contains("client_secret_post").doesNotContain(secret);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I'm getting an invalid_client error from the token endpoint, and the audience is what the page says.",
                "We receive invalid_client although the signature of our JWT is verified at jwt.io.",
                "1. Ensure the signature algorithm indicated is the algorithm your code signs with, else invalid_client."
            })
    void sentencesOfTheAuthorAreNotQuotedAsTheProvidersWords(String sentence) {
        String text = words(sentence + "\n\nError: invalid_client\nHTTP Status: 400 Bad Request\n");

        assertThat(text)
                .contains("The token endpoint responded HTTP 400, invalid_client.")
                .doesNotContain("invalid_client: \"");
    }
}
