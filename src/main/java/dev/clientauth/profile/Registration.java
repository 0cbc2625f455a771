package dev.clientauth.profile;

import com.nimbusds.jose.jwk.JWK;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What a provider has on file about a client.
 *
 * <p>Only the client id is required; every rule that needs a value that is not there is {@link Verdict.Unknown}.
 * Immutable: each {@code with} method returns a changed copy.
 */
public final class Registration {
    private final String clientId;
    private final @Nullable String teamId;
    private final @Nullable String keyId;
    private final @Nullable URI jwkSetUrl;
    private final List<JWK> keys;
    private final @Nullable KeyOrigin keyOrigin;

    private Registration(
            String clientId,
            @Nullable String teamId,
            @Nullable String keyId,
            @Nullable URI jwkSetUrl,
            List<JWK> keys,
            @Nullable KeyOrigin keyOrigin) {
        this.clientId = clientId;
        this.teamId = teamId;
        this.keyId = keyId;
        this.jwkSetUrl = jwkSetUrl;
        this.keys = keys;
        this.keyOrigin = keyOrigin;
    }

    /** A registration of which only the client id is known. */
    public static Registration of(String clientId) {
        return new Registration(clientId, null, null, null, List.of(), null);
    }

    /** With the Apple Developer Team ID, ten characters. */
    public Registration withTeamId(String teamId) {
        return new Registration(clientId, teamId, keyId, jwkSetUrl, keys, keyOrigin);
    }

    /** With the id under which the provider keeps the public key. */
    public Registration withKeyId(String keyId) {
        return new Registration(clientId, teamId, keyId, jwkSetUrl, keys, keyOrigin);
    }

    /** With the URL from which the provider fetches the client's JWK Set. */
    public Registration withJwkSetUrl(URI jwkSetUrl) {
        return new Registration(clientId, teamId, keyId, jwkSetUrl, keys, keyOrigin);
    }

    /** With the public keys on file. Private members are dropped. */
    public Registration withKeys(List<? extends JWK> keys) {
        return new Registration(
                clientId,
                teamId,
                keyId,
                jwkSetUrl,
                keys.stream().<JWK>map(JWK::toPublicJWK).toList(),
                keyOrigin);
    }

    /** Returns a copy that says where the provider gets the public keys from; by default it follows from the JWK Set URL. */
    public Registration withKeyOrigin(KeyOrigin keyOrigin) {
        return new Registration(clientId, teamId, keyId, jwkSetUrl, keys, keyOrigin);
    }

    /** The client id: an App ID or Services ID, {@code SCHOOLAPI.…}, Epic's client id. */
    public String clientId() {
        return clientId;
    }

    /** The Apple Developer Team ID. */
    public Optional<String> teamId() {
        return Optional.ofNullable(teamId);
    }

    /** The id under which the provider keeps the public key; by default that of the only key. */
    public Optional<String> keyId() {
        if (keyId == null && keys.size() == 1) {
            return Optional.ofNullable(keys.get(0).getKeyID());
        }
        return Optional.ofNullable(keyId);
    }

    /** The URL from which the provider fetches the client's JWK Set. */
    public Optional<URI> jwkSetUrl() {
        return Optional.ofNullable(jwkSetUrl);
    }

    /** Returns where the provider gets the public keys from; {@link KeyOrigin#JWK_SET_URL} if a JWK Set URL is registered. */
    public Optional<KeyOrigin> keyOrigin() {
        return keyOrigin == null && jwkSetUrl != null
                ? Optional.of(KeyOrigin.JWK_SET_URL)
                : Optional.ofNullable(keyOrigin);
    }

    /** The public keys on file; empty where nobody told. */
    public List<JWK> keys() {
        return keys;
    }

    @Override
    public String toString() {
        return "Registration of " + Redactor.withoutTokens(clientId);
    }
}
