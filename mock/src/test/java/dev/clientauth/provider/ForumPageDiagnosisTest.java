// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.profile.Profile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.function.Consumer;

/** The responses of the mock to the same requests are tested by {@code dev.clientauth.apple.ForumPageTest}. */
@DisplayName("A forum page about Sign in with Apple: the diagnosis of each author's request")
class ForumPageDiagnosisTest {
    private static final Profile APPLE = SignInWithApple.profile();

    private static DiagnosisAssert diagnosed(Consumer<ValidRequest> spoil) {
        return DiagnosisAssert.of(APPLE, ValidRequests.signInWithApple(), spoil);
    }

    private static DiagnosisAssert refused(String error, String description) {
        return DiagnosisAssert.withResponse(APPLE, ValidRequests.signInWithApple(), error, description);
    }

    @Test
    @DisplayName("Kotlin: setAudience(\"\")")
    void anEmptyAudience() {
        diagnosed(a -> a.claims.put("aud", ""))
                .breaks("aud")
                .saying("aud", "which is empty", "\"https://appleid.apple.com\"")
                .respondsWith("invalid_client");
    }

    @Test
    @DisplayName("PHP: client_id mismatch. The code was not issued to …")
    void aCodeOfTheAppWithTheServicesId() {
        refused("invalid_grant", "client_id mismatch. The code was not issued to com.marchup.web.")
                .offersFirst("services-id-or-bundle-id", "app-not-in-app-store-connect")
                .cause("services-id-or-bundle-id", "aud in the identity token that came with it is the right client id")
                .cause("app-not-in-app-store-connect", "TestFlight");
    }

    @Test
    @DisplayName("Next-Auth: everything in the query of the URL, which has no body")
    void parametersInTheQueryInsteadOfTheBody() {
        diagnosed(a -> a.inQuery = true)
                .breaks("parameters.in-body")
                .saying("parameters.in-body", "in the URL: client_id, client_secret, code, grant_type, redirect_uri");
    }

    @Test
    @DisplayName("curl: a stray quote at the end of the values, refused with invalid_request")
    void strayQuotes() {
        diagnosed(a -> {
                    a.form.replaceAll((name, value) -> name.equals("grant_type") ? value : value + "'");
                    a.compact = jwt -> jwt + "'";
                })
                .breaks("parameters.unquoted", "client-id", "jwt.compact")
                .saying("parameters.unquoted", "client_id, client_secret, code, redirect_uri")
                .respondsWith("invalid_request");
    }

    @Test
    @DisplayName("Intermittent invalid_request, especially during App Review")
    void anIntermittentInvalidRequest() {
        refused("invalid_request", null)
                .offersFirst("authorization-revoked", "intermittent-invalid-request")
                .cause("intermittent-invalid-request", "App Review", "stray quotes");
    }

    @Test
    void theCodeThatIsSentASecondTime() {
        refused("invalid_grant", "The code has already been used.")
                .offersFirst("code-used-or-old")
                .cause("code-used-or-old", "repeated callback", "exchange each code once");
        refused("invalid_grant", "The code has expired or has been revoked.").offersFirst("code-used-or-old");
    }

    @Test
    void anotherRedirectUri() {
        refused("invalid_grant", "redirect_uri mismatch. The code was not issued to https://www.example.com/callback.")
                .offersFirst("redirect-uri")
                .cause("redirect-uri", "A code from a native app has no redirect_uri.");
        diagnosed(a -> a.form.put("redirect_uri", "http://localhost:3000/api/auth/callback/apple"))
                .breaks("redirect-uri");
    }

    @Test
    @DisplayName("unsupported_grant_type whatever is sent: the parameters are not a form")
    void unsupportedGrantType() {
        refused("unsupported_grant_type", null).offersFirst("not-a-form").cause("not-a-form", "form-encoded");
    }

    @Test
    @DisplayName("Firebase: Invalid web redirect url")
    void anUnregisteredReturnUrl() {
        refused("invalid_request", "Invalid web redirect url.")
                .offersFirst("return-url-not-registered")
                .cause("return-url-not-registered", "return URL", "Firebase", "exactly this return URL");
    }

    @Test
    @DisplayName("Revocation: invalid_client with a team, client and key that are each valid")
    void aRefusedRevocation() {
        Profile revocation = SignInWithApple.revocation();

        DiagnosisAssert.withResponse(revocation, ValidRequests.revocation(), "invalid_client", null)
                .offersFirst("token-of-another-client", "another-key", "key-not-enabled", "app-transferred");
        DiagnosisAssert.of(revocation, ValidRequests.revocation(), a -> a.claims.put("aud", ""))
                .breaks("aud")
                .saying("aud", "which is empty");
        DiagnosisAssert.of(revocation, ValidRequests.revocation(), a -> a.claims.put("sub", "com.example.app"))
                .breaks("sub");
    }

    @Test
    @DisplayName("user.migration refused with invalid_client after the transfer")
    void aRefusedMigrationToken() {
        ValidRequest migration = ValidRequests.signInWithApple();
        ValidRequests.migrate(migration);

        DiagnosisAssert.withResponse(APPLE, migration, "invalid_client", null)
                .offers("app-transferred")
                .cause("app-transferred", "do not belong to the same team", "own key");
        diagnosed(a -> {
                    ValidRequests.migrate(a);
                    a.claims.put("iss", "OLDTEAM123");
                })
                .breaks("iss");
    }

    @Test
    void aMigrationAfterTheDeadlineOrWithoutATransfer() {
        DiagnosisAssert.withResponse(
                        SignInWithApple.userMigration(), ValidRequests.userMigration(), "invalid_client", null)
                .offersFirst(
                        "app-transferred", "migration-token-of-another-team", "migration-window", "no-app-transfer")
                .cause("migration-window", "60 days", "on which day the transfer was accepted")
                .cause("no-app-transfer", "a Services ID alone cannot be");
    }
}
