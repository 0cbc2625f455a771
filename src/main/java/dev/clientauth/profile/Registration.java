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

    private Registration(
            String clientId, @Nullable String teamId, @Nullable String keyId, @Nullable URI jwkSetUrl, List<JWK> keys) {
        this.clientId = clientId;
        this.teamId = teamId;
        this.keyId = keyId;
        this.jwkSetUrl = jwkSetUrl;
        this.keys = keys;
    }

    /** A registration of which only the client id is known. */
    public static Registration of(String clientId) {
        return new Registration(clientId, null, null, null, List.of());
    }

    /** With the Apple Developer Team ID, ten characters. */
    public Registration withTeamId(String teamId) {
        return new Registration(clientId, teamId, keyId, jwkSetUrl, keys);
    }

    /** With the id under which the provider keeps the public key. */
    public Registration withKeyId(String keyId) {
        return new Registration(clientId, teamId, keyId, jwkSetUrl, keys);
    }

    /** With the URL from which the provider fetches the client's JWK Set. */
    public Registration withJwkSetUrl(URI jwkSetUrl) {
        return new Registration(clientId, teamId, keyId, jwkSetUrl, keys);
    }

    /** With the public keys on file. Private members are dropped. */
    public Registration withKeys(List<? extends JWK> keys) {
        return new Registration(
                clientId,
                teamId,
                keyId,
                jwkSetUrl,
                keys.stream().<JWK>map(JWK::toPublicJWK).toList());
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

    /** The public keys on file; empty where nobody told. */
    public List<JWK> keys() {
        return keys;
    }

    @Override
    public String toString() {
        return "Registration of " + Redactor.withoutTokens(clientId);
    }
}
