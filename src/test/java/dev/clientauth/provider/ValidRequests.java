// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.profile.Registration.KeyOrigin;

/**
 * A valid request for each provider, with every value copied from the provider's documentation.
 *
 * <p>No value is taken from a profile, so that a wrong constant there differs from the one here.
 */
final class ValidRequests {
    static final String EPIC_CUSTOMER = "https://fhir.hospital.example/interconnect-prd-oauth/oauth2/token";
    static final String SMART_SERVER = "https://authorize.smarthealthit.org/token";
    static final String ISSUER = "https://issuer.example.com/";
    static final String ISSUER_TOKEN_ENDPOINT = "https://issuer.example.com/oauth/token";
    static final String OIDC_TOKEN_ENDPOINT = "https://login.example.org/oidc/token";

    private ValidRequests() {}

    static ValidRequest school() {
        return appleManager("SCHOOLAPI.7c0c10a0-4d8a-4ef8-a2be-eda040b65c59", "school.api");
    }

    static ValidRequest business() {
        return appleManager("BUSINESSAPI.9703f56c-10ce-4876-8f59-e78e5e23a152", "business.api");
    }

    /** A 30-day assertion, as Apple's page describes it; the key id is the page's example. */
    private static ValidRequest appleManager(String clientId, String scope) {
        ValidRequest sound =
                new ValidRequest("https://account.apple.com/auth/oauth2/token", "client_assertion", clientId);
        sound.key("ES256", TestKeys.P256, "d136aa66-0c3b-4bd4-9892-c20e8db024ab");
        sound.claims.put("sub", clientId);
        sound.claims.put("aud", "https://account.apple.com/auth/oauth2/v2/token");
        sound.seconds("iat", -10);
        sound.seconds("exp", 2_592_000);
        sound.claims.put("jti", "0f1c6d3e-9f0e-4d6c-8f0d-0e0b7a9f8f11");
        sound.claims.put("iss", clientId);
        sound.form.put("grant_type", "client_credentials");
        sound.form.put("client_id", clientId);
        sound.form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        sound.form.put("scope", scope);
        return sound;
    }

    static ValidRequest signInWithApple() {
        ValidRequest sound =
                new ValidRequest("https://appleid.apple.com/auth/token", "client_secret", "com.example.web");
        sound.key("ES256", TestKeys.P256, "ABC123DEFG");
        sound.teamId = "DEF123GHIJ";
        sound.claims.put("iss", "DEF123GHIJ");
        sound.seconds("iat", -10);
        sound.seconds("exp", 3_600);
        sound.claims.put("aud", "https://appleid.apple.com");
        sound.claims.put("sub", "com.example.web");
        sound.form.put("client_id", "com.example.web");
        sound.form.put("grant_type", "authorization_code");
        sound.form.put("code", "c1f2a3b4c5d6e.0.rrsw.example");
        sound.form.put("redirect_uri", "https://www.example.com/callback");
        return sound;
    }

    static ValidRequest revocation() {
        ValidRequest sound = signInWithApple();
        sound.endpoint = "https://appleid.apple.com/auth/revoke";
        sound.form.clear();
        sound.form.put("client_id", "com.example.web");
        sound.form.put("token", "r1f2a3b4c5d6e.0.rrsw.example");
        sound.form.put("token_type_hint", "refresh_token");
        return sound;
    }

    static ValidRequest userMigration() {
        ValidRequest sound = signInWithApple();
        sound.endpoint = "https://appleid.apple.com/auth/usermigrationinfo";
        sound.http.put("Authorization", "Bearer ad5ae0d1a2b3c4d5.0.rrsw.example");
        sound.form.clear();
        sound.form.put("client_id", "com.example.web");
        sound.form.put("sub", "001703.2a52ec72cb874a93986522fa35742bd4.1219");
        sound.form.put("target", "REC123GHIJ");
        return sound;
    }

    /** The grant of TN3159. */
    static void migrate(ValidRequest sound) {
        sound.form.remove("code");
        sound.form.remove("redirect_uri");
        sound.form.put("grant_type", "client_credentials");
        sound.form.put("scope", "user.migration");
    }

    static ValidRequest epic() {
        return epicAt(EPIC_CUSTOMER);
    }

    static ValidRequest epicSandbox() {
        return epicAt("https://fhir.epic.com/interconnect-fhir-oauth/oauth2/token");
    }

    private static ValidRequest epicAt(String endpoint) {
        ValidRequest sound = backend(endpoint, "36c92488-dc0c-4c3a-9e29-9f4a1e5ee8a4");
        sound.key("RS384", TestKeys.RSA, "epic-2026-11");
        sound.keyOrigin = KeyOrigin.JWK_SET_URL;
        sound.header.put("typ", "JWT");
        sound.seconds("nbf", -10);
        return sound;
    }

    static ValidRequest smart() {
        ValidRequest sound = backend(SMART_SERVER, "https://bili-monitor.example.com");
        sound.key("ES384", TestKeys.P384, "cd520211e5661dbba2256f67f6d53f97");
        sound.header.put("typ", "JWT");
        sound.form.put("scope", "system/*.rs");
        return sound;
    }

    static ValidRequest issuerAudience() {
        ValidRequest sound = backend(ISSUER_TOKEN_ENDPOINT, "s6BhdRkqt3");
        sound.key("ES256", TestKeys.P256, "1");
        sound.header.put("typ", "client-authentication+jwt");
        sound.claims.put("aud", "https://issuer.example.com/");
        sound.form.put("client_id", "s6BhdRkqt3");
        return sound;
    }

    static ValidRequest tokenEndpointAudience() {
        ValidRequest sound = backend(OIDC_TOKEN_ENDPOINT, "s6BhdRkqt3");
        sound.key("ES256", TestKeys.P256, "1");
        sound.header.put("typ", "JWT");
        sound.form.put("client_id", "s6BhdRkqt3");
        return sound;
    }

    /** What Epic, SMART and OpenID Connect have in common: a lifetime of two minutes, and the endpoint as audience. */
    static ValidRequest backend(String endpoint, String clientId) {
        ValidRequest sound = new ValidRequest(endpoint, "client_assertion", clientId);
        sound.claims.put("iss", clientId);
        sound.claims.put("sub", clientId);
        sound.claims.put("aud", endpoint);
        sound.claims.put("jti", "f9eaafba-2e49-11ea-8880-5ce0c5aee679");
        sound.seconds("iat", -10);
        sound.seconds("exp", 110);
        sound.form.put("grant_type", "client_credentials");
        sound.form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        return sound;
    }
}
