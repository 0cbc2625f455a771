// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.apple;

import dev.clientauth.json.Json;
import dev.clientauth.mock.AppleCredential;
import dev.clientauth.mock.ApplePerson;
import dev.clientauth.mock.token.Authorization;
import dev.clientauth.mock.token.LeftHalfHash;
import dev.clientauth.mock.token.Tokens;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Signs people in: records their consent and issues codes and identity tokens. Not thread-safe. */
final class AppleSignIns {
    private static final Set<String> ALL_SCOPES = Set.of("name", "email");

    private final AppleAccounts accounts;
    private final Tokens tokens;
    private boolean booleansAsText;
    private boolean noncesSupported = true;

    AppleSignIns(AppleAccounts accounts, Tokens tokens) {
        this.accounts = accounts;
        this.tokens = tokens;
    }

    void writeBooleansAsText(boolean asText) {
        booleansAsText = asText;
    }

    void supportNonces(boolean supported) {
        noncesSupported = supported;
    }

    /** Returns the callback parameters after a person's consent. */
    Map<String, String> consent(AuthorizeRequest request, ApplePerson person, Instant now) {
        AppleClient client = request.client();
        boolean first = accounts.allow(person, client.id(), request.scopes());
        Map<String, Object> nonce = new LinkedHashMap<>();
        request.nonce().ifPresent(value -> nonce.put("nonce", value));
        nonce.put("nonce_supported", true);
        Authorization authorization = authorization(client, request.redirectUri(), person, nonce, now);
        String code = tokens.code(authorization, now);

        Map<String, String> response = new LinkedHashMap<>();
        request.state().ifPresent(state -> response.put("state", state));
        response.put("code", code);
        if (request.withIdentityToken()) {
            response.put("id_token", tokens.identityToken(authorization, true, codeHash(code), now));
        }
        if (first && !request.scopes().isEmpty()) {
            response.put("user", Json.write(user(request.scopes(), person, client)));
        }
        return response;
    }

    /** Returns the callback parameters after a person cancelled. */
    static Map<String, String> cancelled(AuthorizeRequest request) {
        Map<String, String> response = new LinkedHashMap<>();
        request.state().ifPresent(state -> response.put("state", state));
        response.put("error", "user_cancelled_authorize");
        return response;
    }

    AppleCredential nativeApp(AppleClient client, ApplePerson person, Optional<String> nonce, Instant now) {
        boolean first = accounts.allow(person, client.id(), ALL_SCOPES);
        Map<String, Object> firstClaims = new LinkedHashMap<>();
        if (noncesSupported) {
            nonce.ifPresent(value -> firstClaims.put("nonce", value));
        }
        firstClaims.put("nonce_supported", noncesSupported);
        if (first) {
            firstClaims.put("real_user_status", person.realUserStatus().code());
        }
        Authorization authorization = authorization(client, null, person, firstClaims, now);
        String code = tokens.code(authorization, now);
        return new AppleCredential(
                code, tokens.identityToken(authorization, true, codeHash(code), now), authorization.subject());
    }

    private Authorization authorization(
            AppleClient client, @Nullable URI redirectUri, ApplePerson person, Map<String, Object> more, Instant now) {
        Map<String, Object> claims = new LinkedHashMap<>();
        accounts.email(person, client).ifPresent(email -> {
            claims.put("email", email);
            claims.put("email_verified", truth(true));
            claims.put("is_private_email", truth(person.hidesEmail()));
        });
        person.organization().ifPresent(organization -> claims.put("org_id", organization));
        claims.put("auth_time", now.getEpochSecond());
        Map<String, Object> firstClaims = new LinkedHashMap<>(more);
        accounts.transferSubject(person, client, now)
                .ifPresent(transferSubject -> firstClaims.put("transfer_sub", transferSubject));
        return new Authorization(
                client.id(),
                redirectUri,
                accounts.identity(person, client.team()).subject(),
                claims,
                firstClaims);
    }

    private Map<String, Object> user(Set<String> scopes, ApplePerson person, AppleClient client) {
        Map<String, Object> user = new LinkedHashMap<>();
        if (scopes.contains("name")) {
            Map<String, String> name = new LinkedHashMap<>();
            name.put("firstName", person.givenName());
            name.put("lastName", person.familyName());
            user.put("name", name);
        }
        accounts.email(person, client).ifPresent(email -> user.put("email", email));
        return user;
    }

    /** Returns a boolean as Apple sends it now, or as it did until about February 2024. */
    Object truth(boolean value) {
        return booleansAsText ? String.valueOf(value) : (Object) value;
    }

    private static Map<String, Object> codeHash(String code) {
        return Map.of("c_hash", LeftHalfHash.of(code));
    }
}
