// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.apple;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.clientauth.mock.AppleCredential;
import dev.clientauth.mock.ApplePerson;
import dev.clientauth.mock.ApplePerson.RealUserStatus;
import dev.clientauth.mock.AppleTeam;
import dev.clientauth.mock.AppleTestServer;
import dev.clientauth.mock.TestHttp;
import dev.clientauth.mock.token.LeftHalfHash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Date;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** /auth/token, by Apple's "Token validation", TN3107 and bug reports. */
@Timeout(60)
class AppleTokenTest {
    private final AppleTestServer server = new AppleTestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aCodeIsExchangedForTokens() throws Exception {
        HttpResponse<String> response = server.exchange(server.continued().get("code"));
        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode tokens = TestHttp.json(response);
        assertThat(tokens.fieldNames())
                .toIterable()
                .containsExactly("access_token", "token_type", "expires_in", "refresh_token", "id_token");
        assertThat(tokens.get("token_type").asText()).isEqualTo("Bearer");
        assertThat(tokens.get("expires_in").asInt()).isEqualTo(3600);

        String identityToken = tokens.get("id_token").asText();
        assertThat(JWSObject.parse(identityToken).getHeader().toJSONObject()).containsOnlyKeys("alg", "kid");
        JWTClaimsSet claims = TestHttp.claims(identityToken);
        assertThat(claims.getIssuer()).isEqualTo("https://appleid.apple.com");
        assertThat(claims.getAudience()).containsExactly("com.example.web");
        assertThat(claims.getSubject())
                .matches("\\d{6}\\.[0-9a-f]{32}\\.\\d{4}")
                .isEqualTo(server.apple.subject(AppleTestServer.ADA, AppleTestServer.WEB));
        assertThat(claims.getIssueTime()).isEqualTo(Date.from(server.clock.instant()));
        assertThat(claims.getClaims())
                .containsEntry("nonce", "n0nce")
                .containsEntry("nonce_supported", true)
                .containsEntry("email", "ada@example.com")
                .containsEntry("email_verified", true)
                .containsEntry("is_private_email", false)
                .containsEntry(
                        "at_hash", LeftHalfHash.of(tokens.get("access_token").asText()))
                .containsEntry("auth_time", server.clock.instant().getEpochSecond())
                .doesNotContainKeys("real_user_status", "org_id", "transfer_sub", "c_hash");
    }

    /** OpenID Connect Core, appendix A.3 and A.4. */
    @Test
    void theHashesFollowTheStandard() {
        assertThat(LeftHalfHash.of("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"))
                .isEqualTo("77QmUPtjPfzWtF2AnpK9RQ");
        assertThat(LeftHalfHash.of("Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk"))
                .isEqualTo("LDktKdoQak3Pk0cnXxCltA");
    }

    @Test
    void booleansCanBeStrings() {
        server.apple.writeBooleansAsText(true);
        assertThat(identity(server.exchange(server.continued().get("code"))))
                .containsEntry("email_verified", "true")
                .containsEntry("is_private_email", "false");
    }

    @Test
    void theEmailAddressIsIncludedOnlyIfRequested() {
        String code = server.continued("scope", null).get("code");
        assertThat(identity(server.exchange(code))).doesNotContainKeys("email", "email_verified", "is_private_email");
    }

    @Test
    void aManagedAccountHasAnOrganizationAndNoAddress() {
        server.apple.register(ApplePerson.of("Bob", "Work", "bob@example.com").managedBy("org-7"));
        String code =
                TestHttp.inputs(server.press(server.authorize(), "person", "1")).get("code");
        assertThat(identity(server.exchange(code)))
                .containsEntry("org_id", "org-7")
                .doesNotContainKey("email");
    }

    @Test
    void aNativeAppGetsACodeAndATokenWithoutARedirectUri() {
        AppleCredential credential = server.apple.signIn(AppleTestServer.APP, AppleTestServer.ADA, "n0nce");
        assertThat(TestHttp.claims(credential.identityToken()).getClaims())
                .containsEntry("nonce", "n0nce")
                .containsEntry("real_user_status", 2L)
                .containsEntry("c_hash", LeftHalfHash.of(credential.authorizationCode()));
        assertThat(credential.user()).isEqualTo(server.apple.subject(AppleTestServer.ADA, AppleTestServer.WEB));
        assertThat(fromTheApp(credential.authorizationCode(), "redirect_uri", "https://app.example.com/callback")
                        .statusCode())
                .isEqualTo(400);
        assertThat(fromTheApp(credential.authorizationCode()).statusCode()).isEqualTo(200);
        assertThat(credential.toString()).doesNotContain(credential.authorizationCode(), credential.identityToken());
    }

    @Test
    void theRealUserStatusIsSentAtTheFirstNativeSignInOnly() {
        ApplePerson bot = ApplePerson.of("Bo", "T", "bo@example.com").withRealUserStatus(RealUserStatus.UNKNOWN);
        server.apple.register(bot);
        assertThat(TestHttp.claims(server.apple.signIn(AppleTestServer.APP, bot).identityToken())
                        .getClaims())
                .containsEntry("real_user_status", 1L)
                .doesNotContainKey("nonce");
        assertThat(TestHttp.claims(server.apple.signIn(AppleTestServer.APP, bot).identityToken())
                        .getClaims())
                .doesNotContainKey("real_user_status");
    }

    @Test
    void aDeviceWithoutNonceSupportSaysSo() {
        server.apple.supportNonces(false);
        assertThat(TestHttp.claims(server.apple
                                .signIn(AppleTestServer.APP, AppleTestServer.ADA, "n0nce")
                                .identityToken())
                        .getClaims())
                .containsEntry("nonce_supported", false)
                .doesNotContainKey("nonce");
    }

