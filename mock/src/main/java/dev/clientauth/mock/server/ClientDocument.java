// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.CurveBasedJWK;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import dev.clientauth.mock.MockClient;
import dev.clientauth.mock.keys.PublicKeys;
import dev.clientauth.mock.text.JsonDocument;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.Registration.KeyOrigin;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads and writes a client in the JSON form of the clients file and the JSON API. */
final class ClientDocument {
    private static final String[] MEMBERS = {
        "provider",
        "clientId",
        "teamId",
        "keyId",
        "keys",
        "jwksUrl",
        "keyOrigin",
        "redirectUris",
        "scopes",
        "subject",
        "clientSecret"
    };

    /**
     * A client of a provider.
     *
     * @param provider the provider's id
     * @param client the client
     */
    record Named(String provider, MockClient client) {}

    private ClientDocument() {}

    /**
     * Reads a client.
     *
     * @throws IllegalArgumentException if a member is missing or invalid; the message says which
     */
    static Named read(JsonDocument document, RoutedProviders providers) {
        document.only(MEMBERS);
        ProviderRoutes routes = providers.require(document.requiredText("provider"));
        Registration registration = Registration.of(document.requiredText("clientId"));
        Optional<String> keyId = document.text("keyId");
        List<JWK> keys = document.raw("keys").map(PublicKeys::read).orElse(List.of());
        Optional<URI> jwksUrl = document.text("jwksUrl").map(url -> uri("jwksUrl", url));
        if (keys.isEmpty() && jwksUrl.isEmpty()) {
            throw new IllegalArgumentException(
                    "A client requires \"keys\" or a \"jwksUrl\", so that its signatures can be verified.");
        }
        registration = registration.withKeys(keyId.map(id -> named(keys, id)).orElse(keys));
        if (keyId.isPresent()) {
            registration = registration.withKeyId(keyId.get());
        }
        if (jwksUrl.isPresent()) {
            registration = registration.withJwkSetUrl(jwksUrl.get());
        }
        Optional<KeyOrigin> origin = document.text("keyOrigin").map(ClientDocument::origin);
        if (origin.isEmpty() && jwksUrl.isEmpty()) {
            origin = document.raw("keys").map(PublicKeys::origin);
        }
        if (origin.isPresent()) {
            registration = registration.withKeyOrigin(origin.get());
        }
        Optional<String> teamId = document.text("teamId");
        if (teamId.isPresent()) {
            registration = registration.withTeamId(teamId.get());
        }
        Optional<String> subject = document.text("subject");
        if (subject.isPresent()) {
            registration = registration.withSubject(subject.get());
        }
        Optional<String> clientSecret = document.text("clientSecret");
        if (clientSecret.isPresent()) {
            registration = registration.withClientSecret(clientSecret.get());
        }
        List<URI> redirectUris = document.texts("redirectUris").orElse(List.of()).stream()
                .map(text -> uri("redirectUris", text))
                .toList();
        Optional<Set<String>> scopes = document.texts("scopes").map(LinkedHashSet::new);
        MockClient client = new MockClient(registration, redirectUris, scopes);
        routes.provider().check(client);
        return new Named(routes.id(), client);
    }

    /** A single key without an id gets the key id of the client. */
    private static List<JWK> named(List<JWK> keys, String keyId) {
        if (keys.size() != 1 || keys.get(0).getKeyID() != null) {
            return keys;
        }
        return List.of(named(keys.get(0), keyId));
    }

    private static JWK named(JWK key, String keyId) {
        if (key instanceof ECKey ec) {
            return new ECKey.Builder(ec).keyID(keyId).build();
        }
        return key instanceof OctetKeyPair edwards
                ? new OctetKeyPair.Builder(edwards).keyID(keyId).build()
                : new RSAKey.Builder((RSAKey) key).keyID(keyId).build();
    }

    private static KeyOrigin origin(String text) {
        return Arrays.stream(KeyOrigin.values())
                .filter(origin -> origin.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"keyOrigin\" must be one of " + Arrays.toString(KeyOrigin.values()) + "."));
    }

    /** Parses a URL. */
    static URI uri(String member, String text) {
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Reported below: the exception's message adds only the text.
        }
        throw new IllegalArgumentException("\"" + member + "\" must be an https or http URL.");
    }

    /** Returns a client as JSON, without its client secret. */
    static Map<String, Object> write(String provider, MockClient client) {
        Registration registration = client.registration();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("provider", provider);
        members.put("clientId", client.clientId());
        registration.teamId().ifPresent(team -> members.put("teamId", team));
        registration.keyId().ifPresent(id -> members.put("keyId", id));
        registration.subject().ifPresent(subject -> members.put("subject", subject));
        members.put(
                "keys", registration.keys().stream().map(ClientDocument::write).toList());
        registration.jwkSetUrl().ifPresent(url -> members.put("jwksUrl", url.toString()));
        registration.keyOrigin().ifPresent(origin -> members.put("keyOrigin", origin.toString()));
        members.put(
                "redirectUris",
                client.redirectUris().stream().map(URI::toString).toList());
        client.scopes().ifPresent(scopes -> members.put("scopes", List.copyOf(scopes)));
        return members;
    }

    private static Map<String, Object> write(JWK key) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (key.getKeyID() != null) {
            members.put("kid", key.getKeyID());
        }
        members.put("kty", key.getKeyType().getValue());
        if (key instanceof CurveBasedJWK curved) {
            members.put("crv", curved.getCurve().getName());
        }
        if (key.getAlgorithm() != null) {
            members.put("alg", key.getAlgorithm().getName());
        }
        try {
            members.put("thumbprint", key.computeThumbprint().toString());
        } catch (JOSEException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime.", e);
        }
        return members;
    }
}
