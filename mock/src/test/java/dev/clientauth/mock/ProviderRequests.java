// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.ForgedAssertion;
import dev.clientauth.key.SigningKey;
import dev.clientauth.mock.server.MockProviderServer;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.Registration.KeyOrigin;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Valid token requests for each provider, built without the library for clients that {@link #register} registers. */
public record ProviderRequests(MockProviderServer server, Clock clock) {
    public static final String SMART_ID = "https://bili-monitor.example.com";

    public ProviderRequests register() {
        server.register("school", keyed(Clients.SCHOOL_ID, Clients.SCHOOL_KEY))
                .register("business", keyed("BUSINESSAPI.9703f56c-10ce-4876-8f59-e78e5e23a152", Clients.SCHOOL_KEY))
                .register("siwa", keyed(Clients.APPLE_ID, Clients.EC).withTeamId("DEF123GHIJ"))
                .register("epic", keyed(Clients.EPIC_ID, Clients.RSA))
                .register("smart", keyed(SMART_ID, Clients.RSA));
        return this;
    }

    private static Registration keyed(String clientId, SigningKey key) {
        return Registration.of(clientId).withKeys(List.of(key.publicJwk())).withKeyOrigin(KeyOrigin.JWK_SET_URL);
    }

    public HttpResponse<String> post(String provider) {
        return TestHttp.post(server.provider(provider).tokenEndpoint(), form(provider));
    }

    /** A form that the provider accepts at its path on this server. */
    public Map<String, String> form(String provider) {
        return form(provider, server.provider(provider).tokenEndpoint());
    }

    public Map<String, String> form(String provider, URI endpoint) {
        return switch (provider) {
            case "school" -> manager(Clients.SCHOOL_ID, "school.api");
            case "business" -> manager("BUSINESSAPI.9703f56c-10ce-4876-8f59-e78e5e23a152", "business.api");
            case "siwa" -> signIn();
            case "epic" -> backend(Clients.EPIC_ID, endpoint);
            case "smart" -> {
                Map<String, String> form = backend(SMART_ID, endpoint);
                form.put("scope", "system/Patient.rs");
                yield form;
            }
            default -> throw new AssertionError(provider);
        };
    }

    private Map<String, String> manager(String clientId, String scope) {
        Map<String, String> form = assertion(assertion(clientId, clientId)
                .header("alg", "ES256")
                .header("kid", Clients.SCHOOL_KEY_ID)
                .claim("aud", "https://account.apple.com/auth/oauth2/v2/token")
                .signed(JWSAlgorithm.ES256, Clients.EC));
        form.put("client_id", clientId);
        form.put("scope", scope);
        return form;
    }

    private Map<String, String> backend(String clientId, URI endpoint) {
        return assertion(assertion(clientId, clientId)
                .header("alg", "RS384")
                .header("kid", "epic-2026-11")
                .header("typ", "JWT")
                .claim("aud", endpoint.toString())
                .signed(JWSAlgorithm.RS384, Clients.RSA));
    }

    private Map<String, String> signIn() {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("client_id", Clients.APPLE_ID);
        form.put("client_secret", clientSecret());
        form.put("grant_type", "authorization_code");
        form.put("code", server.provider("siwa").authorizationCode(Clients.APPLE_ID));
        return form;
    }

    private String clientSecret() {
        return assertion("DEF123GHIJ", Clients.APPLE_ID)
                .header("alg", "ES256")
                .header("kid", "ABC123DEFG")
                .claim("jti", null)
                .claim("aud", "https://appleid.apple.com")
                .signed(JWSAlgorithm.ES256, Clients.EC);
    }

    private static Map<String, String> assertion(String assertion) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        form.put("client_assertion", assertion);
        return form;
    }

    private ForgedAssertion assertion(String issuer, String subject) {
        long now = clock.instant().getEpochSecond();
        return new ForgedAssertion()
                .claim("iss", issuer)
                .claim("sub", subject)
                .claim("iat", now - 5)
                .claim("exp", now + 115)
                .claim("jti", UUID.randomUUID().toString());
    }
}
