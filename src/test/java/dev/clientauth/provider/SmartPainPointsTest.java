// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.profile.Profile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.List;
import java.util.function.Consumer;

/** Problems that a request does not show are covered by the tests of the code that prevents them. */
@DisplayName("What goes wrong with Epic and SMART: a rule or a cause")
class SmartPainPointsTest {
    private static final Profile EPIC = Epic.profile(URI.create(ValidRequests.EPIC_CUSTOMER));
    private static final Profile SMART = SmartBackendServices.profile(URI.create(ValidRequests.SMART_SERVER));

    private static DiagnosisAssert epic(Consumer<ValidRequest> spoil) {
        return DiagnosisAssert.of(EPIC, ValidRequests.epic(), spoil);
    }

    private static DiagnosisAssert smart(Consumer<ValidRequest> spoil) {
        return DiagnosisAssert.of(SMART, ValidRequests.smart(), spoil);
    }

    private static DiagnosisAssert epicRefuses(String error) {
        return DiagnosisAssert.withResponse(EPIC, ValidRequests.epic(), error, null);
    }

    private static DiagnosisAssert smartRefuses(String error) {
        return DiagnosisAssert.withResponse(SMART, ValidRequests.smart(), error, null);
    }

    @Test
    @DisplayName("1. invalid_client without a description: the remaining causes are listed by frequency")
    void nothingButInvalidClient() {
        epicRefuses("invalid_client")
                .offers(
                        "jwk-set-url-not-configured",
                        "key-not-synced-customer",
                        "other-environment",
                        "another-key",
                        "key-of-another-customer",
                        "static-key-retired",
                        "jwk-set-cached",
                        "app-listing",
                        "proxy-audience");
    }

    @Test
    @DisplayName("2. The client id, or the JWK Set, of the other environment")
    void environment() {
        epicRefuses("invalid_client")
                .cause("other-environment", "Use the client id and the key of the same environment");
    }

    @Test
    @DisplayName("3. Key or app not synced yet")
    void sync() {
        DiagnosisAssert.withResponse(Epic.sandbox(), ValidRequests.epicSandbox(), "invalid_client", null)
                .offersFirst("key-not-synced-sandbox")
                .cause("key-not-synced-sandbox", "a new account a day or two", "retry at long intervals");
        epicRefuses("invalid_client")
                .offersFirst("jwk-set-url-not-configured", "key-not-synced-customer")
                .cause("key-not-synced-customer", "12 h");
    }

    @Test
    @DisplayName("4. Uploaded keys are no longer accepted")
    void retiredKey() {
        epicRefuses("invalid_client")
                .cause("static-key-retired", "Publish a JWK Set and have the customer configure its URL");
    }

    @Test
    @DisplayName("5. The JWK Set cannot be fetched")
    void jwkSet() {
        epicRefuses("invalid_client").cause("jwk-set-cached", "public, use TLS and require no login", "29 hours");
        smartRefuses("invalid_client").offersFirst("jwk-set-unreachable", "key-not-in-set");
    }

    @Test
    @DisplayName("6. kid missing or unknown")
    void kid() {
        smart(a -> a.header.remove("kid")).breaks("kid");
        smart(a -> a.header.put("kid", "another"))
                .breaks("kid")
                .saying("kid", "the registered key \"cd520211e5661dbba2256f67f6d53f97\" made the signature");
        smartRefuses("invalid_client").cause("key-not-in-set", "has no key, or several keys, with this kid");
    }

    @Test
    @DisplayName("7. typ missing, as Nimbus and Spring leave it")
    void typ() {
        smart(a -> a.header.remove("typ")).breaks("typ").saying("typ", "absent", "many JWT libraries omit it");
    }

