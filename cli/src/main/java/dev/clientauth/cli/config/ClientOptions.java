// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.config;

import dev.clientauth.cli.shell.FileArguments;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The flags that configure a client. */
public final class ClientOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Properties file with the names of the flags: client-id=… (CLIENTAUTH_CONFIG).")
    private @Nullable String config;

    @Option(
            names = {"-p", "--provider"},
            completionCandidates = ProviderNames.class,
            paramLabel = "NAME",
            description =
                    "The id of the provider, such as apple-school-manager (school), apple-business (business), "
                            + "sign-in-with-apple (siwa), epic, smart-backend-services (smart) or private-key-jwt; docs/providers.md lists all.")
    private @Nullable String provider;

    @Option(names = "--client-id", paramLabel = "ID", description = "The client id.")
    private @Nullable String clientId;

    @Option(names = "--team-id", paramLabel = "ID", description = "The Apple Team ID, for Sign in with Apple.")
    private @Nullable String teamId;

    @Option(
            names = {"-k", "--key"},
            paramLabel = "FILE",
            description =
                    "The private key: PEM, DER, JWK, PKCS#12, JKS or the folder of a key ring. Its password comes from"
                            + " CLIENTAUTH_KEY_PASSWORD. CLIENTAUTH_KEY can also contain the key itself.")
    private @Nullable String key;

    @Option(
            names = "--key-id",
            paramLabel = "ID",
            description = "The key id; by default from the JWK or the file name AuthKey_<Key ID>.p8.")
    private @Nullable String keyId;

    @Option(names = "--key-alias", paramLabel = "ALIAS", description = "The alias of the key in a key store.")
    private @Nullable String keyAlias;

    @Option(
            names = "--algorithm",
            paramLabel = "ALG",
            description = "The signing algorithm; by default the one the provider prefers.")
    private @Nullable String algorithm;

    @Option(
            names = "--lifetime",
            paramLabel = "TIME",
            description =
                    "The lifetime of the assertion: 90s, 15m, 12h. By default 1h for Apple, 2m for Epic and SMART.")
    private @Nullable String lifetime;

    @Option(names = "--scope", paramLabel = "SCOPE", description = "A scope to request; may be repeated.")
    private @Nullable List<String> scope;

    @Option(
            names = "--token-endpoint",
            paramLabel = "URL",
            description = "The token endpoint, if the provider has more than one.")
    private @Nullable String tokenEndpoint;

    @Option(names = "--issuer", paramLabel = "ISSUER", description = "The server's issuer, for private-key-jwt.")
    private @Nullable String issuer;

    @Option(names = "--jwks-url", paramLabel = "URL", description = "The registered JWK Set URL.")
    private @Nullable String jwksUrl;

    public Settings settings(Map<String, String> environment) {
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        put(flags, Setting.PROVIDER, provider);
        put(flags, Setting.CLIENT_ID, clientId);
        put(flags, Setting.TEAM_ID, teamId);
        put(flags, Setting.KEY, key == null ? null : FileArguments.fileName(key));
        put(flags, Setting.KEY_ID, keyId);
        put(flags, Setting.KEY_ALIAS, keyAlias);
        put(flags, Setting.ALGORITHM, algorithm);
        put(flags, Setting.LIFETIME, lifetime);
        put(flags, Setting.SCOPE, scope == null ? null : String.join(" ", scope));
        put(flags, Setting.TOKEN_ENDPOINT, tokenEndpoint);
        put(flags, Setting.ISSUER, issuer);
        put(flags, Setting.JWKS_URL, jwksUrl);
        return Settings.of(flags, environment, config);
    }

    private static void put(Map<Setting, String> flags, Setting setting, @Nullable String value) {
        if (value != null) {
            flags.put(setting, value);
        }
    }
}
