package dev.clientauth.cli;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.ClientAuthenticatorBuilder;
import dev.clientauth.key.SigningKey;
import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.mock.server.MockProvider;
import dev.clientauth.profile.Placement;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.Grant;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * One token from one provider on loopback, with a key made for it.
 *
 * @param profile the provider
 * @param algorithm what signed
 * @param audience the {@code aud} that arrived
 * @param tokenLife how long the token is good
 * @param taken from the first call to the token, key making aside
 * @param accepted whether the provider took the request and found nothing broken in it
 */
record Visit(
        Profile profile,
        JWSAlgorithm algorithm,
        String audience,
        Duration tokenLife,
        Duration taken,
        boolean accepted) {

    static Visit to(Profile profile, String clientId, JWSAlgorithm algorithm, String... scopes) throws IOException {
        SigningKey key = SigningKey.generate(algorithm).withKeyId(keyId(profile));
        Registration registration =
                Registration.of(clientId).withTeamId("DEF123GHIJ").withKeys(List.of(key.publicJwk()));
        try (MockProvider mock = MockProvider.start(profile).register(registration)) {
            ClientAuthenticatorBuilder builder = ClientAuthenticator.builder(profile)
                    .clientId(clientId)
                    .teamId("DEF123GHIJ")
                    .signingKey(key)
                    .algorithm(algorithm)
                    .tokenEndpoint(mock.tokenEndpoint());
            ClientAuthenticator client = (scopes.length == 0 ? builder : builder.scope(scopes)).build();
            long start = System.nanoTime();
            AccessToken token = token(client, mock, clientId);
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            return new Visit(
                    profile,
                    client.assertion().algorithm(),
                    audience(mock.received().get(0)),
                    Duration.between(token.issuedAt(), token.expiresAt()),
                    taken,
                    mock.received().stream()
                            .allMatch(r ->
                                    r.status() == 200 && r.diagnosis().broken().isEmpty()));
        }
    }

    /** Apple's two products each have a form of their own for it, and all others take any. */
    private static String keyId(Profile profile) {
        return profile.rule("kid.uuid").isPresent() ? "8136a1f6-c995-4010-b964-bc8278c107ef" : "ABC123DEFG";
    }

    /** Sign in with Apple trades a person's code; all others know the client itself. */
    private static AccessToken token(ClientAuthenticator client, MockProvider mock, String clientId) {
        if (client.profile().placement() == Placement.CLIENT_SECRET) {
            URI redirectUri = URI.create("https://app.example.com/callback");
            String code = mock.authorizationCode(clientId, redirectUri);
            return client.request(Grant.authorizationCode(code, redirectUri)).accessToken();
        }
        return client.accessToken();
    }

    private static String audience(RecordedRequest received) {
        return received.attempt()
                .assertion()
                .flatMap(assertion -> assertion.claims())
                .map(claims -> String.valueOf(claims.get("aud")))
                .orElse("unreadable");
    }
}
