// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.clientauth.mock.ApplePerson;
import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.mock.server.MockApple;
import dev.clientauth.profile.KnownCause;
import dev.clientauth.profile.Registration;
import dev.clientauth.token.OAuthError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("The faulty requests of a forum page on Sign in with Apple, as their authors sent them")
class ForumPageTest {
    private static final String TEAM = "HUGD2H952H";
    private static final String APP = "com.puppylink.puppylinkapp";
    private static final String WEB = "com.puppylink.web";
    private static final String AUDIENCE = "https://appleid.apple.com";
    private static final URI REDIRECT = URI.create("https://www.example.com/auth/callback");

    private final HttpClient http = HttpClient.newHttpClient();
    private final ApplePerson person = ApplePerson.of("Ada", "Lovelace", "ada@example.com");
    private ECKey key;
    private MockApple apple;

    @BeforeEach
    void start() throws IOException, JOSEException {
        key = new ECKeyGenerator(Curve.P_256).keyID("KXSYK98424").generate();
        Registration team = Registration.of(APP).withTeamId(TEAM).withKeys(List.of(key));
        apple = MockApple.start()
                .register(team)
                .register(Registration.of(WEB).withTeamId(TEAM).withKeys(List.of(key)), REDIRECT)
                .register(person);
    }

    @AfterEach
    void stop() {
        apple.close();
    }

    private String secret(String clientId, String audience, long lifeInSeconds) throws JOSEException {
        return secret(TEAM, clientId, audience, lifeInSeconds);
    }

    private String secret(String team, String clientId, String audience, long lifeInSeconds) throws JOSEException {
        Instant now = Clock.systemUTC().instant();
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("KXSYK98424").build(),
                new JWTClaimsSet.Builder()
                        .issuer(team)
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(lifeInSeconds)))
                        .claim("aud", audience)
                        .subject(clientId)
                        .build());
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }

    private Map<String, String> exchange(String clientId, String secret, String code) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("client_id", clientId);
        form.put("client_secret", secret);
        form.put("code", code);
        form.put("grant_type", "authorization_code");
        return form;
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    private String post(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(apple.base().resolve(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }

    private RecordedRequest last() {
        List<RecordedRequest> received = apple.received();
        return received.get(received.size() - 1);
    }

    private List<String> broken() {
        return last().diagnosis().broken().stream()
                .map(finding -> finding.rule().name())
                .toList();
    }

    private String nativeCode() {
        return apple.signIn(APP, person, "nonce").authorizationCode();
    }

    @Test
    void theKotlinCodeWithAnEmptyAudience() throws Exception {
        String response = post("/auth/token", encoded(exchange(APP, secret(APP, "", 300), nativeCode())));
        assertThat(response).isEqualTo("400 {\"error\":\"invalid_client\"}");
        assertThat(broken()).containsExactly("aud");
    }

    @Test
    void thePhpCodeThatSendsANativeCodeWithTheServicesId() throws Exception {
        String response =
                post("/auth/token", encoded(exchange(WEB, secret(WEB, AUDIENCE, 86_400 * 180), nativeCode())));
        assertThat(response).startsWith("400 {\"error\":\"invalid_grant\",\"error_description\":\"client_id mismatch.");
        assertThat(broken()).as("its 180 days are within the six months").isEmpty();
        assertThat(AppleRefusedException.Reason.of(new OAuthError(
                        "invalid_grant",
                        Optional.of("client_id mismatch. The code was not issued to " + WEB + "."),
                        Optional.empty())))
                .isEqualTo(AppleRefusedException.Reason.CLIENT_ID_MISMATCH);
    }

    @Test
    void theNextAuthCodeThatPutsEverythingInTheUrl() throws Exception {
        String query = encoded(exchange(APP, secret(APP, AUDIENCE, 300), nativeCode()));
        assertThat(post("/auth/token?" + query, "")).isEqualTo("400 {\"error\":\"invalid_request\"}");
        assertThat(broken()).contains("parameters.in-body");
        assertThat(last().diagnosis().toString()).doesNotContain("eyJ");
    }

    @Test
    void theCurlCommandWithAQuoteAfterEachValue() throws Exception {
        Map<String, String> form = exchange(APP, secret(APP, AUDIENCE, 300), nativeCode());
        form.replaceAll((name, value) -> name.equals("grant_type") ? value : value + "'");
        assertThat(post("/auth/token", encoded(form))).isEqualTo("400 {\"error\":\"invalid_request\"}");
        assertThat(broken()).contains("parameters.unquoted", "client-id", "jwt.compact");
        assertThat(last().diagnosis().toString()).contains("it is surrounded by quotes");
    }

    @Test
    void theCodeThatIsSentASecondTime() throws Exception {
        String code = nativeCode();
        String form = encoded(exchange(APP, secret(APP, AUDIENCE, 300), code));
        assertThat(post("/auth/token", form)).startsWith("200 ");
        assertThat(post("/auth/token", form)).contains("\"invalid_grant\"", "The code has already been used.");
    }

    @Test
    void aRedirectUriForANativeCode() throws Exception {
        Map<String, String> form = exchange(APP, secret(APP, AUDIENCE, 300), nativeCode());
        form.put("redirect_uri", REDIRECT.toString());
        assertThat(post("/auth/token", encoded(form))).contains("\"invalid_grant\"", "redirect_uri mismatch");
    }

    @Test
    void theRevocationWithAnInvalidClient() throws Exception {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("client_id", APP);
        form.put("client_secret", secret(WEB, AUDIENCE, 300));
        form.put("token", "r.a.dead.token");
        form.put("token_type_hint", "refresh_token");
        assertThat(post("/auth/revoke", encoded(form))).isEqualTo("400 {\"error\":\"invalid_client\"}");
        assertThat(broken()).contains("client-id");
    }

    @Test
    void theMigrationTokenOfTheNewTeamWithTheKeyOfTheFormerTeam() throws Exception {
        ECKey newKey = new ECKeyGenerator(Curve.P_256).keyID("NEWKEY1234").generate();
        apple.transfer(Registration.of(APP).withTeamId("NEWTEAM123").withKeys(List.of(newKey)));
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("scope", "user.migration");
        form.put("client_id", APP);
        form.put("client_secret", secret("NEWTEAM123", APP, AUDIENCE, 300));
        assertThat(post("/auth/token", encoded(form))).isEqualTo("400 {\"error\":\"invalid_client\"}");
        assertThat(broken()).contains("kid");
        assertThat(last().diagnosis().knownCauses()).extracting(KnownCause::id).contains("app-transferred");
    }

    @Test
    void anIntermittentInvalidRequestIsExplainedAsFarAsAppleDocumentsIt() {
        AppleRefusedException.Reason reason =
                AppleRefusedException.Reason.of(new OAuthError("invalid_request", Optional.empty(), Optional.empty()));
        assertThat(reason).isEqualTo(AppleRefusedException.Reason.REQUEST_REFUSED);
        assertThat(reason.statement()).contains("occasionally");
    }
}
