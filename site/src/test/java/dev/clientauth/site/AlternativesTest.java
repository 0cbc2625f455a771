// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.site;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.SubjectType;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.clientauth.mock.Fault;
import dev.clientauth.mock.server.MockProvider;
import dev.clientauth.profile.Profile;
import dev.clientauth.provider.Epic;
import dev.clientauth.provider.SmartBackendServices;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pac4j.core.config.properties.JwksProperties;
import org.pac4j.oidc.config.AppleOidcConfiguration;
import org.pac4j.oidc.config.OidcConfiguration;
import org.pac4j.oidc.config.method.PrivateKeyJwtClientAuthnMethodConfig;
import org.pac4j.oidc.credentials.clientauth.DefaultClientAuthenticationBuilder;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProviderBuilder;
import org.springframework.security.oauth2.client.endpoint.NimbusJwtClientAuthenticationParametersConverter;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@DisplayName("What docs/migrating.md and docs/alternatives.md say about other libraries")
class AlternativesTest {
    private static final String CLIENT = "my-client";
    private static final Profile SMART = SmartBackendServices.profile(URI.create("https://ehr.example.com/token"));

    private static RSAKey rsa;
    private static ECKey ec;

    @BeforeAll
    static void generateKeys() throws Exception {
        rsa = new RSAKeyGenerator(2048).keyID("key-1").generate();
        ec = new ECKeyGenerator(Curve.P_256).keyID("key-1").generate();
    }

    @Test
    void jjwtChoosesTheAlgorithmByTheSizeOfTheKeyAndWritesAnArray() throws Exception {
        PrivateKey large = new RSAKeyGenerator(4096).generate().toPrivateKey();
        JwtBuilder builder =
                Jwts.builder().audience().add("https://appleid.apple.com").and();

        SignedJWT jwt = SignedJWT.parse(builder.signWith(large).compact());

        assertThat(jwt.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS512);
        assertThat(jwt.getPayload().toJSONObject().get("aud")).isInstanceOf(List.class);
        assertThat(SignedJWT.parse(builder.signWith(ec.toECPrivateKey()).compact())
                        .getHeader()
                        .getAlgorithm())
                .isEqualTo(JWSAlgorithm.ES256);
    }

    @Test
    void theNimbusSdkIsAcceptedByEpicOnceAndRefusedBySmartWithoutTyp() throws Exception {
        try (MockProvider epic = mock(Epic.sandbox());
                MockProvider smart = mock(SMART)) {
            PrivateKeyJWT forEpic = nimbus(epic);
            assertThat(forEpic.getJWTAuthenticationClaimsSet().getIssueTime()).isNull();
            assertThat(send(epic, forEpic)).isEqualTo(200);
            assertThat(send(epic, forEpic)).isEqualTo(400);
            assertThat(broken(epic)).containsExactly("epic.jti.unused");

            assertThat(send(smart, nimbus(smart))).isEqualTo(400);
            assertThat(broken(smart)).containsExactly("smart-backend-services.typ");
        }
    }

    @Test
    void theNimbusSdkHasNoTimeoutsAndPrintsTokens() throws Exception {
        HTTPRequest request = new HTTPRequest(HTTPRequest.Method.POST, URI.create("https://as.example.com/token"));
        assertThat(request.getConnectTimeout()).isZero();
        assertThat(request.getReadTimeout()).isZero();
        assertThat(new BearerAccessToken("the-token")).hasToString("the-token");
    }

