package dev.clientauth.cli;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.ClientAuthenticatorBuilder;
import dev.clientauth.key.SigningKey;
import dev.clientauth.profile.Profile;
import dev.clientauth.provider.Providers;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;

/** Turns a configuration into a client, piece by piece, each of which may be what is wrong. */
final class ClientSetup {
    private final Settings settings;
    private final Clock clock;

    ClientSetup(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    Settings settings() {
        return settings;
    }

    /** What the provider demands. */
    Profile profile() {
        String name = settings.need(Setting.PROVIDER, "the provider");
        return profile(name, url(Setting.TOKEN_ENDPOINT), settings.get(Setting.ISSUER));
    }

    /** The profile of that name, or the advice which there are. */
    static Profile profile(String name, Optional<URI> endpoint, Optional<String> issuer) {
        try {
            return Providers.profile(name, endpoint.orElse(null), issuer.orElse(null));
        } catch (IllegalArgumentException e) {
            String meant = endpoint.isEmpty() && Providers.ids().contains(name.toLowerCase(Locale.ROOT))
                    ? " Set " + Setting.TOKEN_ENDPOINT.how() + "."
                    : Nearest.to(name, Providers.ids())
                            .map(near -> " Did you mean " + near + "?")
                            .orElse("");
            throw new UsageException(e.getMessage() + meant, e);
        }
    }

    /** Where requests go. */
    URI endpoint() {
        return url(Setting.TOKEN_ENDPOINT)
                .or(() -> profile().tokenEndpoint())
                .orElseThrow(() ->
                        new UsageException("Needs the token endpoint: set " + Setting.TOKEN_ENDPOINT.how() + "."));
    }

    /** The registered JWK Set URL, where there is one. */
    Optional<URI> jwkSetUrl() {
        return url(Setting.JWKS_URL);
    }

    /** The key that signs. */
    SigningKey key() {
        return KeySource.read(settings);
    }

    /**
     * The client.
     *
     * @throws dev.clientauth.assertion.AssertionRefusedException if its assertions would break a rule
     */
    ClientAuthenticator authenticator() {
        try {
            ClientAuthenticatorBuilder builder = ClientAuthenticator.builder(profile())
                    .clientId(settings.need(Setting.CLIENT_ID, "the client id"))
                    .signingKey(key())
                    .clock(clock);
            settings.get(Setting.TEAM_ID).ifPresent(builder::teamId);
            settings.get(Setting.SCOPE).ifPresent(scopes -> builder.scope(scopes.split("\\s+", -1)));
            settings.get(Setting.LIFETIME).map(Span::parse).ifPresent(builder::lifetime);
            settings.get(Setting.ALGORITHM).map(ClientSetup::algorithm).ifPresent(builder::algorithm);
            url(Setting.TOKEN_ENDPOINT).ifPresent(builder::tokenEndpoint);
            return builder.build();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new UsageException(inWordsOfTheCommand("" + e.getMessage()), e);
        }
    }

    private static JWSAlgorithm algorithm(String name) {
        return JWSAlgorithm.parse(name.strip().toUpperCase(Locale.ROOT));
    }

    /** The library speaks of its setters; the command has flags. */
    private static String inWordsOfTheCommand(String message) {
        return message.replace("set it with teamId(…)", "set " + Setting.TEAM_ID.how())
                .replace("set it with tokenEndpoint(…)", "set " + Setting.TOKEN_ENDPOINT.how())
                .replaceAll("set it with SigningKey\\.load\\(file, keyId\\)", "set " + Setting.KEY_ID.how());
    }

    private Optional<URI> url(Setting setting) {
        return settings.get(setting).map(text -> url(text, setting.flag()));
    }

    /**
     * Reads a URL.
     *
     * @throws UsageException if it is none
     */
    static URI url(String text, String name) {
        try {
            URI uri = new URI(text.strip());
            if (uri.getHost() == null || uri.getScheme() == null) {
                throw new UsageException(name + " is no URL with a scheme and a host; expected https://….");
            }
            return uri;
        } catch (URISyntaxException e) {
            // Without the exception as its cause: it quotes the URL, which may hold a password.
            throw new UsageException(name + " is no URL: " + e.getReason() + " at character " + e.getIndex() + ".");
        }
    }
}
