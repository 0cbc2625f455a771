// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.profile.Profile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.function.Consumer;

@DisplayName("The usual causes of invalid_client in Sign in with Apple, from an article")
class ClientSecretArticleTest {
    private static final Profile APPLE = SignInWithApple.profile();

    private static DiagnosisAssert diagnosed(Consumer<ValidRequest> spoil) {
        return DiagnosisAssert.of(APPLE, ValidRequests.signInWithApple(), spoil);
    }

    @Test
    void aClientIdThatIsNotTheSubject() {
        diagnosed(a -> a.form.put("client_id", "com.example.app"))
                .breaks("client-id")
                .saying("client-id", "\"com.example.app\"", "\"com.example.web\"", "the same value as sub");
    }

    @Test
    void theServicesIdForACodeOfTheApp() {
        DiagnosisAssert.withResponse(APPLE, ValidRequests.signInWithApple(), "invalid_client", null)
                .offersFirst("services-id-or-bundle-id")
                .cause("services-id-or-bundle-id", "bundle id for native codes and the Services ID for web codes");
    }

    @Test
    void theBundleIdInSubAndTheServicesIdOnFile() {
        diagnosed(a -> a.claims.put("sub", "com.example.app")).breaks("sub").saying("sub", "\"com.example.app\"");
    }

    @ParameterizedTest
    @CsvSource({"cty, JWT", "jku, https://example.com/keys.json", "x5t, dGh1bWJwcmludA"})
    void aHeaderWithMoreThanAlgAndKid(String name, String value) {
        diagnosed(a -> a.header.put(name, value)).breaks("header.members").saying("header.members", '"' + name + '"');
    }

    @Test
    void aHeaderWithoutKid() {
        diagnosed(a -> a.header.remove("kid")).breaks("kid").saying("kid", "absent");
    }

    @Test
    void theNameOfTheFileAsKid() {
        diagnosed(a -> a.header.put("kid", "AuthKey_ABC123DEFG"))
                .breaks("kid", "kid.ten-characters")
                .saying("kid", "the registered key \"ABC123DEFG\" made the signature")
                .saying("kid.ten-characters", "ten capital letters and digits");
    }

    @Test
    void anotherAlgorithmThanEs256() {
        diagnosed(a -> a.saysAlgorithm("HS256")).breaks("alg", "alg.fits-key", "signature.verifies");
    }

    @Test
    void aPayloadWithMoreThanTheFiveClaims() {
        diagnosed(a -> a.claims.put("nonce", "n-0S6_WzA2Mj"))
                .breaks("claims.members")
                .saying("claims.members", "\"nonce\"", "only aud, exp, iat, iss, sub");
    }

    @ParameterizedTest
    @CsvSource({"iss, iss", "iat, iat.seconds", "exp, exp.seconds", "aud, aud", "sub, sub"})
    void aPayloadWithLessThanTheFiveClaims(String claim, String rule) {
        diagnosed(a -> a.claims.remove(claim)).breaks(rule).saying(rule, "absent");
    }

    @Test
    void theClientIdAsIssuer() {
        diagnosed(a -> a.claims.put("iss", "com.example.web"))
                .breaks("iss", "iss.ten-characters")
                .saying("iss", "Team ID");
    }

    @ParameterizedTest
    @CsvSource({"iat", "exp"})
    void milliseconds(String claim) {
        diagnosed(a -> a.claims.put(claim, ValidRequest.NOW.plusSeconds(60).toEpochMilli()))
                .breaks(claim + ".seconds")
                .saying(claim + ".seconds", "which counts milliseconds");
    }

    @Test
    void anExpiryBeyondSixMonths() {
        diagnosed(a -> a.seconds("exp", 15_777_001))
                .breaks("exp.within-six-months")
                .saying(
                        "exp.within-six-months",
                        "182 days 14 hours ahead, 1 second too far",
                        "at most 15777000 s (182 days 14 hours) ahead");
    }

    @ParameterizedTest
    @CsvSource({"https://appleid.apple.com/auth/token", "https://account.apple.com", "com.example.web"})
    void anotherAudience(String aud) {
        diagnosed(a -> a.claims.put("aud", aud))
                .breaks("aud")
                .saying("aud", '"' + aud + '"', "https://appleid.apple.com");
    }

    @Test
    void anotherSignature() {
        diagnosed(a -> a.signer = TestKeys.ANOTHER_P256)
                .breaks("signature.verifies")
                .saying(
                        "signature.verifies",
                        "it was made with another key, or the assertion was changed after signing");
    }
}
