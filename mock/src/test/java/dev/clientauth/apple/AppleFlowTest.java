// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import com.nimbusds.jose.JWSAlgorithm;
import com.sun.net.httpserver.HttpServer;
import dev.clientauth.apple.AccountDeletion.Step;
import dev.clientauth.apple.AuthorizationRequest.Scope;
import dev.clientauth.fakes.MovableClock;
import dev.clientauth.key.SigningKey;
import dev.clientauth.mock.AppleCredential;
import dev.clientauth.mock.AppleEvent;
import dev.clientauth.mock.ApplePerson;
import dev.clientauth.mock.server.MockApple;
import dev.clientauth.profile.Registration;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The client and the mock of Apple, developed independently, from the sign-in button to the deletion of the account.
 */
class AppleFlowTest {
    private static final String WEB = "com.example.web";
    private static final String APP = "com.example.app";
    private static final URI REDIRECT = URI.create("https://www.example.com/auth/callback");
    private static final SigningKey KEY =
            SigningKey.generate(JWSAlgorithm.ES256).withKeyId("ABC123DEFG");

    /** The JDK's HTTP server uses the real clock for Date headers, not the clock of the mock. */
    private static final OkHttpClient WITHOUT_DATE = new OkHttpClient.Builder()
            .addNetworkInterceptor(chain -> chain.proceed(chain.request())
                    .newBuilder()
                    .removeHeader("Date")
                    .build())
            .build();

    private final MovableClock clock = new MovableClock();
    private final ApplePerson ada = ApplePerson.of("Ada", "Lovelace", "ada@example.com");
    private MockApple apple;
    private AppleSignIn signIn;

    @BeforeEach
    void start() throws IOException {
        apple = MockApple.start(clock)
                .register(registration(WEB, "DEF123GHIJ", KEY), REDIRECT)
                .register(registration(APP, "DEF123GHIJ", KEY))
                .register(ada);
        signIn = signIn("DEF123GHIJ", KEY);
    }

    @AfterEach
    void stop() {
        apple.close();
    }

    private static Registration registration(String clientId, String team, SigningKey key) {
        return Registration.of(clientId).withTeamId(team).withKeys(List.of(key.publicJwk()));
    }

    private AppleSignIn signIn(String team, SigningKey key) {
        return AppleSignIn.builder(team, key)
                .servicesId(WEB)
                .bundleId(APP)
                .endpoints(AppleEndpoints.at(apple.base()))
                .httpClient(WITHOUT_DATE)
                .clock(clock)
                .build();
    }

