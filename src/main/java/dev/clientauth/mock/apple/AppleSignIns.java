package dev.clientauth.mock.apple;

import dev.clientauth.mock.AppleCredential;
import dev.clientauth.mock.ApplePerson;
import dev.clientauth.mock.text.JsonText;
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

/** People signing in: what they allow, and what their clients get for it. Not thread-safe. */
final class AppleSignIns {
    private static final Set<String> EVERYTHING = Set.of("name", "email");

    private final AppleAccounts accounts;
    private final Tokens tokens;
    private boolean booleansAsText;
    private boolean devicesCarryNonces = true;

    AppleSignIns(AppleAccounts accounts, Tokens tokens) {
        this.accounts = accounts;
        this.tokens = tokens;
    }

    void writeBooleansAsText(boolean asText) {
        booleansAsText = asText;
    }

    void supportNonces(boolean carried) {
        devicesCarryNonces = carried;
    }

    /** The parameters of the answer to somebody's consent. */
    Map<String, String> consent(AuthorizeRequest request, ApplePerson person, Instant now) {
        AppleClient client = request.client();
        boolean first = accounts.allow(person, client.id(), request.scopes());
        Map<String, Object> nonce = new LinkedHashMap<>();
        request.nonce().ifPresent(value -> nonce.put("nonce", value));
        nonce.put("nonce_supported", true);
        Authorization authorization = authorization(client, request.redirectUri(), person, nonce, now);
        String code = tokens.code(authorization, now);

        Map<String, String> answer = new LinkedHashMap<>();
        request.state().ifPresent(state -> answer.put("state", state));
        answer.put("code", code);
        if (request.withIdentityToken()) {
            answer.put("id_token", tokens.identityToken(authorization, true, codeHash(code), now));
        }
        if (first && !request.scopes().isEmpty()) {
            answer.put("user", JsonText.of(user(request.scopes(), person, client)));
        }
        return answer;
    }

    /** The parameters of the answer to somebody who turned away. */
    static Map<String, String> cancelled(AuthorizeRequest request) {
        Map<String, String> answer = new LinkedHashMap<>();
        request.state().ifPresent(state -> answer.put("state", state));
        answer.put("error", "user_cancelled_authorize");
        return answer;
    }

    /** What a native app gets. */
    AppleCredential nativeApp(AppleClient client, ApplePerson person, Optional<String> nonce, Instant now) {
        boolean first = accounts.allow(person, client.id(), EVERYTHING);
        Map<String, Object> firstClaims = new LinkedHashMap<>();
        if (devicesCarryNonces) {
            nonce.ifPresent(value -> firstClaims.put("nonce", value));
        }
        firstClaims.put("nonce_supported", devicesCarryNonces);
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

    /** A boolean as Apple writes it now, or as it did until about February 2024. */
    Object truth(boolean value) {
        return booleansAsText ? String.valueOf(value) : (Object) value;
    }

    private static Map<String, Object> codeHash(String code) {
        return Map.of("c_hash", LeftHalfHash.of(code));
    }
}
