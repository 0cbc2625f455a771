package dev.clientauth;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.assertion.AssertionRefusedException;
import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.TokenServer;
import dev.clientauth.fakes.Vectors;
import dev.clientauth.key.SigningKey;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Rule;
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

/** What cannot work is refused when the client is built, or at the latest before anything is sent. */
class ClientAuthenticatorBuilderTest {
    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void theClientIdIsRequired(String blank) {
        assertThatIllegalStateException()
                .isThrownBy(ClientAuthenticator.builder(Epic.sandbox()).signingKey(Clients.RSA)::build)
                .withMessage("Epic needs the client id: set it with clientId(…).");
        assertThatIllegalStateException()
                .isThrownBy(ClientAuthenticator.builder(Epic.sandbox())
                        .clientId(blank)
                        .signingKey(Clients.RSA)::build)
                .withMessageContaining("client id");
    }

    @Test
    void theKeyIsRequired() {
        assertThatIllegalStateException()
                .isThrownBy(ClientAuthenticator.builder(Epic.sandbox()).clientId("c")::build)
                .withMessageContaining("the private key that signs")
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
    void aProfileWithoutAddressNeedsTheTokenEndpoint() {
        Profile homeless = Profile.builder("home-less", "Homeless")
                .algorithms(Epic.sandbox().rules().get(0).citation(), JWSAlgorithm.ES256)
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
    void credentialsTravelOverHttpsOrOnLoopbackOnly(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(Clients.epic(URI.create(url))::build)
                .withMessageContaining("credentials travel over https only, or to loopback");
    }

    @Test
    void aPasswordInTheUrlIsRefusedAndNotRepeated() {
        assertThatIllegalArgumentException()
                .isThrownBy(Clients.epic(URI.create("https://me:s3cr3t@ehr.example.com/token"))::build)
                .withMessageContaining("ehr.example.com has a user name or password in its URL")
                .withMessageNotContaining("s3cr3t");
    }

    @Test
    void anotherAddressThanTheProvidersIsRefused() {
        AssertionRefusedException refused = catchThrowableOfType(
                AssertionRefusedException.class,
                Clients.school(URI.create("https://appleid.apple.com/auth/oauth2/v2/token"))::build);
        assertThat(ids(refused)).containsExactly("apple-school-manager.endpoint");
    }

    @Test
    void aKeyOfTheWrongTypeIsRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(ClientAuthenticator.builder(AppleSchoolManager.profile())
                        .clientId(Clients.SCHOOL_ID)
                        .signingKey(Clients.RSA)::build)
                .withMessageStartingWith("Apple School Manager takes ES256, but SigningKey[")
                .withMessageContaining("Use the key that is registered there.");
    }

    @Test
    void anAlgorithmThatTheKeyCannotDoIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(ClientAuthenticator.builder(Epic.sandbox())
                        .clientId("c")
                        .signingKey(Clients.EC)
                        .algorithm(JWSAlgorithm.RS384)::build)
                .withMessageContaining("The algorithm RS384 was asked for")
                .withMessageContaining("signs with ES256.");
    }

    @Test
    void anAlgorithmThatTheProviderDoesNotTakeIsRefused() {
        AssertionRefusedException refused = catchThrowableOfType(
                AssertionRefusedException.class, Clients.epic(loopback()).algorithm(JWSAlgorithm.PS256)::build);
        assertThat(ids(refused)).containsExactly("epic.alg");
    }

    @Test
    void schoolManagerFor180DaysIsTooLong() {
        AssertionRefusedException refused = refusedLifetime(Clients.school(loopback()), Duration.ofDays(180));
        assertThat(ids(refused)).containsExactly("apple-school-manager.exp.under-180-days");
        assertThat(refused).hasMessageStartingWith("Not sent: Apple School Manager would refuse it.");
        Clients.school(loopback())
                .lifetime(Duration.ofDays(180).minusSeconds(1))
                .build();
    }

