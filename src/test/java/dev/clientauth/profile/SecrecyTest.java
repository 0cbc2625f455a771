// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import com.nimbusds.jose.util.Base64URL;
import dev.clientauth.provider.AppleSchoolManager;
import dev.clientauth.provider.Epic;
import dev.clientauth.provider.PrivateKeyJwt;
import dev.clientauth.provider.SignInWithApple;
import dev.clientauth.provider.SmartBackendServices;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

@DisplayName("No verdict, diagnosis or toString shows a secret, wherever it was pasted")
class SecrecyTest {

    private static final String SECRET = "s3cr3t/V4lue+that=nobody&may see";
    private static final String SIGNATURE = "c2lnbmF0dXJlLXRoYXQtbXVzdC1ub3QtYmUtc2VlbiE";
    private static final String JWT = "eyJhbGciOiJFUzI1NiIsImtpZCI6IkFCQzEyM0RFRkcifQ"
            + ".eyJpc3MiOiJERUYxMjNHSElKIiwic3ViIjoiY29tLmV4YW1wbGUud2ViIn0." + SIGNATURE;
    private static final String KEY =
            "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgevZzL1gdAFr88hb2OF/2NxApJCzGCEDdfSp6VQO30hyhRANCAAQRWz";
    private static final String PEM = "-----BEGIN PRIVATE KEY-----\n" + KEY + "\n-----END PRIVATE KEY-----";
    private static final URI ENDPOINT = URI.create("https://as.example.com/token");

    static List<Profile> profiles() {
        return List.of(
                AppleSchoolManager.profile(),
                SignInWithApple.profile(),
                Epic.sandbox(),
                SmartBackendServices.profile(ENDPOINT),
                PrivateKeyJwt.profile("https://as.example.com", ENDPOINT),
                PrivateKeyJwt.withTokenEndpointAudience(ENDPOINT));
    }

    static List<String> secretParameters() {
        return List.of(
                "code",
                "refresh_token",
                "client_secret",
                "client_assertion",
                "client-assertion",
                "code_verifier",
                "password",
                "assertion",
                "token",
                "subject_token",
                "access_token",
                "something_new");
    }

    @ParameterizedTest
    @MethodSource("secretParameters")
    void aSecretParameterIsNotShownFromTheBody(String name) {
        assertShownNowhere(
                SECRET,
                TokenRequest.builder()
                        .endpoint(ENDPOINT)
                        .parameter(name, SECRET)
                        .parameter(name, SECRET));
    }

