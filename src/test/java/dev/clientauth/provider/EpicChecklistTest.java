// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.profile.Profile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.function.Consumer;

/**
 * The texts are from Epic's page, line by line. A problem that a request does not show is a cause with a way to confirm it.
 */
@DisplayName("Epic, JWT Authentication - Invalid Client Errors: every numbered line")
class EpicChecklistTest {
    private static final Profile EPIC = Epic.sandbox();
    private static final URI CUSTOMER = URI.create(ValidRequests.EPIC_CUSTOMER);

    private static DiagnosisAssert diagnosed(Consumer<ValidRequest> spoil) {
        return DiagnosisAssert.of(EPIC, ValidRequests.epicSandbox(), spoil);
    }

    /** {@code {"error": "invalid_client", "error_description": null}}. */
    private static DiagnosisAssert refused() {
        return DiagnosisAssert.withResponse(EPIC, ValidRequests.epicSandbox(), "invalid_client", null);
    }

    /** The same for uploaded keys, as on the page. */
    private static DiagnosisAssert refusedByOldSandbox() {
        return DiagnosisAssert.withResponse(
                Epic.sandbox(Epic.Version.NOVEMBER_2025), ValidRequests.epicSandbox(), "invalid_client", null);
    }

    private static DiagnosisAssert refusedByCustomer(Epic.Version version) {
        return DiagnosisAssert.withResponse(
                Epic.profile(CUSTOMER, version), ValidRequests.epic(), "invalid_client", null);
    }

    @Nested
    @DisplayName("Issues with the App Listing")
    class AppListing {
        @Test
        @DisplayName("1. The backend systems consumer type and OAuth 2.0 boxes are checked")
        void line1() {
            refused().cause("app-listing", "Backend Systems", "OAuth 2.0", "Open the app's page.");
        }

        @Test
        @DisplayName("2. You've uploaded a public key to your environment")
        void line2() {
            refusedByOldSandbox()
                    .cause("no-public-key", "No public key is registered for this environment", "SHA-1 fingerprint");
            refused().cause("no-jwk-set-url", "not accepted uploaded keys since February 2026");
            refusedByCustomer(Epic.Version.LATEST)
                    .cause("jwk-set-url-not-configured", "local JKU", "a .pem file with the public RSA key");
        }

        @Test
        @DisplayName("3. For a user-facing app with JWTs, Require Refresh Tokens is checked")
        void line3() {
            refused().cause("app-listing", "refresh tokens");
        }
    }

    @Nested
    @DisplayName("Issues with the Request Body")
    class RequestBody {
        @Test
        @DisplayName("1. client_assertion is used and NOT client-assertion")
        void line1() {
            diagnosed(a -> a.assertionParameter = "client-assertion")
                    .breaks("client-assertion")
                    .saying(
                            "client-assertion",
                            "there is \"client-assertion\"",
                            "Send the signed JWT as client_assertion");
        }

        @Test
        @DisplayName("2. client_assertion_type is not double-encoded")
        void line2() {
            diagnosed(a -> a.form.put(
                            "client_assertion_type",
                            "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"))
                    .breaks("client-assertion-type")
                    .saying("client-assertion-type", "urn%3Aietf", "encoded twice");
        }
    }

    @Nested
    @DisplayName("Issues with the Token Request Formatting")
    class TokenRequestFormatting {
        @Test
        @DisplayName("1. The URL ends in /token and NOT /authorize")
        void line1() {
            diagnosed(a -> {
                        a.endpoint = a.endpoint.replace("/token", "/authorize");
                        a.claims.put("aud", a.endpoint);
                    })
                    .breaks("endpoint", "endpoint.token-path")
                    .saying("endpoint.token-path", "/oauth2/authorize", "a path that ends in /token");
        }

        @Test
        @DisplayName("2. POST, NOT GET")
        void line2() {
            diagnosed(a -> a.method = "GET").breaks("http.post").respondsWith("invalid_request");
        }

        @Test
        @DisplayName("3. Content-Type is application/x-www-form-urlencoded")
        void line3() {
            diagnosed(a -> a.http.put("Content-Type", "application/json"))
                    .breaks("http.content-type")
                    .saying("http.content-type", "not as JSON");
        }

        @Test
        @DisplayName("4. The content is in the body, NOT the URL")
        void line4() {
            diagnosed(a -> a.inQuery = true)
                    .breaks("parameters.in-body", "endpoint.no-query")
                    .saying("parameters.in-body", "in the URL: client_assertion");
        }
    }

    @Nested
    @DisplayName("Issues with the JWT")
    class Jwt {
        @Test
        @DisplayName("1. iat and nbf are NOT in the future")
        void line1() {
            diagnosed(a -> a.seconds("iat", 5))
                    .breaks("iat.not-in-future")
                    .saying("iat.not-in-future", "5 seconds ahead");
            diagnosed(a -> a.seconds("nbf", 5))
                    .breaks("nbf.not-in-future")
                    .saying("nbf.not-in-future", "5 seconds ahead");
        }

        @Test
        @DisplayName("2. exp is in the future")
        void line2() {
            diagnosed(a -> TimeMutants.life(a, -240, -1))
                    .breaks("exp.in-future")
                    .saying("exp.in-future", "expired 1 second ago");
        }

