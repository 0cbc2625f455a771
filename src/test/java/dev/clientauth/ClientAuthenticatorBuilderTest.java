// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.TokenServer;
import dev.clientauth.fakes.Vectors;
import dev.clientauth.key.SigningKey;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.RuleViolationException;
import dev.clientauth.profile.rules.Rules;
import dev.clientauth.provider.AppleSchoolManager;
import dev.clientauth.provider.Epic;
import dev.clientauth.provider.PrivateKeyJwt;
import dev.clientauth.provider.SignInWithApple;
import dev.clientauth.provider.SmartBackendServices;
import dev.clientauth.token.Grant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** An invalid configuration is rejected when the client is built, or at the latest before anything is sent. */
class ClientAuthenticatorBuilderTest {
    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void theClientIdIsRequired(String blank) {
        assertThatIllegalStateException()
                .isThrownBy(ClientAuthenticator.builder(Epic.sandbox()).signingKey(Clients.RSA)::build)
                .withMessage("Epic needs the client id: set it with clientId(…).");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientAuthenticator.builder(Epic.sandbox()).clientId(blank))
                .withMessage("clientId must not be blank.");
    }

    @Test
    void theKeyIsRequired() {
        assertThatIllegalStateException()
                .isThrownBy(ClientAuthenticator.builder(Epic.sandbox()).clientId("c")::build)
                .withMessageContaining("the signing key")
                .withMessageContaining("signingKey(SigningKey.load(…))");
    }

    @Test
    void signInWithAppleNeedsTheTeamId() {
        assertThatIllegalStateException()
                .isThrownBy(ClientAuthenticator.builder(SignInWithApple.profile())
                        .clientId("com.example.web")
                        .signingKey(Clients.EC)::build)
                .withMessage("Sign in with Apple needs the Team ID: set it with teamId(…).");
    }

    @Test
    void schoolManagerNeedsTheKeyId() {
        SigningKey nameless = SigningKey.parse(Vectors.read("rfc7515/A.3.key.json"));
        assertThatIllegalStateException()
                .isThrownBy(ClientAuthenticator.builder(AppleSchoolManager.profile())
                        .clientId(Clients.SCHOOL_ID)
                        .signingKey(nameless)::build)
                .withMessageStartingWith(
                        "Apple School Manager needs the key id: set it with SigningKey.load(file).withKeyId(keyId)");
    }

    @Test
    void aProfileWithoutAnAddressNeedsTheTokenEndpoint() {
        Profile homeless = Profile.builder("home-less", "Homeless")
                .with(Rules.algorithms(Epic.sandbox().rules().get(0).citation(), JWSAlgorithm.ES256))
                .build();
        assertThatIllegalStateException()
                .isThrownBy(ClientAuthenticator.builder(homeless).clientId("c").signingKey(Clients.EC)::build)
                .withMessageContaining("the URL of the token endpoint: set it with tokenEndpoint(…)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://ehr.example.com/token",
                "ftp://ehr.example.com/token",
                "http://127.0.0.1.example.com/token",
                "http://localhost.example.com/token",
                "http://10.0.0.1/token"
            })
    void credentialsAreSentOnlyOverHttpsOrToLoopback(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Clients.epic(URI.create(url)))
                .withMessageStartingWith("tokenEndpoint is ")
                .withMessageContaining("credentials are sent over https only, or to loopback");
    }

    @Test
    void aPasswordInTheUrlIsRejectedAndNotRepeated() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Clients.epic(URI.create("https://me:s3cr3t@ehr.example.com/token")))
                .withMessageContaining("the URL of ehr.example.com contains a user name or password")
                .withMessageNotContaining("s3cr3t");
    }

    @Test
    void anAddressThatIsNotTheProvidersIsRejected() {
        RuleViolationException refused = catchThrowableOfType(
                RuleViolationException.class,
                Clients.school(URI.create("https://appleid.apple.com/auth/oauth2/v2/token"))::build);
        assertThat(ids(refused)).containsExactly("apple-school-manager.endpoint");
    }

    @Test
    void aKeyOfTheWrongTypeIsRejectedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(ClientAuthenticator.builder(AppleSchoolManager.profile())
                        .clientId(Clients.SCHOOL_ID)
                        .signingKey(Clients.RSA)::build)
                .withMessageStartingWith("Apple School Manager accepts ES256, but SigningKey[")
                .withMessageContaining("Use the key that is registered with the provider.");
    }

    @Test
    void anAlgorithmThatTheKeyDoesNotSupportIsRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(ClientAuthenticator.builder(Epic.sandbox())
                        .clientId("c")
                        .signingKey(Clients.EC)
                        .algorithm(JWSAlgorithm.RS384)::build)
                .withMessageContaining("The algorithm is RS384, but SigningKey[")
                .withMessageContaining("signs with ES256.");
    }

    @Test
    void anAlgorithmThatTheProviderDoesNotAcceptIsRejected() {
        RuleViolationException refused = catchThrowableOfType(
                RuleViolationException.class, Clients.epic(loopback()).algorithm(JWSAlgorithm.PS256)::build);
        assertThat(ids(refused)).containsExactly("epic.alg");
    }

    @Test
    void aLifetimeOf180DaysIsTooLongForSchoolManager() {
        RuleViolationException refused = refusedLifetime(Clients.school(loopback()), Duration.ofDays(180));
        assertThat(ids(refused)).containsExactly("apple-school-manager.exp.under-180-days");
        assertThat(refused).hasMessageStartingWith("Not sent: Apple School Manager may refuse it.");
        Clients.school(loopback())
                .lifetime(Duration.ofDays(180).minusSeconds(1))
                .build();
    }

    @Test
    void aLifetimeOfTenMinutesBreaksAllTimeRulesOfEpic() {
        RuleViolationException refused = refusedLifetime(Clients.epic(loopback()), Duration.ofMinutes(10));
        assertThat(ids(refused))
                .containsExactlyInAnyOrder("epic.exp.within-five-minutes", "epic.exp.within-five-minutes-of-iat");
        Clients.epic(loopback()).lifetime(Duration.ofMinutes(5)).build();
    }

    @Test
    void aLifetimeOf184DaysIsTooLongForSignInWithApple() {
        RuleViolationException refused = refusedLifetime(Clients.apple(loopback()), Duration.ofDays(184));
        assertThat(ids(refused)).containsExactly("sign-in-with-apple.exp.within-six-months");
        Clients.apple(loopback()).lifetime(Duration.ofDays(182)).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1H"})
    void aLifetimeThatIsNotPositiveIsRejected(Duration lifetime) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Clients.epic(loopback()).lifetime(lifetime))
                .withMessage("lifetime must be positive.");
    }

    @Test
    void aLifetimeShorterThanTheBackdatingIsRejected() {
        assertThat(ids(refusedLifetime(Clients.epic(loopback()), Duration.ofSeconds(1))))
                .contains("epic.exp.in-future");
    }

    @Test
    void scopesAreAdded() {
        try (TokenServer server = TokenServer.start()) {
            server.granting("a", 300);
            Clients.epic(server.endpoint())
                    .scopes("system/Patient.read")
                    .scopes("system/Group.read system/Observation.read")
                    .scopes("system/Patient.read")
                    .build()
                    .accessToken();
            assertThat(server.takeBody())
                    .contains("&scope=system%2FPatient.read+system%2FGroup.read+system%2FObservation.read&");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t", "system/Patient.read\nsystem/Group.read", "a\u0000"})
    void aBlankScopeOrOneWithControlCharactersIsRejected(String scope) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Clients.epic(loopback()).scopes("system/Group.read", scope))
                .withMessageStartingWith("scopes must not");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Grant.clientCredentials("system/Group.read", scope))
                .withMessageStartingWith("scopes must not");
    }

    @Test
    void signInWithAppleHasNoClientTokenUnlessItsScopeIsSet() {
        try (TokenServer server = TokenServer.start()) {
            ClientAuthenticator apple = Clients.apple(server.endpoint()).build();
            assertThatIllegalStateException()
                    .isThrownBy(apple::accessToken)
                    .withMessageContaining("Sign in with Apple issues tokens for users who sign in")
                    .withMessageContaining("request(Grant.authorizationCode(code, redirectUri))");
            assertThatIllegalStateException()
                    .isThrownBy(apple::accessTokenAsync)
                    .withMessageContaining("Grant.authorizationCode");
            assertThat(server.requestCount()).isZero();

            server.granting("migration", 300);
            Clients.apple(server.endpoint()).scopes("user.migration").build().accessToken();
            assertThat(server.takeBody()).contains("&scope=user.migration&");
        }
    }

    @Test
    void allErrorsAreReportedAtOnce() {
        RuleViolationException refused = catchThrowableOfType(
                RuleViolationException.class,
                Clients.school(loopback()).clientId("55155430").lifetime(Duration.ofDays(200))::build);
        assertThat(ids(refused))
                .containsExactlyInAnyOrder(
                        "apple-school-manager.sub.prefix",
                        "apple-school-manager.exp.within-180-days",
                        "apple-school-manager.exp.under-180-days");
    }

    @Test
    void theClientIdOfTheOtherProductIsRejected() {
        RuleViolationException refused = catchThrowableOfType(
                RuleViolationException.class, Clients.school(loopback()).clientId("BUSINESSAPI.7c0c10a0")::build);
        assertThat(ids(refused)).containsExactly("apple-school-manager.sub.prefix");
    }

    @Test
    void theScopeOfTheOtherProductIsRejectedBeforeSending() {
        try (TokenServer server = TokenServer.start()) {
            ClientAuthenticator client =
                    Clients.school(server.endpoint()).scopes("business.api").build();
            assertThat(ids(catchThrowableOfType(RuleViolationException.class, client::accessToken)))
                    .containsExactly("apple-school-manager.scope");
            assertThat(server.requestCount()).isZero();
        }
    }

    @Test
    void smartWithoutAScopeIsRejectedBeforeSending() {
        try (TokenServer server = TokenServer.start()) {
            ClientAuthenticator client = ClientAuthenticator.builder(SmartBackendServices.profile(server.endpoint()))
                    .clientId("c")
                    .signingKey(Clients.RSA)
                    .build();
            assertThat(ids(catchThrowableOfType(RuleViolationException.class, client::accessToken)))
                    .containsExactly("smart-backend-services.scope");
            assertThat(server.requestCount()).isZero();
        }
    }

    @Test
    void anUnsupportedGrantIsRejectedBeforeSending() {
        try (TokenServer server = TokenServer.start()) {
            ClientAuthenticator client = Clients.school(server.endpoint()).build();
            assertThat(ids(catchThrowableOfType(
                            RuleViolationException.class, () -> client.request(Grant.authorizationCode("c0de")))))
                    .containsExactly("apple-school-manager.grant-type");
            assertThat(server.requestCount()).isZero();
        }
    }

    @Test
    void diagnoseSendsNothing() {
        try (TokenServer server = TokenServer.start()) {
            ClientAuthenticator client = Clients.epic(server.endpoint()).build();
            assertThat(client.diagnose().broken()).isEmpty();
            assertThat(server.requestCount()).isZero();
        }
    }

    @Test
    void theDefaultAlgorithmIsTheFirstThatProviderAndKeySupport() {
        assertThat(Clients.epic(loopback()).build().assertion().algorithm()).isEqualTo(JWSAlgorithm.RS384);
        assertThat(ClientAuthenticator.builder(PrivateKeyJwt.withTokenEndpointAudience(loopback()))
                        .clientId("c")
                        .signingKey(Clients.RSA.withAlgorithm(JWSAlgorithm.PS256))
                        .build()
                        .assertion()
                        .algorithm())
                .isEqualTo(JWSAlgorithm.PS256);
    }

    private static URI loopback() {
        return URI.create("http://127.0.0.1:1/token");
    }

    private static RuleViolationException refusedLifetime(ClientAuthenticator.Builder builder, Duration lifetime) {
        return catchThrowableOfType(RuleViolationException.class, builder.lifetime(lifetime)::build);
    }

    private static List<String> ids(RuleViolationException refused) {
        assertThat(refused).isNotNull();
        return refused.diagnosis().unsafe().stream()
                .map(Finding::rule)
                .map(Rule::id)
                .toList();
    }
}
