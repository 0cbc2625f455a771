// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.config;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.cli.shell.FileArguments;
import dev.clientauth.cli.shell.Suggestion;
import dev.clientauth.cli.shell.TimeArguments;
import dev.clientauth.cli.shell.UsageException;
import dev.clientauth.key.SigningKey;
import dev.clientauth.key.ring.KeyRing;
import dev.clientauth.profile.Profile;
import dev.clientauth.provider.Providers;
import dev.clientauth.token.Grant;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;

/** Builds a client from its configuration, one part at a time, so that each error names its part. */
public final class ClientSetup {
    private final Settings settings;
    private final Clock clock;

    public ClientSetup(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    public Settings settings() {
        return settings;
    }

    /** Returns the profile of the configured provider. */
    public Profile profile() {
        String name = settings.need(Setting.PROVIDER, "the provider");
        return profile(name, url(Setting.TOKEN_ENDPOINT), settings.get(Setting.ISSUER));
    }

    /**
     * Returns the profile of that name.
     *
     * @throws UsageException if there is no such provider, with the closest name
     */
    public static Profile profile(String name, Optional<URI> endpoint, Optional<String> issuer) {
        try {
            return Providers.profile(name, endpoint.orElse(null), issuer.orElse(null));
        } catch (IllegalArgumentException e) {
            String meant = endpoint.isEmpty() && Providers.ids().contains(name.toLowerCase(Locale.ROOT))
                    ? " Set " + Setting.TOKEN_ENDPOINT.how() + "."
                    : Suggestion.to(name, Providers.ids())
                            .map(near -> " Did you mean " + near + "?")
                            .orElse("");
            throw new UsageException(e.getMessage() + meant, e);
        }
    }

    /** Returns the token endpoint. */
    public URI endpoint() {
        return url(Setting.TOKEN_ENDPOINT)
                .or(() -> profile().tokenEndpoint())
                .orElseThrow(() -> new UsageException(
                        "The token endpoint is required. Set " + Setting.TOKEN_ENDPOINT.how() + "."));
    }

    /** Returns the registered JWK Set URL, if one is configured. */
    public Optional<URI> jwkSetUrl() {
        return url(Setting.JWKS_URL);
    }

    /** Returns the JWK Set URL that the configured key ring checks. */
    public Optional<URI> jwkSetUrlOfRing() {
        return ring().flatMap(KeyRing::jwkSetUrl);
    }

    /** Returns the key ring, if its folder is configured instead of a key. */
    public Optional<KeyRing> ring() {
        return settings.get(Setting.KEY).flatMap(KeySource::ring);
    }

    /** Returns the configured folder of the key ring. */
    public Path keyFolder() {
        return FileArguments.path(settings.need(Setting.KEY, "the private key"));
    }

    /** Returns the signing key. */
    public SigningKey key() {
        return KeySource.read(settings);
    }

    /**
     * Returns the client.
     *
     * @throws dev.clientauth.profile.RuleViolationException if its assertions would break a rule
     */
    public ClientAuthenticator authenticator() {
        try {
            ClientAuthenticator.Builder builder = ClientAuthenticator.builder(profile())
                    .clientId(settings.need(Setting.CLIENT_ID, "the client id"))
                    .signingKey(key())
                    .clock(clock);
            settings.get(Setting.TEAM_ID).ifPresent(builder::teamId);
            builder.scopes(scopes());
            settings.get(Setting.LIFETIME)
                    .map(text -> TimeArguments.duration(Setting.LIFETIME.flag(), text))
                    .ifPresent(builder::lifetime);
            settings.get(Setting.ALGORITHM).map(ClientSetup::algorithm).ifPresent(builder::algorithm);
            url(Setting.TOKEN_ENDPOINT).ifPresent(builder::tokenEndpoint);
            return builder.build();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new UsageException(withFlags("" + e.getMessage()), e);
        }
    }

    /** Returns the grant with the configured scopes. */
    public Grant grant() {
        return Grant.clientCredentials(scopes());
    }

    private String[] scopes() {
        return settings.get(Setting.SCOPE)
                .map(text -> text.strip().split("\\s+"))
                .orElse(new String[0]);
    }

    private static JWSAlgorithm algorithm(String name) {
        return JWSAlgorithm.parse(name.strip().toUpperCase(Locale.ROOT));
    }

    /** Replaces the setters that the library names with the flags of the command. */
    private static String withFlags(String message) {
        return message.replace("set it with teamId(…)", "set " + Setting.TEAM_ID.how())
                .replace("set it with tokenEndpoint(…)", "set " + Setting.TOKEN_ENDPOINT.how())
                .replaceAll(
                        "set it with SigningKey\\.load\\(file\\)\\.withKeyId\\(keyId\\)",
                        "set " + Setting.KEY_ID.how());
    }

    private Optional<URI> url(Setting setting) {
        return settings.get(setting).map(text -> url(text, setting.flag()));
    }

    /**
     * Parses an absolute URL.
     *
     * @throws UsageException if the text is not one
     */
    public static URI url(String text, String name) {
        try {
            URI uri = new URI(text.strip());
            if (uri.getHost() == null || uri.getScheme() == null) {
                throw new UsageException(
                        name + " is not a valid URL: it needs a scheme and a host, such as https://example.com/token.");
            }
            return uri;
        } catch (URISyntaxException e) {
            // Without the exception as its cause: it quotes the URL, which may hold a password.
            throw new UsageException(
                    name + " is not a valid URL: " + e.getReason() + " at character " + e.getIndex() + ".");
        }
    }
}