    @Test
    @DisplayName("8. aud: issuer, trailing slash, array, proxy")
    void aud() {
        epic(a -> a.claims.put("aud", "https://fhir.hospital.example/interconnect-prd-oauth/oauth2"))
                .breaks("aud")
                .saying("aud", "Set aud to exactly the URL of the request");
        epic(a -> a.claims.put("aud", ValidRequests.EPIC_CUSTOMER + "/"))
                .breaks("aud")
                .saying("aud", "which differs by a trailing slash");
        smart(a -> a.claims.put("aud", List.of(ValidRequests.SMART_SERVER))).disputes("aud.one-string");
        epicRefuses("invalid_client").cause("proxy-audience", "behind a proxy");
        smartRefuses("invalid_client").cause("proxy-audience", "smart-configuration");
    }

    @Test
    @DisplayName("9. Clock skew: iat is now, exp is in five minutes, and the clock is one second ahead")
    void clock() {
        epic(a -> {
                    TimeMutants.life(a, 0, 300);
                    a.providerClock = ValidRequest.NOW.minusSeconds(1);
                })
                .breaks("iat.not-in-future", "nbf.not-in-future", "exp.within-five-minutes")
                .saying("iat.not-in-future", "1 second ahead");
    }

    @Test
    @DisplayName("10. Milliseconds, texts, fractions")
    void oddTimes() {
        long millis = ValidRequest.NOW.toEpochMilli();
        epic(a -> a.claims.put("exp", millis + 60_000))
                .breaks("exp.seconds")
                .saying("exp.seconds", "which counts milliseconds");
        epic(a -> a.claims.put("iat", "" + millis / 1000)).breaks("iat.seconds").saying("iat.seconds", "a string");
        epic(a -> a.claims.put("nbf", millis / 1000.0 - 0.5)).disputes("nbf.whole-seconds");
    }

    @Test
    @DisplayName("11. jti used again by a retry")
    void jti() {
        smart(a -> a.usedJti.add((String) a.claims.get("jti")))
                .breaks("jti.unused")
                .saying("jti.unused", "including retries");
    }

    @Test
    @DisplayName("13. The algorithm that the stack has by default, and DER")
    void algorithm() {
        smart(a -> {
                    a.header.put("alg", "ES256");
                    a.signer = TestKeys.P256;
                })
                .breaks("alg.fits-key")
                .saying("alg.fits-key", "\"ES256\"", "ES384 with P-384");
        smart(a -> SignatureMutants.all(TestKeys.ANOTHER_P384).get(0).spoil().accept(a))
                .breaks("signature.raw")
                .saying("signature.raw", "ASN.1 DER, made by the registered key", "96 bytes of raw R and S");
        epic(a -> a.registeredKey(TestKeys.WEAK_RSA))
                .breaks("key.rsa-2048", "signature.verifies")
                .saying("key.rsa-2048", "1024 bits");
    }

    @Test
    @DisplayName("14. The body: JSON, query, hyphen, encoded twice, client_id, scope, charset")
    void body() {
        epic(a -> a.http.put("Content-Type", "application/json")).breaks("http.content-type");
        epic(a -> a.inQuery = true).breaks("parameters.in-body", "endpoint.no-query");
        epic(a -> a.assertionParameter = "client-assertion").breaks("client-assertion");
        epic(a -> a.form.put(
                        "client_assertion_type", "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"))
                .breaks("client-assertion-type");
        epic(a -> a.form.put("client_id", "another")).breaks("client-id");
        smart(a -> a.form.remove("scope")).breaks("scope").respondsWith("invalid_scope");
        smart(a -> a.http.put("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"))
                .disputes("http.content-type.plain");
    }

    @Test
    @DisplayName("15. Authenticated, and refused nevertheless")
    void afterAuthentication() {
        epicRefuses("unauthorized_client").offersFirst("no-background-user");
        epicRefuses("insufficient_scope").offersFirst("api-not-attached");
        smartRefuses("insufficient_scope").offersFirst("scope-not-attached");
        smartRefuses("invalid_scope").offersFirst("scope-not-granted", "scope-version");
    }
}