    private Callback.Authorized response(AuthorizationRequest request) {
        Map<String, List<String>> response = apple.approveAs(ada, request.uri()).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> List.of(e.getValue())));
        return (Callback.Authorized) request.pending().read(response);
    }

    private SignInResult signInFromTheWeb() {
        AuthorizationRequest request = signIn.authorization(REDIRECT)
                .scopes(Scope.NAME, Scope.EMAIL)
                .withIdentityToken()
                .build();
        return signIn.exchange(request.pending(), response(request));
    }

    @Test
    void aUserSignsInOnTheWebAndTheNameIsSentOnce() {
        SignInResult first = signInFromTheWeb();
        assertThat(first.identity().audience()).isEqualTo(WEB);
        assertThat(first.identity().subject()).isEqualTo(apple.subject(ada, WEB));
        assertThat(first.identity().email()).contains("ada@example.com");
        assertThat(first.identity().isEmailVerified()).isTrue();
        assertThat(first.user().orElseThrow().firstName()).contains("Ada");
        assertThat(signInFromTheWeb().user()).isEmpty();
    }

    @Test
    void theCodeFlowWithoutAnIdentityTokenWorks() {
        AuthorizationRequest request = signIn.authorization(REDIRECT).build();
        assertThat(signIn.exchange(request.pending(), response(request))
                        .identity()
                        .subject())
                .isEqualTo(apple.subject(ada, WEB));
    }

    @Test
    void aUserSignsInInTheAppAsTheSameUser() {
        AppleCredential credential = apple.signIn(APP, ada, "hashed-nonce");
        IdentityTokenVerifier.Expectation expected = IdentityTokenVerifier.Expectation.nonce("hashed-nonce");
        assertThat(signIn.identityTokens()
                        .verify(
                                credential.identityToken(),
                                expected.withCode(credential.authorizationCode())
                                        .withAudience(APP))
                        .subject())
                .isEqualTo(credential.user());
        SignInResult in = signIn.exchangeNative(APP, credential.authorizationCode(), expected);
        assertThat(in.identity().subject()).isEqualTo(credential.user()).isEqualTo(apple.subject(ada, WEB));
    }

    @Test
    void aPlatformWithoutNonceSupportIsAccepted() {
        apple.supportNonces(false);
        AppleCredential credential = apple.signIn(APP, ada, "hashed-nonce");
        assertThat(signIn.exchangeNative(
                                APP,
                                credential.authorizationCode(),
                                IdentityTokenVerifier.Expectation.nonce("hashed-nonce"))
                        .identity()
                        .isNonceSupported())
                .isFalse();
    }

    /** Seed 002: a native code exchanged with the Services ID. */
    @Test
    void aNativeCodeSentWithTheServicesIdIsExplained() {
        AppleCredential credential = apple.signIn(APP, ada);
        AppleRefusedException e = catchThrowableOfType(
                AppleRefusedException.class,
                () -> signIn.exchangeNative(
                        WEB, credential.authorizationCode(), IdentityTokenVerifier.Expectation.withoutNonce()));
        assertThat(e.reason()).isEqualTo(AppleRefusedException.Reason.CLIENT_ID_MISMATCH);
        assertThat(e).hasMessageContaining("the Services ID").hasMessageContaining("[com.example.app]");
    }

    @Test
    void anExpiredCodeIsExplained() {
        AppleCredential credential = apple.signIn(APP, ada);
        clock.advance(Duration.ofMinutes(6));
        assertThat(catchThrowableOfType(
                                AppleRefusedException.class,
                                () -> signIn.exchangeNative(
                                        APP,
                                        credential.authorizationCode(),
                                        IdentityTokenVerifier.Expectation.withoutNonce()))
                        .reason())
                .isEqualTo(AppleRefusedException.Reason.EXPIRED_OR_REVOKED);
    }

    @Test
    void rotatedKeysAreFetched() {
        signInFromTheWeb();
        for (int i = 0; i < 3; i++) {
            apple.rotateKeys();
            clock.advance(Duration.ofSeconds(31));
            assertThat(signInFromTheWeb().identity().subject()).isEqualTo(apple.subject(ada, WEB));
        }
    }

    @Test
    void aStoredSignInIsCheckedDailyUntilItIsRevoked() {
        StoredSignIn kept = signInFromTheWeb().kept().orElseThrow();
        assertThat(signIn.check(kept)).isInstanceOf(RefreshTokenCheck.NotDue.class);
        clock.advance(Duration.ofDays(1));
        RefreshTokenCheck.Valid valid = (RefreshTokenCheck.Valid) signIn.check(kept);
        assertThat(signIn.identityTokens()
                        .verify(
                                valid.tokens().idToken().orElseThrow(),
                                IdentityTokenVerifier.Expectation.afterRefresh(apple.subject(ada, WEB))))
                .isNotNull();
        apple.sendEvent(AppleEvent.CONSENT_REVOKED, ada, WEB);
        clock.advance(Duration.ofDays(1));
        assertThat(signIn.check(valid.kept())).isInstanceOf(RefreshTokenCheck.Invalid.class);
    }

    @Test
    void anAccountDeletionRevokesTheTokenAndRevokingAgainSucceeds() {
        StoredSignIn kept = signInFromTheWeb().kept().orElseThrow();
        assertThat(signIn.deleteAccount(List.of(kept)).remaining()).containsExactly(Step.SIGN_OUT, Step.DELETE_DATA);
        clock.advance(Duration.ofDays(1));
        assertThat(signIn.check(kept)).isInstanceOf(RefreshTokenCheck.Invalid.class);
        assertThat(signIn.deleteAccount(List.of(kept)).revoked()).isEqualTo(1);
    }

    @Test
    void everyNotificationIsVerified() throws Exception {
        List<AccountEvent> received = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/events", exchange -> {
            try (exchange) {
                received.add(signIn.accountEvents()
                        .verify(new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
                exchange.sendResponseHeaders(200, -1);
            }
        });
        server.start();
        try {
            apple.notifyAt(
                    APP, URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/events"));
            for (AppleEvent event : AppleEvent.values()) {
                signIn.exchangeNative(
                        APP,
                        apple.signIn(APP, ada).authorizationCode(),
                        IdentityTokenVerifier.Expectation.withoutNonce());
                apple.sendEvent(event, ada, APP);
                apple.register(ada);
            }
            apple.repeat(apple.notifications().get(0));
        } finally {
            server.stop(0);
        }
        assertThat(received)
                .extracting(event -> (Object) event.getClass())
                .containsExactly(
                        AccountEvent.EmailDisabled.class,
                        AccountEvent.EmailEnabled.class,
                        AccountEvent.ConsentRevoked.class,
                        AccountEvent.AccountDeleted.class,
                        AccountEvent.AccountDeleted.class,
                        AccountEvent.EmailDisabled.class);
        assertThat(received.get(5)).isEqualTo(received.get(0));
        assertThat(received).allSatisfy(event -> assertThat(event.subject()).isNotEmpty());
    }

    @Test
    void usersAreMigratedToAnotherTeam() {
        signInFromTheWeb();
        String before = apple.subject(ada, APP);
        signIn.exchangeNative(
                APP, apple.signIn(APP, ada).authorizationCode(), IdentityTokenVerifier.Expectation.withoutNonce());
        SigningKey theirs = SigningKey.generate(JWSAlgorithm.ES256).withKeyId("XYZ123ABCD");
        apple.transfer(registration(APP, "TEAM567890", theirs));
        List<UserMigration.Outcome> sent = new ArrayList<>();
        UserMigration.Report out = signIn.userMigration(APP)
                .send("TEAM567890", List.of(before), (outcome, done, total) -> sent.add(outcome));
        assertThat(out.failed()).isEmpty();
        assertThat(out.stoppedBy()).isEmpty();
        String transferred = ((UserMigration.Outcome.Sent) sent.get(0)).transferSubject();
        List<UserMigration.Outcome> received = new ArrayList<>();
        AppleSignIn recipient = AppleSignIn.builder("TEAM567890", theirs)
                .bundleId(APP)
                .endpoints(AppleEndpoints.at(apple.base()))
                .httpClient(WITHOUT_DATE)
                .clock(clock)
                .build();
        UserMigration.Report in = recipient
                .userMigration(APP)
                .receive(List.of(transferred), (outcome, done, total) -> received.add(outcome));
        assertThat(in.failed()).isEmpty();
        assertThat(((UserMigration.Outcome.Received) received.get(0)).subject())
                .isEqualTo(apple.subject(ada, APP))
                .isNotEqualTo(before);
    }
}
