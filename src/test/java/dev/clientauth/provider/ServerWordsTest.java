// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.ErrorResponse;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.KnownCause;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.TokenRequest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("The error description of the server decides which cause comes first")
class ServerWordsTest {
    private static final Path PAGE = Path.of("docs/why-invalid-client.md");
    private static final URI TOKEN_ENDPOINT = URI.create(ValidRequests.OIDC_TOKEN_ENDPOINT);
    private static final Profile ANY = PrivateKeyJwt.unknownServer(URI.create(ValidRequests.OIDC_TOKEN_ENDPOINT));
    private static final Profile SMART = SmartBackendServices.profile(URI.create(ValidRequests.SMART_SERVER));

    /** A response of a server and the expected first cause; without a description, only the error code is known. */
    private record Words(String server, String error, String sentence, String cause) {
        Profile profile() {
            return switch (server) {
                case "Sign in with Apple" -> SignInWithApple.profile();
                case "Epic" -> Epic.profile(URI.create(ValidRequests.EPIC_CUSTOMER));
                default -> ANY;
            };
        }

        /** The profile of exactly this product, if there is one. */
        Optional<Profile> ownProfile() {
            return Optional.ofNullable(
                    switch (server) {
                        case "Keycloak" -> Keycloak.profile(TOKEN_ENDPOINT);
                        case "Okta" -> Okta.profile(TOKEN_ENDPOINT);
                        case "Auth0" -> Auth0.profile(TOKEN_ENDPOINT);
                        case "Microsoft Entra ID" -> MicrosoftEntraId.profile(TOKEN_ENDPOINT);
                        default -> null;
                    });
        }

        ValidRequest request() {
            return switch (server) {
                case "Sign in with Apple" -> ValidRequests.signInWithApple();
                case "Epic" -> ValidRequests.epic();
                default -> ValidRequests.tokenEndpointAudience();
            };
        }
    }

    private static final List<Words> WORDS = """
            Keycloak | invalid_client | Unable to load public key | key-not-registered
            Keycloak | invalid_client | Signature on JWT token failed validation | key-not-registered
            Keycloak | invalid_client | Invalid token audience | other-audience
            Keycloak | invalid_client | Invalid signature algorithm | other-algorithm
            Keycloak | invalid_client | Token reuse detected | assertion-used-twice
            Keycloak | invalid_client | Token is not active | clock-off
            Keycloak | invalid_client | Token was issued in the future | clock-off
            Keycloak | unauthorized_client | Client not enabled to retrieve service account | grant-not-enabled
            Keycloak | unauthorized_client | Invalid client or Invalid client credentials | other-method
            Okta | invalid_client | The client_assertion token has an invalid signature. | key-not-registered
            Okta | invalid_client | The client_assertion JWT kid is invalid. | key-not-registered
            Okta | invalid_client | The audience claim for client_assertion must be the endpoint invoked for the request. | other-audience
            Okta | invalid_client | The client_assertion token is expired. | clock-off
            Okta | invalid_client | The client_assertion token has already been used. | assertion-used-twice
            Okta | invalid_client | Invalid value for 'client_id' parameter. | client-unknown-or-disabled
            Auth0 | invalid_client | Invalid signature for client assertion | key-not-registered
            Auth0 | invalid_client | 'aud' claim must be the tenant's issuer | other-audience
            Microsoft Entra ID | invalid_client | AADSTS700027: The certificate with identifier used to sign the client assertion is not registered on application. | key-not-registered
            Microsoft Entra ID | invalid_client | AADSTS700024: Client assertion is not within its valid time range. | clock-off
            Microsoft Entra ID | invalid_client | AADSTS700023: Client assertion audience claim does not match Realm issuer. | other-audience
            Microsoft Entra ID | unauthorized_client | AADSTS700016: Application with identifier 'x' was not found in the directory. | client-unknown-or-disabled
            Microsoft Entra ID | invalid_request | AADSTS900023: Specified tenant identifier is neither a valid DNS name nor an external domain. | other-tenant
            Spring Authorization Server | invalid_client | Client authentication failed: client_id | client-unknown-or-disabled
            Spring Authorization Server | invalid_client | Client authentication failed: authentication_method | other-method
            Spring Authorization Server | invalid_client | Another algorithm expected or no matching key(s) found | other-algorithm
            Spring Authorization Server | invalid_client | The aud claim is not valid | other-audience
            node-oidc-provider | invalid_client | client assertion tokens must only be used once | assertion-used-twice
            node-oidc-provider | invalid_client | audience (aud) must equal to the issuer identifier url | other-audience
            node-oidc-provider | invalid_client | the provided authentication mechanism does not match the registered client authentication method | other-method
            node-oidc-provider | invalid_client | jwt issued in the future | clock-off
            node-oidc-provider | invalid_client | client not found | client-unknown-or-disabled
            Oracle Health | invalid_grant | urn:cerner:error:authorization-server:oauth2:token:invalid-tenant | other-tenant
            Bulk Data server | invalid_client | Requesting the remote JWKS returned an error. unable to verify the first certificate | jwk-set-unreachable
            Sign in with Apple | invalid_grant | client_id mismatch. The code was not issued to com.example.app. | services-id-or-bundle-id
            Sign in with Apple | invalid_grant | redirect_uri mismatch. The code was not issued to https://x | redirect-uri
            Sign in with Apple | invalid_grant | The code has expired or has been revoked. | code-used-or-old
            Sign in with Apple | invalid_grant | The code has already been used. | code-used-or-old
            Epic | invalid_client |  | jwk-set-url-not-configured
            Epic | unauthorized_client |  | no-background-user
            """.lines()
            .map(line -> line.split(" \\| ?", -1))
            .map(cells -> new Words(cells[0], cells[1], cells[2].strip(), cells[3].strip()))
            .toList();