    @Test
    void aRefreshReturnsNeitherARefreshTokenNorANonce() {
        String refreshToken = refreshToken(server.exchange(server.continued().get("code")));
        server.clock.advance(Duration.ofDays(400));
        HttpResponse<String> response = refresh(refreshToken);
        assertThat(TestHttp.json(response).fieldNames())
                .toIterable()
                .containsExactly("access_token", "token_type", "expires_in", "id_token");
        assertThat(identity(response))
                .containsEntry("email", "ada@example.com")
                .containsKey("at_hash")
                .doesNotContainKeys("nonce", "nonce_supported");
        assertThat(TestHttp.claims(TestHttp.json(response).get("id_token").asText())
                        .getSubject())
                .isEqualTo(server.apple.subject(AppleTestServer.ADA, AppleTestServer.WEB));
    }

    @Test
    void invalidGrantHasApplesDescriptions() {
        String code = server.continued().get("code");
        refused(
                server.team.post(
                        server.apple.tokenEndpoint(),
                        AppleTestServer.APP,
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "redirect_uri",
                        AppleTestServer.CALLBACK.toString()),
                "client_id mismatch. The code was not issued to com.example.app.");
        refused(
                server.token(
                        "grant_type", "authorization_code", "code", code, "redirect_uri", "https://app.example.com/"),
                "redirect_uri mismatch. The code was not issued to https://app.example.com/.");
        assertThat(server.exchange(code).statusCode()).isEqualTo(200);
        refused(server.exchange(code), "The code has already been used.");
        String late = server.continued().get("code");
        server.clock.advance(Duration.ofMinutes(5).plusSeconds(1));
        refused(server.exchange(late), "The code has expired or has been revoked.");
        refused(refresh("no such token"), "The token has expired or has been revoked.");
    }

    @Test
    void invalidClientHasNoDescription() {
        Map<String, String> form =
                server.team.form(AppleTestServer.WEB, "grant_type", "refresh_token", "refresh_token", "r");
        form.put("client_secret", server.team.clientSecret(AppleTestServer.WEB, "https://account.apple.com"));
        bare(TestHttp.post(server.apple.tokenEndpoint(), form), "invalid_client");
        assertThat(server.broken()).containsExactly("aud");
    }

    @Test
    void theKeyOfAnotherClientIsRefusedWithInvalidClient() {
        AppleTeam stranger = AppleTeam.of("DEF123GHIJ", server.clock);
        bare(
                stranger.post(
                        server.apple.tokenEndpoint(),
                        AppleTestServer.WEB,
                        "grant_type",
                        "refresh_token",
                        "refresh_token",
                        "r"),
                "invalid_client");
        assertThat(server.broken()).containsExactly("signature.verifies");
    }

    @Test
    void malformedRequestsGetInvalidRequest() {
        bare(server.token("grant_type", "authorization_code"), "invalid_request");
        assertThat(server.broken()).containsExactly("grant-type.parameters");
        bare(
                TestHttp.send(HttpRequest.newBuilder(server.apple.tokenEndpoint())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"grant_type\":\"refresh_token\"}"))),
                "invalid_request");
        bare(TestHttp.get(server.apple.tokenEndpoint()), "invalid_request");
    }

    @Test
    void repeatedParametersAreMalformed() {
        Map<String, String> form =
                server.team.form(AppleTestServer.WEB, "grant_type", "refresh_token", "refresh_token", "r");
        bare(
                TestHttp.post(server.apple.tokenEndpoint(), AppleTeam.encoded(form) + "&grant_type=refresh_token"),
                "invalid_request");
        assertThat(server.broken()).containsExactly("parameters.unrepeated");
    }

    @Test
    void otherGrantTypesGetUnsupportedGrantType() {
        bare(server.token("grant_type", "password"), "unsupported_grant_type");
    }

    @Test
    void scopesOtherThanUserMigrationGetInvalidScope() {
        bare(server.token("grant_type", "client_credentials", "scope", "everything"), "invalid_scope");
        assertThat(server.broken()).containsExactly("scope");
        JsonNode response = TestHttp.json(server.token("grant_type", "client_credentials", "scope", "user.migration"));
        assertThat(response.fieldNames()).toIterable().containsExactly("access_token", "token_type", "expires_in");
    }

    @Test
    void recordsOfAMockContainNoTokens() {
        String code = server.continued().get("code");
        HttpResponse<String> response = server.exchange(code);
        assertThat(server.apple.received().toString() + server.apple)
                .doesNotContain(code)
                .doesNotContain(TestHttp.json(response).get("access_token").asText())
                .doesNotContain("st4te")
                .doesNotContain("eyJ");
    }

    private HttpResponse<String> fromTheApp(String code, String... more) {
        Map<String, String> form =
                server.team.form(AppleTestServer.APP, "grant_type", "authorization_code", "code", code);
        for (int i = 0; i < more.length; i += 2) {
            form.put(more[i], more[i + 1]);
        }
        return TestHttp.post(server.apple.tokenEndpoint(), form);
    }

    private HttpResponse<String> refresh(String refreshToken) {
        return server.token("grant_type", "refresh_token", "refresh_token", refreshToken);
    }

    private static String refreshToken(HttpResponse<String> response) {
        return TestHttp.json(response).get("refresh_token").asText();
    }

    private static Map<String, Object> identity(HttpResponse<String> response) {
        return TestHttp.claims(TestHttp.json(response).get("id_token").asText()).getClaims();
    }

    private static void refused(HttpResponse<String> response, String description) {
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .isEqualTo("{\"error\":\"invalid_grant\",\"error_description\":\"" + description + "\"}");
    }

    private static void bare(HttpResponse<String> response, String error) {
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo("{\"error\":\"" + error + "\"}");
    }
}
