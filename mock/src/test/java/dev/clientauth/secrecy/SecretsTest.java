// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.secrecy;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.LogCapture;
import dev.clientauth.fakes.Secrets;
import dev.clientauth.fakes.TokenServer;
import dev.clientauth.key.PublicKeySet;
import dev.clientauth.key.SigningKey;
import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.mock.server.MockProvider;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.RuleViolationException;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.provider.AppleBusiness;
import dev.clientauth.provider.AppleSchoolManager;
import dev.clientauth.provider.Epic;
import dev.clientauth.provider.PrivateKeyJwt;
import dev.clientauth.provider.SignInWithApple;
import dev.clientauth.provider.SmartBackendServices;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenResponse;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Messages, logs and toString of the library contain no key, assertion, code or token. */
@Timeout(30)
class SecretsTest {
    private static final String CODE = "c0de-S3cr3t-0001";
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String REFRESH_TOKEN = "r3fresh-S3cr3t-0002";
    private static final String ACCESS_TOKEN = "acc3ss-S3cr3t-0003";
    private static final String ID_TOKEN = "1d-S3cr3t-0004";
    private static final URI ELSEWHERE = URI.create("https://ehr.example.com/token");
    private static final List<Profile> PROFILES = List.of(
            AppleSchoolManager.profile(),
            AppleBusiness.profile(),
            SignInWithApple.profile(),
            Epic.sandbox(),
            SmartBackendServices.profile(ELSEWHERE),
            PrivateKeyJwt.profile("https://ehr.example.com", ELSEWHERE),
            PrivateKeyJwt.withTokenEndpointAudience(ELSEWHERE));

    private final String pem = pem();
    private final SigningKey key = SigningKey.parse(pem).withKeyId("ABC123DEFG");
    private final Secrets secrets =
            new Secrets().withPem(pem).with(CODE, VERIFIER, REFRESH_TOKEN, ACCESS_TOKEN, ID_TOKEN);
    private LogCapture logs;

    @BeforeEach
    void listen() {
        logs = new LogCapture();
    }

    @AfterEach
    void nothingSecretWasLogged() {
        try (LogCapture closing = logs) {
            secrets.assertAbsentFrom("log", closing.text());
        }
    }

    @Test
    void aSuccessfulRequest() {
        try (TokenServer server = TokenServer.start()
                .respondingWith(
                        200,
                        "{\"access_token\":\"" + ACCESS_TOKEN + "\",\"token_type\":\"Bearer\",\"expires_in\":3600,"
                                + "\"refresh_token\":\"" + REFRESH_TOKEN + "\",\"id_token\":\"" + ID_TOKEN + "\"}")) {
            ClientAuthenticator.Builder builder =
                    Clients.apple(server.endpoint()).signingKey(key);
            ClientAuthenticator client = builder.build();
            Grant grant = Grant.authorizationCode(CODE, ELSEWHERE).withCodeVerifier(VERIFIER);
            TokenResponse response = client.request(grant);
            secrets.withForm(server.takeBody());
            assertThat(response.accessToken().value()).isEqualTo(ACCESS_TOKEN);
            assertSilent(
                    response,
                    response.accessToken(),
                    client,
                    builder,
                    client.assertion(),
                    client.diagnose(),
                    client.diagnose().findings(),
                    client.profile(),
                    grant,
                    Grant.refreshToken(REFRESH_TOKEN),
                    new Grant.JwtBearer(REFRESH_TOKEN, Optional.of("read")));
            assertThat(logs.text()).as("what the library logs").contains("Registration of com.example.web: Requested[");
        }
    }

    @Test
    void keysAndPublishedKeys() {
        assertSilent(
                key,
                key.publicJwk(),
                key.publicKey(),
                key.signer(),
                PublicKeySet.of(key),
                Registration.of("c").withKeys(List.of(key.publicJwk())));
    }

