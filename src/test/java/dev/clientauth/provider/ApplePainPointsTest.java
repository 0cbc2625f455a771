// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.profile.Profile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.function.Consumer;

/**
 * Numbered by how often they recur in issues and forums. Problems that a request does not show are covered by the tests of
 * the code that prevents them.
 */
@DisplayName("What goes wrong with Sign in with Apple: a rule or a cause")
class ApplePainPointsTest {
    private static final Profile APPLE = SignInWithApple.profile();
    private static final long DAY = 86_400;

    private static DiagnosisAssert diagnosed(Consumer<ValidRequest> spoil) {
        return DiagnosisAssert.of(APPLE, ValidRequests.signInWithApple(), spoil);
    }

    private static DiagnosisAssert refused(String error, String description) {
        return DiagnosisAssert.withResponse(APPLE, ValidRequests.signInWithApple(), error, description);
    }

    @Test
    @DisplayName("1. A static client secret that expired after six months")
    void anOldSecret() {
        diagnosed(a -> {
                    a.seconds("iat", -183 * DAY);
                    a.seconds("exp", -DAY);
                })
                .breaks("exp.in-future")
                .saying("exp.in-future", "expired 1 day ago", "Create the assertion just before sending it");
    }

    @Test
    @DisplayName("2. and 9. The key in place of the client secret")
    void theKeyInPlaceOfTheSecret() {
        diagnosed(a -> a.compact = jwt -> "-----BEGIN PRIVATE KEY-----\\nMIGTAgEAMBMG\\n-----END PRIVATE KEY-----")
                .breaks("jwt.compact", "parameters.no-private-key")
                .saying("parameters.no-private-key", "the private key itself", "This key is compromised: revoke it now")
                .saying("jwt.compact", "it is a PEM file, not a JWT signed with the key in it");
        diagnosed(a -> a.compact = jwt -> "")
                .breaks("client-secret", "jwt.compact")
                .saying("jwt.compact", "it is empty");
    }

    @Test
    @DisplayName("3. Services ID or bundle id")
    void theOtherOfTheTwoClientIds() {
        diagnosed(a -> a.form.put("client_id", "com.example.app")).breaks("client-id");
        refused("invalid_grant", "client_id mismatch. The code was not issued to com.example.web.")
                .offersFirst("services-id-or-bundle-id");
    }

    @Test
    @DisplayName("4. DER in place of R and S")
    void der() {
        diagnosed(a -> SignatureMutants.all(TestKeys.ANOTHER_P256)
                        .get(0)
                        .spoil()
                        .accept(a))
                .breaks("signature.raw")
                .saying("signature.raw", "of ASN.1 DER, made by the registered key \"ABC123DEFG\"", "64 bytes of raw");
    }

    @ParameterizedTest
    @CsvSource({"183", "184"})
    @DisplayName("5. exp above the maximum, usually because of plusMonths(6)")
    void sixCalendarMonths(long days) {
        diagnosed(a -> a.seconds("exp", days * DAY))
                .breaks("exp.within-six-months")
                .saying("exp.within-six-months", days + " days ahead, ", "too far: six calendar months");
        diagnosed(a -> a.seconds("exp", days * DAY - 3_600)).saying("exp.within-six-months", "six calendar months");
    }

    @Test
    @DisplayName("6. Milliseconds, fractions, texts")
    void oddTimes() {
        long millis = ValidRequest.NOW.toEpochMilli();
        diagnosed(a -> a.claims.put("iat", millis)).breaks("iat.seconds").saying("iat.seconds", "milliseconds");
        diagnosed(a -> a.claims.put("exp", millis / 1000 + 0.5)).disputes("exp.whole-seconds");
        diagnosed(a -> a.claims.put("exp", "" + millis / 1000)).breaks("exp.seconds");
    }

    @Test
    @DisplayName("7. kid wrong or missing, another key")
    void kid() {
        diagnosed(a -> a.header.remove("kid")).breaks("kid");
        diagnosed(a -> {
                    a.onFile = List.of(
                            ValidRequest.named(TestKeys.ANOTHER_P256, "ABC123DEFG"),
                            ValidRequest.named(a.signer, "NEW123DEFG"));
                })
                .breaks("signature.verifies")
                .saying("signature.verifies", "made with the registered key \"NEW123DEFG\"");
        refused("invalid_client", null).cause("another-key", "AuthKey_<Key ID>.p8");
    }

