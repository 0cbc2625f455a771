// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The properties {@code clientauth.*}. An unknown one, such as a misspelled {@code scope}, stops the application.
 *
 * @param clients The clients of this application, each under a name of your own, with provider, client-id, key, key-id,
 *     scopes and others.
 * @param health Settings of the health indicator.
 */
@ConfigurationProperties(prefix = "clientauth", ignoreUnknownFields = false)
public record ClientAuthProperties(
        @DefaultValue Map<String, Client> clients,
        @DefaultValue Health health) {
    static final String PREFIX = "clientauth.clients.";

    /**
     * Settings of the health indicator.
     *
     * @param requestToken Whether each health check requests an access token, unless one is cached. By default it sends
     *     nothing and reports what happened last.
     */
    public record Health(@DefaultValue("false") boolean requestToken) {}

    /**
     * A client that is registered with a provider.
     *
     * @param provider Id of the provider, such as apple-school-manager, apple-business, sign-in-with-apple, epic,
     *     smart-backend-services or private-key-jwt.
     * @param clientId Client id, as registered with the provider.
     * @param teamId Apple Developer Team ID, for Sign in with Apple.
     * @param subject User or account for whom tokens are requested, if the JWT is itself the grant.
     * @param clientSecret Client secret, for a provider that requires it in addition to the signed JWT, as Box does.
     * @param key Private key: file:…, classpath:…, env:NAME of an environment variable, bundle:NAME of spring.ssl.bundle, or
     *     the key itself as PEM, base64 or JWK.
     * @param keyPassword Password of the private key or of the key store.
     * @param keyId Key id (kid). By default taken from the key, or from a file name such as AuthKey_ABC123DEFG.p8.
     * @param scopes Scopes to request.
     * @param tokenEndpoint Token endpoint, if it is not the provider's default.
     * @param issuer Issuer identifier, for private-key-jwt servers that expect it as the audience.
     * @param fhirBase FHIR base URL, for epic and smart-backend-services: the token endpoint is found in its metadata with the
     *     first request. The access token is sent to this URL, too.
     * @param apiBase Base URLs of the APIs that receive the access token from the interceptors.
     * @param lifetime Time from iat to exp of an assertion. By default the one of the provider.
     */
    public record Client(
            @Nullable String provider,
            @Nullable String clientId,
            @Nullable String teamId,
            @Nullable String subject,
            @Nullable String clientSecret,
            @Nullable String key,
            @Nullable String keyPassword,
            @Nullable String keyId,
            @DefaultValue List<String> scopes,
            @Nullable URI tokenEndpoint,
            @Nullable String issuer,
            @Nullable URI fhirBase,
            @DefaultValue List<URI> apiBase,
            @Nullable Duration lifetime) {

        /** Returns the provider and the client id only. */
        @Override
        public String toString() {
            return "Client[provider=" + provider + ", clientId=" + clientId + "]";
        }
    }
}