    @Test
    void epicForTenMinutesIsTooLongByAllItsMeasures() {
        AssertionRefusedException refused = refusedLifetime(Clients.epic(loopback()), Duration.ofMinutes(10));
        assertThat(ids(refused))
                .containsExactlyInAnyOrder("epic.exp.within-five-minutes", "epic.exp.within-five-minutes-of-iat");
        Clients.epic(loopback()).lifetime(Duration.ofMinutes(5)).build();
    }

    @Test
    void signInWithAppleFor184DaysIsTooLong() {
        AssertionRefusedException refused = refusedLifetime(Clients.apple(loopback()), Duration.ofDays(184));
        assertThat(ids(refused)).containsExactly("sign-in-with-apple.exp.within-six-months");
        Clients.apple(loopback()).lifetime(Duration.ofDays(182)).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1H", "PT1S"})
    void aLifeThatIsOverAtOnceIsRefused(Duration lifetime) {
        assertThat(ids(refusedLifetime(Clients.epic(loopback()), lifetime))).contains("epic.exp.in-future");
    }

    @Test
    void allThatIsWrongIsNamedAtOnce() {
        AssertionRefusedException refused = catchThrowableOfType(
                AssertionRefusedException.class,
                Clients.school(loopback()).clientId("55155430").lifetime(Duration.ofDays(200))::build);
        assertThat(ids(refused))
                .containsExactlyInAnyOrder(
                        "apple-school-manager.sub.prefix",
                        "apple-school-manager.exp.within-180-days",
                        "apple-school-manager.exp.under-180-days");
    }

    @Test
    void theIdOfTheOtherManagerIsRefused() {
        AssertionRefusedException refused = catchThrowableOfType(
                AssertionRefusedException.class, Clients.school(loopback()).clientId("BUSINESSAPI.7c0c10a0")::build);
        assertThat(ids(refused)).containsExactly("apple-school-manager.sub.prefix");
    }

    @Test
    void theScopeOfTheOtherManagerIsRefusedBeforeAnythingIsSent() {
        try (TokenServer server = TokenServer.start()) {
            ClientAuthenticator client =
                    Clients.school(server.endpoint()).scope("business.api").build();
            assertThat(ids(catchThrowableOfType(AssertionRefusedException.class, client::accessToken)))
                    .containsExactly("apple-school-manager.scope");
            assertThat(server.requestCount()).isZero();
        }
    }

    @Test
    void smartWithoutScopeIsRefusedBeforeAnythingIsSent() {
        try (TokenServer server = TokenServer.start()) {
            ClientAuthenticator client = ClientAuthenticator.builder(SmartBackendServices.profile(server.endpoint()))
                    .clientId("c")
                    .signingKey(Clients.RSA)
                    .build();
            assertThat(ids(catchThrowableOfType(AssertionRefusedException.class, client::accessToken)))
                    .containsExactly("smart-backend-services.scope");
            assertThat(server.requestCount()).isZero();
        }
    }

    @Test
    void aGrantThatTheProviderDoesNotOfferIsRefusedBeforeAnythingIsSent() {
        try (TokenServer server = TokenServer.start()) {
            ClientAuthenticator client = Clients.school(server.endpoint()).build();
            assertThat(ids(catchThrowableOfType(
                            AssertionRefusedException.class, () -> client.request(Grant.authorizationCode("c0de")))))
                    .containsExactly("apple-school-manager.grant-type");
            assertThat(server.requestCount()).isZero();
        }
    }

    @Test
    void diagnosingSendsNothing() {
        try (TokenServer server = TokenServer.start()) {
            ClientAuthenticator client = Clients.epic(server.endpoint()).build();
            assertThat(client.diagnose().broken()).isEmpty();
            assertThat(server.requestCount()).isZero();
        }
    }

    @Test
    void theDefaultAlgorithmIsTheFirstThatProviderAndKeyShare() {
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

    private static AssertionRefusedException refusedLifetime(ClientAuthenticatorBuilder builder, Duration lifetime) {
        return catchThrowableOfType(AssertionRefusedException.class, builder.lifetime(lifetime)::build);
    }

    private static List<String> ids(AssertionRefusedException refused) {
        assertThat(refused).isNotNull();
        return refused.diagnosis().unsafe().stream()
                .map(Finding::rule)
                .map(Rule::id)
                .toList();
    }
}