        @Test
        @DisplayName("3. exp is no more than 5 minutes in the future")
        void line3() {
            diagnosed(a -> {
                        a.claims.remove("iat");
                        a.claims.remove("nbf");
                        a.seconds("exp", 3_600);
                    })
                    .breaks("exp.within-five-minutes")
                    .saying("exp.within-five-minutes", "1 hour ahead, 55 minutes too far", "at most 5 minutes");
        }

        @Test
        @DisplayName("4. exp is not more than 5 minutes after iat and nbf")
        void line4() {
            diagnosed(a -> TimeMutants.life(a, -60, 290))
                    .breaks("exp.within-five-minutes-of-iat", "exp.within-five-minutes-of-nbf")
                    .saying("exp.within-five-minutes-of-iat", "5 minutes 50 seconds after iat");
        }

        @Test
        @DisplayName("5. The client id is in both iss and sub")
        void line5() {
            diagnosed(a -> a.claims.remove("sub")).breaks("sub").saying("sub", "absent");
            diagnosed(a -> a.claims.put("iss", "my-app")).breaks("iss").saying("iss", "\"my-app\"");
        }

        @Test
        @DisplayName("6. The correct client id: for the Sandbox the non-prod one")
        void line6() {
            diagnosed(a -> {
                        a.claims.put("iss", "0e1a6b4c-production");
                        a.claims.put("sub", "0e1a6b4c-production");
                    })
                    .breaks("iss", "sub");
            refused().cause("other-environment", "non-production client id", "Compare the client id with both");
        }

        @Test
        @DisplayName("7. jti is no longer than 151 characters and unique")
        void line7() {
            diagnosed(a -> a.claims.put("jti", "j".repeat(152))).breaks("jti.length");
            diagnosed(a -> a.usedJti.add((String) a.claims.get("jti"))).breaks("jti.unused");
            diagnosed(a -> a.claims.remove("jti")).breaks("jti");
        }

        @Test
        @DisplayName("8. The JWT was not expired at the time of use")
        void line8() {
            diagnosed(a -> a.presentedAt = ValidRequest.NOW.plusSeconds(600))
                    .breaks("exp.in-future")
                    .saying(
                            "exp.in-future",
                            "expired 8 minutes 10 seconds ago",
                            "Create the assertion just before sending it");
        }
    }

    @Nested
    @DisplayName("Issues with the Signature")
    class Signature {
        @Test
        @DisplayName("1. The private key corresponds to the public key registered")
        void line1() {
            diagnosed(a -> a.signer = TestKeys.ANOTHER_RSA)
                    .breaks("signature.verifies")
                    .saying("signature.verifies", "made with another key");
            refusedByOldSandbox().cause("another-key", "openssl x509 -noout -fingerprint -sha1");
            refused().cause("another-key", "the thumbprint", "non-production JWK Set URL");
        }

        @Test
        @DisplayName("1a. Re-uploaded: 15 minutes to the Sandbox, 12 hours to an organization")
        void line1a() {
            refusedByOldSandbox()
                    .offersFirst("key-not-synced-sandbox")
                    .cause("key-not-synced-sandbox", "The public key", "It may take 15 minutes");
            refused().offersFirst("key-not-synced-sandbox").cause("key-not-synced-sandbox", "It may take 15 minutes");
            refusedByCustomer(Epic.Version.NOVEMBER_2025).cause("key-not-synced-customer", "It may take 12 hours");
            refusedByCustomer(Epic.Version.LATEST)
                    .offersFirst("jwk-set-url-not-configured", "key-not-synced-customer")
                    .cause("key-not-synced-customer", "It may take 12 hours");
        }

        @Test
        @DisplayName("1b. The Sandbox Public Key is for the sandbox; customers get non-PRD and PRD keys")
        void line1b() {
            refusedByCustomer(Epic.Version.FEBRUARY_2026)
                    .cause("key-of-another-customer", "The non-production key", "Upload both keys");
            refusedByCustomer(Epic.Version.LATEST)
                    .cause(
                            "key-of-another-customer",
                            "a non-production key and a production key",
                            "have both configured");
        }

        @Test
        @DisplayName("1c. A cloud-hosted app may re-use keys across customers, not across non-PRD and PRD")
        void line1c() {
            refusedByCustomer(Epic.Version.LATEST)
                    .cause("key-of-another-customer", "A cloud-hosted app may use one pair for all customers");
        }

        @Test
        @DisplayName("2. The algorithm indicated is the one that signs")
        void line2() {
            diagnosed(a -> {
                        a.header.put("alg", "RS256");
                        a.saysAlgorithm("RS384");
                    })
                    .breaks("signature.verifies")
                    .saying("signature.verifies", "made with RS256", "\"RS384\" as the header says");
        }

        @Test
        @DisplayName(
                "3. The algorithm is supported: RS256 and RS384, RS384 preferred; today RS512, ES256 and ES384 too")
        void line3() {
            diagnosed(a -> Es256Mutants.use(a, "PS256", TestKeys.RSA))
                    .breaks("alg")
                    .saying("alg", "\"PS256\"", "RS384, RS256");
            diagnosed(a -> a.saysAlgorithm("HS256")).breaks("alg", "alg.fits-key", "signature.verifies");
        }
    }
}
