package dev.clientauth.provider;

import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.ErrorResponse;
import dev.clientauth.profile.KnownCause;
import dev.clientauth.profile.Profile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("The sentence with which a server refuses decides which cause is first")
class ServerWordsTest {
    private static final Profile ANY = PrivateKeyJwt.unknownServer(URI.create(ValidRequests.OIDC_TOKEN_ENDPOINT));
    private static final Profile SMART = SmartBackendServices.profile(URI.create(ValidRequests.SMART_SERVER));

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "Keycloak, invalid_client, Unable to load public key, key-not-on-file",
                "Keycloak, invalid_client, Signature on JWT token failed validation, key-not-on-file",
                "Keycloak, invalid_client, Invalid token audience, other-audience",
                "Keycloak, invalid_client, Invalid signature algorithm, other-algorithm",
                "Keycloak, invalid_client, Token reuse detected, assertion-used-twice",
                "Keycloak, invalid_client, Token is not active, clock-off",
                "Keycloak, invalid_client, Token was issued in the future, clock-off",
                "Keycloak, unauthorized_client, Client not enabled to retrieve service account, grant-not-enabled",
                "Keycloak, unauthorized_client, Invalid client or Invalid client credentials, other-method",
                "Okta, invalid_client, The client_assertion token has an invalid signature., key-not-on-file",
                "Okta, invalid_client, The client_assertion JWT kid is invalid., key-not-on-file",
                "Okta, invalid_client, `The audience claim for client_assertion must be the endpoint invoked for the request.`, other-audience",
                "Okta, invalid_client, The client_assertion token is expired., clock-off",
                "Okta, invalid_client, The client_assertion token has already been used., assertion-used-twice",
                "Okta, invalid_client, Invalid value for 'client_id' parameter., client-unknown-or-disabled",
                "Auth0, invalid_client, Invalid signature for client assertion, key-not-on-file",
                "Auth0, invalid_client, 'aud' claim must be the tenant's issuer, other-audience",
                "Entra, invalid_client, AADSTS700027: The certificate with identifier used to sign the client assertion is not registered on application., key-not-on-file",
                "Entra, invalid_client, AADSTS700024: Client assertion is not within its valid time range., clock-off",
                "Entra, invalid_client, AADSTS700023: Client assertion audience claim does not match Realm issuer., other-audience",
                "Entra, unauthorized_client, AADSTS700016: Application with identifier 'x' was not found in the directory., client-unknown-or-disabled",
                "Entra, invalid_request, AADSTS900023: Specified tenant identifier is neither a valid DNS name nor an external domain., other-tenant",
                "Spring, invalid_client, Client authentication failed: client_id, client-unknown-or-disabled",
                "Spring, invalid_client, Client authentication failed: authentication_method, other-method",
                "Spring, invalid_client, Another algorithm expected or no matching key(s) found, other-algorithm",
                "Spring, invalid_client, The aud claim is not valid, other-audience",
                "node-oidc-provider, invalid_client, client assertion tokens must only be used once, assertion-used-twice",
                "node-oidc-provider, invalid_client, audience (aud) must equal to the issuer identifier url, other-audience",
                "node-oidc-provider, invalid_client, the provided authentication mechanism does not match the registered client authentication method, other-method",
                "node-oidc-provider, invalid_client, jwt issued in the future, clock-off",
                "node-oidc-provider, invalid_client, client not found, client-unknown-or-disabled",
                "Oracle Health, invalid_grant, urn:cerner:error:authorization-server:oauth2:token:invalid-tenant, other-tenant",
                "Bulk Data server, invalid_client, Requesting the remote JWKS returned an error. unable to verify the first certificate, jwk-set-unreachable",
            })
    void theFirstCauseIsTheOneNamedByTheServer(String server, String error, String description, String cause) {
        assertThat(causes(ANY, ValidRequests.tokenEndpointAudience(), error, description))
                .as(server)
                .startsWith(cause);
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

    @ParameterizedTest
    @CsvSource({
        "client_id mismatch. The code was not issued to com.example.app., services-id-or-bundle-id",
        "redirect_uri mismatch. The code was not issued to https://x, redirect-uri",
        "The code has expired or has been revoked., code-used-or-old",
        "The code has already been used., code-used-or-old"
    })
    void applesWordsAreUnderstood(String description, String cause) {
        assertThat(causes(SignInWithApple.profile(), ValidRequests.signInWithApple(), "invalid_grant", description))
                .startsWith(cause);
    }

    @ParameterizedTest
    @CsvSource({"invalid_client, jwk-set-url-not-configured", "unauthorized_client, no-background-user"})
    void withoutADescriptionTheMostLikelyCauseIsFirst(String error, String cause) {
        Profile customer = Epic.profile(URI.create(ValidRequests.EPIC_CUSTOMER));

        assertThat(causes(customer, ValidRequests.epic(), error, null)).startsWith(cause);
    }

    private static List<String> causes(Profile profile, ValidRequest request, String error, String description) {
        Diagnosis diagnosis = profile.diagnose(
                request.attempt(), request.context().withResponse(new ErrorResponse(400, error, description)));
        assertThat(diagnosis.broken()).as("%s", diagnosis).isEmpty();
        return diagnosis.knownCauses().stream().map(KnownCause::id).toList();
    }
}
