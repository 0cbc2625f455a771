// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.demo;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.key.SigningKey;
import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.mock.server.MockProvider;
import dev.clientauth.profile.AssertionParameter;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.Registration.KeyOrigin;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.Grant;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * A token request to a local mock of one provider, with a newly generated key.
 *
 * @param profile the provider
 * @param algorithm the algorithm that signed
 * @param audience the {@code aud} that the mock received
 * @param tokenLifetime the lifetime of the token
 * @param elapsed the time from the request to the token, without key generation
 * @param isAccepted whether the mock accepted the request and found no broken rule
 */
record DemoRun(
        Profile profile,
        JWSAlgorithm algorithm,
        String audience,
        Duration tokenLifetime,
        Duration elapsed,
        boolean isAccepted) {

    static DemoRun to(Profile profile, String clientId, JWSAlgorithm algorithm, String... scopes) throws IOException {
        SigningKey key = SigningKey.generate(algorithm).withKeyId(keyId(profile));
        Registration registration = Registration.of(clientId)
                .withTeamId("DEF123GHIJ")
                .withKeys(List.of(key.publicJwk()))
                .withKeyOrigin(KeyOrigin.JWK_SET_URL);
        try (MockProvider mock = MockProvider.start(profile).register(registration)) {
            ClientAuthenticator.Builder builder = ClientAuthenticator.builder(profile)
                    .clientId(clientId)
                    .teamId("DEF123GHIJ")
                    .signingKey(key)
                    .algorithm(algorithm)
                    .tokenEndpoint(mock.tokenEndpoint());
            ClientAuthenticator client = (scopes.length == 0 ? builder : builder.scopes(scopes)).build();
            long start = System.nanoTime();
            AccessToken token = token(client, mock, clientId);
            Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
            return new DemoRun(
                    profile,
                    client.assertion().algorithm(),
                    audience(mock.received().get(0)),
                    Duration.between(token.issuedAt(), token.expiresAt()),
                    elapsed,
                    mock.received().stream()
                            .allMatch(r ->
                                    r.status() == 200 && r.diagnosis().broken().isEmpty()));
        }
    }

    /** Returns a key id in the format that the provider requires. */
    private static String keyId(Profile profile) {
        return profile.rule("kid.uuid").isPresent() ? "8136a1f6-c995-4010-b964-bc8278c107ef" : "ABC123DEFG";
    }

    /** Requests a token: with an authorization code for Sign in with Apple, with client credentials for all others. */
    private static AccessToken token(ClientAuthenticator client, MockProvider mock, String clientId) {
        if (client.profile().assertionParameter() == AssertionParameter.CLIENT_SECRET) {
            URI redirectUri = URI.create("https://app.example.com/callback");
            String code = mock.authorizationCode(clientId, redirectUri);
            return client.request(Grant.authorizationCode(code, redirectUri)).accessToken();
        }
        return client.accessToken();
    }

    private static String audience(RecordedRequest received) {
        return received.request()
                .assertion()
                .flatMap(assertion -> assertion.claims())
                .map(claims -> String.valueOf(claims.get("aud")))
                .orElse("unreadable");
    }
}
