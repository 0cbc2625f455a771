package dev.clientauth.cli;

import com.nimbusds.jose.jwk.JWK;
import dev.clientauth.key.KeyFormatException;
import dev.clientauth.key.VerificationKey;
import dev.clientauth.mock.server.MockProviderServer;
import dev.clientauth.profile.Placement;
import dev.clientauth.profile.Registration;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client of a mock as the flag {@code --client} writes it: {@code epic:my-client=epic-public.pem}.
 *
 * @param provider whose client it is, by id or short name
 * @param registration what the provider has on file
 */
record ClientFlag(String provider, Registration registration) {
    private static final Pattern FORM = Pattern.compile("([^:=]+):([^=]+)=([^#]+)(?:#(.+))?");

    /**
     * Reads the flag, and the file of keys that it names.
     *
     * @throws UsageException if it has another form, or there are no keys in the file
     */
    static ClientFlag parse(String flag, Map<String, String> environment) {
        Matcher parts = FORM.matcher(Discreet.fileName(flag));
        if (!parts.matches()) {
            throw new UsageException("--client has the form PROVIDER:ID=KEYS, such as epic:my-client=epic-public.pem.");
        }
        String keys = parts.group(3);
        @Nullable String keyId = parts.group(4);
        Registration registration = Registration.of(parts.group(2));
        registration = keys.startsWith("https://") || keys.startsWith("http://")
                ? registration.withJwkSetUrl(ClientSetup.url(keys, "The JWK Set URL of --client"))
                : registration.withKeys(read(keys, keyId, environment));
        return new ClientFlag(parts.group(1), keyId == null ? registration : registration.withKeyId(keyId));
    }

    private static List<JWK> read(String file, @Nullable String keyId, Map<String, String> environment) {
        List<VerificationKey> keys;
        try {
            keys = KeyFiles.read(file, KeyFiles.password(environment)).usableKeys();
        } catch (KeyFormatException e) {
            throw new UsageException(("" + e.getMessage()).replace(e.remedy(), KeyFiles.remedy(e)), e);
        }
        if (keyId == null) {
            return keys.stream().map(VerificationKey::jwk).toList();
        }
        if (keys.size() > 1) {
            throw new UsageException(file + " has " + keys.size() + " keys, which #" + keyId + " cannot name.");
        }
        return List.of(KeysJwksCommand.named(keys.get(0), keyId));
    }

    /**
     * Puts the client on file.
     *
     * @param teamId for Sign in with Apple, as the next
     * @throws UsageException if there is no such provider, or it needs to know more
     */
    void register(MockProviderServer server, @Nullable String teamId, List<URI> redirectUris) {
        try {
            boolean isApple = server.provider(provider).profile().placement() == Placement.CLIENT_SECRET;
            server.register(
                    provider,
                    isApple && teamId != null ? registration.withTeamId(teamId) : registration,
                    isApple ? redirectUris.toArray(URI[]::new) : new URI[0]);
        } catch (IllegalArgumentException e) {
            throw new UsageException(
                    ("" + e.getMessage())
                            .replace(
                                    "add withTeamId(…) and withKeys(…) to the registration of",
                                    "set --team-id, and name a file of keys for"),
                    e);
        }
    }

    /**
     * Puts the clients of a JSON file on file.
     *
     * @throws UsageException if there is no such file, or it says something else
     */
    static void registerAll(MockProviderServer server, String file) {
        try {
            server.register(Path.of(Discreet.fileName(file)));
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new UsageException("There is no file " + file + ".", e);
        } catch (IOException e) {
            throw new UsageException(file + " cannot be read (" + e.getClass().getSimpleName() + ").", e);
        } catch (IllegalArgumentException e) {
            throw new UsageException("" + e.getMessage(), e);
        }
    }
}