    @Test
    void aRequestThatIsNotSent() {
        ClientAuthenticator school = Clients.school(URI.create("http://127.0.0.1:1/token"))
                .signingKey(key)
                .build();
        for (Grant grant : List.of(
                Grant.authorizationCode(CODE).withCodeVerifier(VERIFIER),
                Grant.refreshToken(REFRESH_TOKEN),
                Grant.jwtBearer(ACCESS_TOKEN))) {
            Throwable thrown = catchThrowable(() -> school.request(grant));
            assertThat(thrown).isInstanceOf(RuleViolationException.class);
            secrets.with(school.assertion().value());
            assertSilent(
                    LogCapture.printed(thrown),
                    ((RuleViolationException) thrown).diagnosis(),
                    ((RuleViolationException) thrown).diagnosis().findings());
        }
    }

    @Test
    void invalidClients() {
        URI http = URI.create("http://user:" + ACCESS_TOKEN + "@e.example/token");
        URI https = URI.create("https://user:" + ACCESS_TOKEN + "@e.example/token");
        for (ThrowingCallable build : List.<ThrowingCallable>of(
                () -> ClientAuthenticator.builder(SignInWithApple.profile())
                        .clientId("c")
                        .signingKey(key)
                        .build(),
                () -> ClientAuthenticator.builder(Epic.sandbox())
                        .clientId("c")
                        .signingKey(key)
                        .tokenEndpoint(http)
                        .build(),
                () -> ClientAuthenticator.builder(Epic.profile(https))
                        .clientId("c")
                        .signingKey(key)
                        .build())) {
            Throwable thrown = catchThrowable(build);
            assertThat(thrown).isNotNull();
            assertSilent(LogCapture.printed(thrown));
        }
    }

    /** The raw .p8 as client secret: spring-security 9047, AspNet.Security.OAuth.Providers 353. */
    @Test
    void aKeyInPlaceOfTheAssertion() {
        for (Profile profile : PROFILES) {
            for (String parameter : List.of("client_assertion", "client_secret", "client-assertion", "code")) {
                TokenRequest attempt = TokenRequest.builder()
                        .method("POST")
                        .endpoint(URI.create("https://e.example/token?" + parameter + "=" + ACCESS_TOKEN))
                        .header("Authorization", "Bearer " + ACCESS_TOKEN)
                        .parameter(parameter, pem)
                        .parameter("password", ACCESS_TOKEN)
                        .build();
                Diagnosis diagnosis =
                        profile.diagnose(attempt, EvaluationContext.unknown().withSentAt(Instant.now()));
                assertThat(diagnosis.broken()).isNotEmpty();
                assertSilent(attempt, attempt.assertion(), diagnosis, diagnosis.findings());
                attempt.parameters().orElseThrow().forEach(this::assertSilent);
            }
        }
    }

    @Test
    void requestsReceivedByAMock() throws IOException {
        try (MockProvider mock = MockProvider.start(SignInWithApple.profile())
                .register(Registration.of(Clients.APPLE_ID)
                        .withTeamId("DEF123GHIJ")
                        .withKeys(List.of(key.publicJwk())))) {
            String code = mock.authorizationCode(Clients.APPLE_ID);
            secrets.with(code);
            ClientAuthenticator client =
                    Clients.apple(mock.tokenEndpoint()).signingKey(key).build();
            TokenResponse response = client.request(Grant.authorizationCode(code));
            secrets.with(
                    client.assertion().value(),
                    response.accessToken().value(),
                    response.refreshToken().orElseThrow(),
                    response.idToken().orElseThrow());
            Throwable thrown = catchThrowable(() -> client.request(Grant.authorizationCode(code)));
            assertSilent(LogCapture.printed(thrown), mock, mock.received(), response);
            for (RecordedRequest received : mock.received()) {
                assertSilent(received, received.request(), received.request().parameters(), received.diagnosis());
            }
        }
    }

    private void assertSilent(Object... objects) {
        for (Object object : objects) {
            secrets.assertAbsentFrom(object.getClass().getSimpleName(), object.toString());
        }
    }

    private static String pem() {
        try (InputStream in = SecretsTest.class.getResourceAsStream("/keys/ec-256.pkcs8.pem")) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