    @Test
    @DisplayName("8. A clock ahead, or UTC read as local time")
    void theClock() {
        diagnosed(a -> a.seconds("iat", 3)).breaks("iat.not-in-future").saying("iat.not-in-future", "3 seconds ahead");
        diagnosed(a -> a.seconds("iat", 5 * 3_600))
                .breaks("iat.not-in-future")
                .saying("iat.not-in-future", "UTC was probably read as local time");
        diagnosed(a -> {
                    a.seconds("iat", -9 * 3_600);
                    a.seconds("exp", -8 * 3_600);
                })
                .breaks("exp.in-future")
                .saying("exp.in-future", "iat is 9 hours in the past", "UTC was probably read as local time");
    }

    @Test
    @DisplayName("10. A JSON body, Basic authentication")
    void jsonAndBasic() {
        diagnosed(a -> a.http.put("Content-Type", "application/json")).breaks("http.content-type");
        diagnosed(a -> a.http.put("Authorization", "Basic Y2xpZW50OnNlY3JldA=="))
                .breaks("http.no-authorization");
        refused("unsupported_grant_type", null).offersFirst("not-a-form");
    }

    @ParameterizedTest
    @CsvSource({"http://www.example.com/cb", "https://localhost/cb", "https://10.0.0.1/cb", "https://a.example/cb#top"})
    @DisplayName("11. redirect_uri")
    void redirectUri(String uri) {
        diagnosed(a -> a.form.put("redirect_uri", uri)).breaks("redirect-uri");
        refused("invalid_grant", "redirect_uri mismatch. The code was not issued to " + uri)
                .offersFirst("redirect-uri");
    }

    @Test
    @DisplayName("12. A code that was used, or is older than five minutes")
    void theCode() {
        refused("invalid_grant", "The code has already been used.").offersFirst("code-used-or-old");
    }

    @Test
    @DisplayName("13. A header of the JWT that Apple does not expect")
    void extraHeader() {
        diagnosed(a -> a.header.put("cty", "JWT")).breaks("header.members");
        diagnosed(a -> a.header.put("typ", "client-authentication+jwt")).breaks("typ");
    }

    @Test
    @DisplayName("17. The issuer that Apple's discovery document announced in June 2025, used as the audience")
    void theIssuerOfDiscovery() {
        diagnosed(a -> a.claims.put("aud", "https://account.apple.com"))
                .breaks("aud")
                .saying("aud", "Apple's discovery document announced in June 2025");
    }

    @Test
    @DisplayName("20. A revocation returns an empty response, and its hint is spelled token_type_hint")
    void revocation() {
        DiagnosisAssert.of(SignInWithApple.revocation(), ValidRequests.revocation(), a -> {
                    a.form.remove("token_type_hint");
                    a.form.put("token_hint_type", "refresh_token");
                })
                .breaks("token-type-hint")
                .saying("token-type-hint", "another spelling of its name");
    }

    @Test
    @DisplayName("21. Intermittent invalid_client because of a replaced key or secret")
    void intermittentRefusals() {
        refused("invalid_client", null).cause("secret-kept-too-long", "sometimes", "Log kid, iat and exp");
    }

    @Test
    @DisplayName("22. aud of the client secret left out, or several")
    void audience() {
        diagnosed(a -> a.claims.remove("aud")).breaks("aud").saying("aud", "absent");
        diagnosed(a -> a.claims.put("aud", List.of("https://appleid.apple.com")))
                .disputes("aud.one-string");
        diagnosed(a -> a.claims.put(
                        "aud", List.of("https://appleid.apple.com", "https://appleid.apple.com/auth/token")))
                .breaks("aud")
                .saying("aud", "an array instead of one string");
        diagnosed(a -> a.claims.put("aud", "https://appleid.apple.com/"))
                .breaks("aud")
                .saying("aud", "which differs by a trailing slash");
    }

    @Test
    @DisplayName("23. A key that is not on P-256")
    void anotherCurve() {
        diagnosed(a -> a.registeredKey(TestKeys.P384))
                .breaks("alg.fits-key")
                .saying("alg.fits-key", "the registered P-384 key");
    }
}
