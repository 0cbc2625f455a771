// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import com.nimbusds.jose.jwk.JWK;
import dev.clientauth.arguments.Arguments;
import dev.clientauth.profile.text.Redactor;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is registered with a provider about a client, and what the client puts into every assertion.
 *
 * <p>Only the client id is required; a rule that needs a missing value is {@link Verdict.Unknown}. Immutable: each {@code
 * with} method returns a changed copy.
 */
public final class Registration {
    private enum Text {
        TEAM_ID,
        KEY_ID,
        SUBJECT,
        SCOPE,
        CLIENT_SECRET,
        KEY_ORIGIN
    }

    private final String clientId;
    private final Map<Text, String> texts;
    private final @Nullable URI jwkSetUrl;
    private final List<JWK> keys;

    private Registration(String clientId, Map<Text, String> texts, @Nullable URI jwkSetUrl, List<JWK> keys) {
        this.clientId = clientId;
        this.texts = texts;
        this.jwkSetUrl = jwkSetUrl;
        this.keys = keys;
    }

    /** Returns a registration with only a client id. */
    public static Registration of(String clientId) {
        return new Registration(Arguments.required(clientId, "clientId"), Map.of(), null, List.of());
    }

    private Registration with(Text name, String value) {
        Map<Text, String> all = new EnumMap<>(Text.class);
        all.putAll(texts);
        all.put(name, value);
        return new Registration(clientId, all, jwkSetUrl, keys);
    }

    /** Returns a copy with the Apple Developer Team ID, ten characters. */
    public Registration withTeamId(String teamId) {
        return with(Text.TEAM_ID, Arguments.notBlank(teamId, "teamId"));
    }

    /** Returns a copy with the id under which the public key is registered. */
    public Registration withKeyId(String keyId) {
        return with(Text.KEY_ID, Arguments.notBlank(keyId, "keyId"));
    }

    /** Returns a copy with the subject of a JWT that is itself the grant: the user or account for which a token is issued. */
    public Registration withSubject(String subject) {
        return with(Text.SUBJECT, Arguments.notBlank(subject, "subject"));
    }

    /** Returns a copy with the scopes, separated by spaces, that the client requests inside the JWT. */
    public Registration withScope(String scope) {
        return with(Text.SCOPE, Arguments.notBlank(scope, "scope"));
    }

    /** Returns a copy with the client secret, for a provider that requires it in addition to the JWT. */
    public Registration withClientSecret(String clientSecret) {
        return with(Text.CLIENT_SECRET, Arguments.notBlank(clientSecret, "clientSecret"));
    }

    /** Returns a copy with the URL from which the provider fetches the client's JWK Set. */
    public Registration withJwkSetUrl(URI jwkSetUrl) {
        return new Registration(clientId, texts, Arguments.required(jwkSetUrl, "jwkSetUrl"), keys);
    }

    /** Returns a copy with the registered public keys. Private members are dropped. */
    public Registration withKeys(List<? extends JWK> keys) {
        return new Registration(
                clientId,
                texts,
                jwkSetUrl,
                Arguments.withoutNulls(keys, "keys").stream()
                        .<JWK>map(JWK::toPublicJWK)
                        .toList());
    }

    /** Returns a copy with the origin of the public keys; {@link KeyOrigin#JWK_SET_URL} by default if a JWK Set URL is set. */
    public Registration withKeyOrigin(KeyOrigin keyOrigin) {
        return with(Text.KEY_ORIGIN, Arguments.required(keyOrigin, "keyOrigin").name());
    }

    /** Returns the client id: an App ID or Services ID, {@code SCHOOLAPI.…}, Epic's client id. */
    public String clientId() {
        return clientId;
    }

    /** Returns the Apple Developer Team ID. */
    public Optional<String> teamId() {
        return text(Text.TEAM_ID);
    }

    /** Returns the id under which the public key is registered; by default that of the only key. */
    public Optional<String> keyId() {
        if (!texts.containsKey(Text.KEY_ID) && keys.size() == 1) {
            return Optional.ofNullable(keys.get(0).getKeyID());
        }
        return text(Text.KEY_ID);
    }

    /** Returns the subject of a JWT that is itself the grant. */
    public Optional<String> subject() {
        return text(Text.SUBJECT);
    }

    /** Returns the scopes that the client requests inside the JWT, separated by spaces. */
    public Optional<String> scope() {
        return text(Text.SCOPE);
    }

    /** Returns the client secret. */
    public Optional<String> clientSecret() {
        return text(Text.CLIENT_SECRET);
    }

    private Optional<String> text(Text name) {
        return Optional.ofNullable(texts.get(name));
    }

    /** Returns the URL from which the provider fetches the client's JWK Set. */
    public Optional<URI> jwkSetUrl() {
        return Optional.ofNullable(jwkSetUrl);
    }

    /** Returns where the provider gets the public keys; {@link KeyOrigin#JWK_SET_URL} if a JWK Set URL is registered. */
    public Optional<KeyOrigin> keyOrigin() {
        String origin = texts.get(Text.KEY_ORIGIN);
        return origin == null ? jwkSetUrl().map(url -> KeyOrigin.JWK_SET_URL) : Optional.of(KeyOrigin.valueOf(origin));
    }

    /** Returns the registered public keys; empty if none were provided. */
    public List<JWK> keys() {
        return keys;
    }

    @Override
    public String toString() {
        return "Registration of " + Redactor.withoutTokens(clientId);
    }

    /** Where a provider gets a client's public key. */
    public enum KeyOrigin {
        /** From the client's JWK Set URL. */
        JWK_SET_URL,
        /** From the client or its customer, who uploaded the key or loaded it from a file. */
        STATIC;

        /** Returns the name in lower case, with hyphens. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