    static Stream<Words> words() {
        return WORDS.stream();
    }

    @ParameterizedTest
    @MethodSource("words")
    void theFirstCauseIsTheOneNamedByTheServer(Words words) {
        String sentence = words.sentence().isEmpty() ? null : words.sentence();

        assertThat(causes(words.profile(), words.request(), words.error(), sentence))
                .startsWith(words.cause());
        assertThat(words.ownProfile().stream())
                .allSatisfy(own -> assertThat(own.diagnose(
                                        TokenRequest.builder().build(),
                                        EvaluationContext.unknown()
                                                .withResponse(new ErrorResponse(400, words.error(), sentence)))
                                .knownCauses())
                        .extracting(KnownCause::id)
                        .startsWith(words.cause()));
    }

    @Test
    void thePageHasTheTableOfTheseSentences() throws IOException {
        String page = Files.readString(PAGE);
        int start = page.indexOf("| server | error | message | first cause |");
        int end = page.indexOf("\n\n", start);
        assertThat(start).isPositive();
        if (Boolean.getBoolean("regenerate")) {
            Files.writeString(PAGE, page.substring(0, start) + table() + page.substring(end));
        }

        assertThat(Files.readString(PAGE)).contains(table() + "\n\n");
    }

    private static String table() {
        return "| server | error | message | first cause |\n|---|---|---|---|\n"
                + WORDS.stream()
                        .map(words -> "| " + words.server() + " | `" + words.error() + "` | "
                                + (words.sentence().isEmpty() ? "none" : "`" + words.sentence() + "`") + " | "
                                + statement(words) + " |")
                        .collect(Collectors.joining("\n"));
    }

    private static String statement(Words words) {
        return words.profile().knownCauses().stream()
                .filter(cause -> cause.id().equals(words.cause()))
                .map(KnownCause::statement)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest(name = "SMART: {1}")
    @CsvSource({
        "invalid_client, Requesting the remote JWKS returned an error, jwk-set-unreachable",
        "invalid_client, No matching key found, key-not-in-set",
        "invalid_client, Invalid 'aud' claim. The audience is wrong, proxy-audience",
        "invalid_client, Token is not active, clock-off",
        "invalid_client, Token reuse detected, assertion-used-twice",
        "unauthorized_client, , other-method",
    })
    void aSmartServersWordsAreUnderstood(String error, String description, String cause) {
        List<String> causes = causes(SMART, ValidRequests.smart(), error, description);

        assertThat(causes).as("%s", causes).contains(cause);
        if (description != null) {
            assertThat(causes).startsWith(cause);
        }
    }

    private static List<String> causes(Profile profile, ValidRequest request, String error, String description) {
        Diagnosis diagnosis = profile.diagnose(
                request.attempt(), request.context().withResponse(new ErrorResponse(400, error, description)));
        assertThat(diagnosis.broken()).as("%s", diagnosis).isEmpty();
        return diagnosis.knownCauses().stream().map(KnownCause::id).toList();
    }
}