    @ParameterizedTest
    @MethodSource("secretParameters")
    void aSecretParameterIsNotShownFromTheQuery(String name) {
        URI uri = URI.create("https://user:" + KEY.substring(0, 40) + "@as.example.com/token?" + name + "="
                + URLEncoder.encode(SECRET, UTF_8) + "#access_token=" + URLEncoder.encode(SECRET, UTF_8));
        TokenRequest.Builder attempt =
                TokenRequest.builder().endpoint(uri).assertion(jwt("{\"alg\":\"ES256\"}", "{\"aud\":\"" + uri + "\"}"));

        assertShownNowhere(SECRET, attempt);
        assertShownNowhere(URLEncoder.encode(SECRET, UTF_8), attempt);
        assertShownNowhere(KEY.substring(0, 40), attempt);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"client_id", "scope", "redirect_uri", "grant_type", "client_assertion_type", "token_type_hint"})
    void aJwtOrKeyInPlaceOfAPublicParameterIsNotShown(String name) {
        for (String pasted : List.of(JWT, "Bearer " + JWT, PEM, KEY, SpacedJwt.COMPACT)) {
            assertShownNowhere(pasted, TokenRequest.builder().endpoint(ENDPOINT).parameter(name, pasted));
        }
    }

    @Test
    void aCodeInTheQueryOfARedirectUriIsNotShown() {
        String code = "c1f2a3b4c5d6e7f8";
        assertShownNowhere(
                code,
                TokenRequest.builder().parameter("redirect_uri", "https://app.example/callback?state=1&code=" + code));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "sub", "aud", "jti", "iat", "exp", "nbf"})
    void aJwtOrKeyInPlaceOfAClaimIsNotShown(String claim) {
        for (String pasted : List.of(JWT, PEM.replace("\n", "\\n"), KEY)) {
            String text = "{\"" + claim + "\":\"" + pasted + "\"}";
            String list = "{\"" + claim + "\":[{\"a\":\"" + pasted + "\"}]}";
            assertShownNowhere(pasted, TokenRequest.builder().assertion(jwt("{\"alg\":\"ES256\"}", text)));
            assertShownNowhere(pasted, TokenRequest.builder().assertion(jwt("{\"alg\":\"ES256\"}", list)));
            assertShownNowhere(KEY, TokenRequest.builder().assertion(jwt("{\"alg\":\"ES256\"}", text)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"alg", "kid", "typ", "jku", "cty"})
    void aJwtOrKeyInPlaceOfAHeaderMemberIsNotShown(String member) {
        for (String pasted : List.of(JWT, KEY)) {
            assertShownNowhere(
                    pasted, TokenRequest.builder().assertion(jwt("{\"" + member + "\":\"" + pasted + "\"}", "{}")));
            assertShownNowhere(
                    pasted, TokenRequest.builder().assertion(jwt("{\"alg\":\"ES256\",\"" + pasted + "\":1}", "{}")));
        }
    }

    @Test
    void anAuthorizationHeaderIsNotShown() {
        assertShownNowhere(SECRET, TokenRequest.builder().header("Authorization", "Basic " + SECRET));
        assertShownNowhere(JWT, TokenRequest.builder().header("Content-Type", JWT));
        assertShownNowhere(SIGNATURE, TokenRequest.builder().method("POST " + JWT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"grant_type\":\"authorization_code\",\"code\":\"@\",\"client_secret\":\"@\"}",
                "--boundary\r\nContent-Disposition: form-data; name=\"client_secret\"\r\n\r\n@\r\n--boundary--",
                "<form><client_secret>@</client_secret></form>",
                "grant_type: authorization_code\ncode: @",
            })
    @DisplayName("A body that is not a form, but is declared as one, is not shown as a parameter name")
    void aBodyThatIsNotAFormIsNotShown(String body) {
        String secret = "c1f2a3b4c5d6e7f8";
        assertShownNowhere(secret, TokenRequest.builder().body(body.replace("@", secret)));
        assertShownNowhere(
                secret,
                TokenRequest.builder()
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .body(body.replace("@", secret) + "&" + body.replace("@", secret)));
        assertShownNowhere(
                secret, TokenRequest.builder().endpoint(ENDPOINT).body(secret).body(secret));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The code @ was not issued to you",
                "Bad client assertion @",
                "@@",
                "see https://as.example.com/help?code=@&state=1",
            })
    void anErrorDescriptionThatEchoesASecretIsRedacted(String description) {
        for (String secret : List.of(SECRET, JWT, PEM, "abc", "a")) {
            TokenRequest attempt = TokenRequest.builder()
                    .endpoint(
                            URI.create("https://as.example.com/token?token=" + URLEncoder.encode("q" + secret, UTF_8)))
                    .header("Authorization", "Basic b" + secret)
                    .parameter("code", secret)
                    .parameter("refresh_token", secret + "longer")
                    .build();
            String tokenless = description.replaceAll("[a-z]", "");
            for (String echoed : List.of(secret, secret + "longer", "q" + secret, "b" + secret)) {
                assertThat(attempt.redact(tokenless.replace("@", echoed)))
                        .doesNotContain(secret)
                        .doesNotContain("longer");
                assertThat(attempt.redact(tokenless.replace("@", URLEncoder.encode(echoed, UTF_8))))
                        .doesNotContain(URLEncoder.encode(secret, UTF_8));
            }
        }
    }

    @Test
    @DisplayName("The time for short secrets and long names is proportional to their length")
    void hostileInputIsRedactedInTime() {
        TokenRequest.Builder attempt = TokenRequest.builder();
        for (int i = 0; i < 100; i++) {
            attempt.parameter("x", "o").parameter("y", "n").parameter("a".repeat(125) + "!", "z");
        }
        TokenRequest built = attempt.build();

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            assertThat(built.redact("no")).isEqualTo("(not shown)(not shown)");
            assertThat(built.toString()).contains("(126 characters, not shown)");
            assertThat(built.redact("MI".repeat(500_000) + "://".repeat(100_000)))
                    .isNotEmpty();
        });
    }

    @Test
    void aSecretLongerThanTheTextIsIgnored() {
        TokenRequest attempt =
                TokenRequest.builder().parameter("code", "a".repeat(400_000)).build();

        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(attempt.redact("refused")).isEqualTo("refused"));
    }

    @Test
    void anErrorCodeIsNotTreatedAsAnEchoOfAShortSecret() {
        TokenRequest attempt =
                TokenRequest.builder().parameter("audience", "client").build();

        assertThat(attempt.redact("invalid_client")).isEqualTo("invalid_client");
    }

    @Test
    void anErrorDescriptionWithoutSecretsIsKept() {
        TokenRequest attempt = TokenRequest.builder().parameter("code", SECRET).build();
        String description = "client_id mismatch. The code was not issued to com.example.web.";

        assertThat(attempt.redact(description)).isEqualTo(description);
    }

    @Test
    void aRegistrationWithASecretAsClientIdDoesNotShowIt() {
        assertThat(Registration.of(JWT).toString()).doesNotContain(SIGNATURE);
        assertThat(Registration.of(PEM).toString()).doesNotContain(KEY);
    }

    private static void assertShownNowhere(String secret, TokenRequest.Builder builder) {
        TokenRequest attempt = builder.build();
        for (Profile profile : profiles()) {
            for (EvaluationContext context : List.of(
                    EvaluationContext.unknown(),
                    EvaluationContext.unknown()
                            .withRegistration(Registration.of("the client").withTeamId("DEF123GHIJ")))) {
                Diagnosis diagnosis = profile.diagnose(attempt, context);
                String shown = diagnosis
                        + diagnosis.findings().stream().map(Finding::toString).collect(Collectors.joining("\n"))
                        + attempt
                        + attempt.parameters()
                        + attempt.assertion();
                pieces(secret).forEach(piece -> assertThat(shown).doesNotContain(piece));
            }
        }
    }

    /** No part of the secret may be shown either. */
    private static Stream<String> pieces(String secret) {
        int length = Math.min(16, secret.length());
        return Stream.iterate(0, from -> from + length <= secret.length(), from -> from + 1)
                .map(from -> secret.substring(from, from + length))
                .filter(piece -> !piece.startsWith("-----") && !piece.endsWith("-----"));
    }

    private static String jwt(String header, String claims) {
        return Base64URL.encode(header) + "." + Base64URL.encode(claims) + "." + Base64URL.encode(new byte[64]);
    }

    /** A JWT whose header was written over several lines. */
    private static final class SpacedJwt {
        static final String COMPACT =
                Base64URL.encode("{\n  \"alg\" : \"ES256\"\n}") + "." + Base64URL.encode("{ }") + "." + SIGNATURE;
    }
}
