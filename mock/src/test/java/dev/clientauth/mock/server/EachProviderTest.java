// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.TestCertificates;
import dev.clientauth.key.SigningKey;
import dev.clientauth.mock.MockClient;
import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.profile.AssertionParameter;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.Registration.KeyOrigin;
import dev.clientauth.provider.Providers;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenRefusedException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@DisplayName("One mock server serves every provider without provider-specific code")
class EachProviderTest {
    private static final String CLIENT = "the-client-id";
    private static final Map<JWSAlgorithm, SigningKey> KEYS = new HashMap<>();
    private static final URI CALLBACK = URI.create("https://app.example.com/callback");

    static List<String> ids() {
        // Apple has separate tests: its client ids have a fixed format, and Sign in with Apple issues tokens for users.
        return Providers.ids().stream().filter(id -> !id.contains("apple")).toList();
    }

    @ParameterizedTest
    @MethodSource("ids")
    void aClientOfTheLibraryGetsATokenAndAnotherKeyIsRefused(String id) throws IOException {
        Profile profile = Providers.example(id);
        SigningKey key = key(profile);
        try (MockProviderServer server = MockProviderServer.start()) {
            MockProvider mock = server.provider(id);
            mock.register(registration(key));

            AccessToken token = token(client(profile, mock, key), mock);

            assertThat(token.value()).isNotEmpty();
            RecordedRequest accepted = mock.received().get(0);
            assertThat(accepted.status()).isEqualTo(200);
            assertThat(accepted.diagnosis().broken()).isEmpty();

            ClientAuthenticator stranger = client(profile, mock, key(profile));
            assertThatExceptionOfType(TokenRefusedException.class).isThrownBy(() -> token(stranger, mock));
            assertThat(mock.received().get(1).diagnosis().broken().stream()
                            .map(Finding::rule)
                            .map(rule -> rule.name()))
                    .contains("signature.verifies");
        }
    }

    static Stream<Arguments> algorithms() {
        return ids().stream()
                .flatMap(id ->
                        Providers.example(id).algorithms().stream().map(algorithm -> Arguments.of(id, algorithm)));
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void aClientOfTheLibraryGetsATokenWithEachAlgorithmOfTheProvider(String id, JWSAlgorithm algorithm)
            throws IOException {
        Profile profile = Providers.example(id);
        SigningKey key = named(profile, KEYS.computeIfAbsent(algorithm, SigningKey::generate))
                .withAlgorithm(algorithm);
        try (MockProviderServer server = MockProviderServer.start()) {
            MockProvider mock = server.provider(id);
            mock.register(registration(key));

            assertThat(token(client(profile, mock, key), mock).value()).isNotEmpty();

            RecordedRequest accepted = mock.received().get(0);
            assertThat(accepted.request().assertion().orElseThrow().header().orElseThrow())
                    .containsEntry("alg", algorithm.getName());
            assertThat(accepted.diagnosis().broken()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("ids")
    void aClosedProviderIsNotServedAgain(String id) throws IOException {
        try (MockProviderServer server = MockProviderServer.start()) {
            server.provider(id).close();

            assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> server.provider(id));
        }
    }

    private static AccessToken token(ClientAuthenticator client, MockProvider mock) {
        return client.profile().issuesTokensForUsers()
                ? client.request(Grant.authorizationCode(mock.authorizationCode(CLIENT, CALLBACK), CALLBACK))
                        .accessToken()
                : client.accessToken();
    }

    private static SigningKey key(Profile profile) {
        JWSAlgorithm algorithm = profile.algorithms().get(0);
        return named(profile, SigningKey.generate(algorithm));
    }

    private static SigningKey named(Profile profile, SigningKey generated) {
        SigningKey key = generated.withKeyId("8136a1f6-c995-4010-b964-bc8278c107ef");
        return profile.rule("x5t-s256").isEmpty() ? key : key.withCertificate(TestCertificates.of(key));
    }

    private static MockClient registration(SigningKey key) {
        Registration registration = Registration.of(CLIENT)
                .withKeys(List.of(key.publicJwk()))
                .withKeyOrigin(KeyOrigin.JWK_SET_URL)
                .withSubject("somebody")
                .withClientSecret("secret-of-the-client");
        return MockClient.of(registration);
    }

    private static ClientAuthenticator client(Profile profile, MockProvider mock, SigningKey key) {
        ClientAuthenticator.Builder builder = ClientAuthenticator.builder(profile)
                .clientId(CLIENT)
                .signingKey(key)
                .tokenEndpoint(mock.tokenEndpoint());
        if (profile.assertionParameter() == AssertionParameter.ASSERTION) {
            builder.subject("somebody").clientSecret("secret-of-the-client");
            if (profile.rule("scope").isPresent()) {
                builder.scopes("read");
            }
        } else if (profile.rule("scope.default").isPresent()) {
            builder.scopes("https://graph.microsoft.com/.default");
        } else if (profile.rule("scope").isPresent()) {
            builder.scopes("system/*.*");
        }
        return builder.build();
    }
}
