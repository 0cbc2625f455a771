// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli;

import dev.clientauth.cli.config.ProviderNames;
import dev.clientauth.cli.config.Setting;
import dev.clientauth.cli.config.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The flags for facts about a request that its text does not contain. */
final class DiagnoseOptions {
    @Option(
            names = {"-p", "--provider"},
            completionCandidates = ProviderNames.class,
            paramLabel = "NAME",
            description = "The provider; detected from the text by default.")
    private @Nullable String provider;

    @Option(
            names = {"--token-endpoint", "--endpoint"},
            paramLabel = "URL",
            description = "The URL of the request, if the text does not contain it.")
    private @Nullable String tokenEndpoint;

    @Option(names = "--issuer", paramLabel = "ISSUER", description = "The server's issuer, for private-key-jwt.")
    private @Nullable String issuer;

    @Option(names = "--client-id", paramLabel = "ID", description = "The registered client id.")
    private @Nullable String clientId;

    @Option(names = "--team-id", paramLabel = "ID", description = "The Apple Team ID.")
    private @Nullable String teamId;

    @Option(names = "--key-id", paramLabel = "ID", description = "The registered key id.")
    private @Nullable String keyId;

    @Option(
            names = "--public-key",
            paramLabel = "FILE",
            description = "The registered key: a public key, certificate, JWK, or the matching private key.")
    private @Nullable String publicKey;

    @Option(names = "--jwks", paramLabel = "FILE|URL", description = "The JWK Set with the registered keys.")
    private @Nullable String jwks;

    @Option(names = "--jwks-url", paramLabel = "URL", description = "The registered JWK Set URL. It is not fetched.")
    private @Nullable String jwksUrl;

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            description = "When the request was sent: now, 2026-11-21T03:00:00Z, or seconds since 1970.")
    private @Nullable String at;

    @Option(names = "--provider-date", paramLabel = "DATE", description = "The Date header of the response.")
    private @Nullable String providerDate;

    @Option(names = "--status", paramLabel = "HTTP", description = "The HTTP status of the response.")
    private @Nullable Integer status;

    @Option(
            names = "--error",
            paramLabel = "CODE",
            description = "The error code of the response, such as" + " invalid_client.")
    private @Nullable String error;

    @Option(names = "--error-description", paramLabel = "TEXT", description = "The error_description of the response.")
    private @Nullable String errorDescription;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Properties file of the client (CLIENTAUTH_CONFIG), for facts that are not set by flags.")
    private @Nullable String config;

    Settings settings(Map<String, String> environment) {
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        put(flags, Setting.PROVIDER, provider);
        put(flags, Setting.TOKEN_ENDPOINT, tokenEndpoint);
        put(flags, Setting.ISSUER, issuer);
        put(flags, Setting.CLIENT_ID, clientId);
        put(flags, Setting.TEAM_ID, teamId);
        put(flags, Setting.KEY_ID, keyId);
        put(flags, Setting.JWKS_URL, jwksUrl);
        return Settings.of(flags, environment, config);
    }

    private static void put(Map<Setting, String> flags, Setting setting, @Nullable String value) {
        if (value != null) {
            flags.put(setting, value);
        }
    }

    void tell(KnownFacts facts, Settings settings) {
        settings.get(Setting.TOKEN_ENDPOINT).ifPresent(value -> facts.take(MissingFact.ENDPOINT, value));
        settings.get(Setting.CLIENT_ID).ifPresent(value -> facts.take(MissingFact.CLIENT_ID, value));
        settings.get(Setting.TEAM_ID).ifPresent(value -> facts.take(MissingFact.TEAM_ID, value));
        settings.get(Setting.KEY_ID).ifPresent(value -> facts.take(MissingFact.KEY_ID, value));
        settings.get(Setting.JWKS_URL).ifPresent(value -> facts.take(MissingFact.JWKS_URL, value));
        Optional.ofNullable(at).ifPresent(value -> facts.take(MissingFact.PRESENTED_AT, value));
        Optional.ofNullable(publicKey).ifPresent(value -> facts.take(MissingFact.PUBLIC_KEY, value));
        Optional.ofNullable(jwks).ifPresent(value -> facts.take(MissingFact.PUBLIC_KEY, value));
        if (publicKey == null && jwks == null) {
            ownKey(settings).ifPresent(value -> facts.take(MissingFact.PUBLIC_KEY, value));
        }
        Optional.ofNullable(providerDate).ifPresent(facts::takeProviderClock);
        if (status != null || error != null || errorDescription != null) {
            facts.takeResponse(status, error, errorDescription);
        }
    }

    /** Returns the client's own key, if its configuration names a file. */
    private static Optional<String> ownKey(Settings settings) {
        return settings.get(Setting.KEY).filter(key -> !key.contains("-----") && !key.startsWith("{"));
    }
}