    @Test
    void springSecurityChoosesRs256AndCannotUseP384WithoutAlg() throws Exception {
        OAuth2ClientCredentialsGrantRequest request =
                new OAuth2ClientCredentialsGrantRequest(registration(URI.create("https://as.example.com/token")));
        ECKey p384 = new ECKeyGenerator(Curve.P_384).generate();

        String assertion = converter(rsa).convert(request).getFirst("client_assertion");

        assertThat(SignedJWT.parse(assertion).getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
        assertThatThrownBy(() -> converter(p384).convert(request)).hasMessageContaining("ES256");
    }

    @Test
    void springSecurityHasOnlyTheErrorCodeOfARefusal() throws Exception {
        RSAKey other = new RSAKeyGenerator(2048).keyID("other").generate();
        try (MockProvider epic = mock(Epic.sandbox())) {
            var request = new OAuth2ClientCredentialsGrantRequest(registration(epic.tokenEndpoint()));
            assertThatThrownBy(() -> client(other).getTokenResponse(request)).hasMessage("[invalid_client] null");
        }
    }

    @Test
    void springSecuritySendsOneRequestForEachThread() throws Exception {
        int threads = 16;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try (MockProvider epic = mock(Epic.sandbox())) {
            epic.failUntilCleared(Fault.slow(Duration.ofSeconds(1)));
            var registrations = new InMemoryClientRegistrationRepository(registration(epic.tokenEndpoint()));
            var manager = new AuthorizedClientServiceOAuth2AuthorizedClientManager(
                    registrations, new InMemoryOAuth2AuthorizedClientService(registrations));
            manager.setAuthorizedClientProvider(OAuth2AuthorizedClientProviderBuilder.builder()
                    .clientCredentials(credentials -> credentials.accessTokenResponseClient(client(rsa)))
                    .build());
            var request = OAuth2AuthorizeRequest.withClientRegistrationId("hospital")
                    .principal("application")
                    .build();
            CyclicBarrier together = new CyclicBarrier(threads);
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                calls.add(pool.submit(() -> {
                    together.await();
                    return manager.authorize(request);
                }));
            }
            for (Future<?> call : calls) {
                assertThat(call.get()).isNotNull();
            }
            assertThat(epic.received()).hasSizeGreaterThan(threads / 2);
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void pac4jSendsAnAssertionAgain(@TempDir Path folder) throws Exception {
        Path keys = Files.writeString(
                folder.resolve("keys.json"),
                new JWKSet(new ECKey.Builder(ec)
                                .algorithm(JWSAlgorithm.ES256)
                                .keyUse(KeyUse.SIGNATURE)
                                .build())
                        .toString(false));
        URI endpoint = URI.create("https://sso.example.com/token");
        OidcConfiguration configuration = new OidcConfiguration();
        configuration.setClientId(CLIENT);
        configuration.setClientAuthenticationMethod(
                com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod.PRIVATE_KEY_JWT);
        configuration.setPrivateKeyJwtClientAuthnMethodConfig(new PrivateKeyJwtClientAuthnMethodConfig(
                new JwksProperties().setJwksPath("file:" + keys).setKid("key-1")));
        OIDCProviderMetadata metadata = new OIDCProviderMetadata(
                new Issuer("https://sso.example.com"),
                List.of(SubjectType.PUBLIC),
                URI.create("https://sso.example.com/jwks"));
        metadata.setTokenEndpointURI(endpoint);
        metadata.setTokenEndpointAuthMethods(
                List.of(com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod.PRIVATE_KEY_JWT));
        var builder = new DefaultClientAuthenticationBuilder(configuration, metadata, endpoint);
        builder.buildClientAuthentication();

        PrivateKeyJWT first = (PrivateKeyJWT) builder.getClientAuthentication();
        PrivateKeyJWT second = (PrivateKeyJWT) builder.getClientAuthentication();

        assertThat(second.getClientAssertion().serialize())
                .isEqualTo(first.getClientAssertion().serialize());
        var claims = first.getJWTAuthenticationClaimsSet();
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void pac4jCreatesAppleSecretsForTheMaximumAndKeepsThemForAnotherKeyId() throws Exception {
        AppleOidcConfiguration apple = new AppleOidcConfiguration()
                .withPrivateKey(ec.toECPrivateKey())
                .withPrivateKeyID("ABC123DEFG")
                .withTeamID("DEF123GHIJ");
        apple.setClientId("com.example.web");
        assertThat(apple.getTimeout()).isEqualTo(Duration.ofSeconds(15_777_000));
        // Creates the store of the secrets; a client completes the initialization.
        assertThatThrownBy(apple::init).isInstanceOf(NullPointerException.class);

        String secret = apple.getSecret();

        apple.setPrivateKeyID("NEW4567890");
        assertThat(apple.getSecret()).isEqualTo(secret);
    }

    private static MockProvider mock(Profile profile) throws Exception {
        return MockProvider.start(profile).register(CLIENT, rsa.toPublicJWK());
    }

    private static PrivateKeyJWT nimbus(MockProvider mock) throws Exception {
        return new PrivateKeyJWT(
                new ClientID(CLIENT), mock.tokenEndpoint(), JWSAlgorithm.RS384, rsa.toPrivateKey(), "key-1", null);
    }

    private static int send(MockProvider mock, PrivateKeyJWT authentication) throws Exception {
        return new TokenRequest(
                        mock.tokenEndpoint(),
                        authentication,
                        new ClientCredentialsGrant(),
                        new Scope("system/Patient.read"))
                .toHTTPRequest()
                .send()
                .getStatusCode();
    }

    private static List<String> broken(MockProvider mock) {
        var received = mock.received();
        return received.get(received.size() - 1).diagnosis().broken().stream()
                .map(finding -> finding.rule().id())
                .toList();
    }

    private static ClientRegistration registration(URI tokenEndpoint) {
        return ClientRegistration.withRegistrationId("hospital")
                .clientId(CLIENT)
                .clientAuthenticationMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .tokenUri(tokenEndpoint.toString())
                .scope("system/Patient.read")
                .build();
    }

    private static NimbusJwtClientAuthenticationParametersConverter<OAuth2ClientCredentialsGrantRequest> converter(
            JWK key) {
        return new NimbusJwtClientAuthenticationParametersConverter<>(registration -> key);
    }

    private static RestClientClientCredentialsTokenResponseClient client(JWK key) {
        var client = new RestClientClientCredentialsTokenResponseClient();
        client.addParametersConverter(converter(key));
        return client;
    }
}
