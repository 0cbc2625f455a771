// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.mock;

import com.nimbusds.jose.jwk.JWK;
import dev.clientauth.cli.config.ClientSetup;
import dev.clientauth.cli.config.KeyFiles;
import dev.clientauth.cli.shell.FileArguments;
import dev.clientauth.cli.shell.UsageException;
import dev.clientauth.key.KeyFormatException;
import dev.clientauth.key.inspect.VerificationKey;
import dev.clientauth.mock.server.MockProviderServer;
import dev.clientauth.profile.AssertionParameter;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.Registration.KeyOrigin;
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
 * A client of a mock, parsed from the flag {@code --client}: {@code epic:my-client=epic-public.pem}.
 *
 * @param provider the provider, by id or short name
 * @param registration the registration of the client
 */
record ClientFlag(String provider, Registration registration) {
    private static final Pattern FORMAT = Pattern.compile("([^:=]+):([^=]+)=([^#]+)(?:#(.+))?");

    /**
     * Parses the flag and reads its key file.
     *
     * @throws UsageException if the flag has another format, or the file has no keys
     */
    static ClientFlag parse(String flag, Map<String, String> environment) {
        Matcher parts = FORMAT.matcher(FileArguments.fileName(flag));
        if (!parts.matches()) {
            throw new UsageException(
                    "--client must have the format PROVIDER:ID=KEYS, such as epic:my-client=epic-public.pem.");
        }
        String keys = parts.group(3);
        @Nullable String keyId = parts.group(4);
        Registration registration = Registration.of(parts.group(2));
        registration = keys.startsWith("https://") || keys.startsWith("http://")
                ? registration.withJwkSetUrl(ClientSetup.url(keys, "The JWK Set URL of --client"))
                : withKeys(registration, read(keys, environment), keys, keyId);
        return new ClientFlag(parts.group(1), keyId == null ? registration : registration.withKeyId(keyId));
    }

    private static List<VerificationKey> read(String file, Map<String, String> environment) {
        try {
            return KeyFiles.read(file, KeyFiles.password(environment)).usableKeys();
        } catch (KeyFormatException e) {
            throw new UsageException(("" + e.getMessage()).replace(e.remedy(), KeyFiles.remedy(e)), e);
        }
    }

    /** A file of JWKs is treated as the JWK Set at the client's URL; any other file as an uploaded key. */
    private static Registration withKeys(
            Registration registration, List<VerificationKey> keys, String file, @Nullable String keyId) {
        boolean isJwkSet = keys.stream().allMatch(key -> key.form().endsWith("JWK"));
        return registration
                .withKeys(jwks(keys, file, keyId))
                .withKeyOrigin(isJwkSet ? KeyOrigin.JWK_SET_URL : KeyOrigin.STATIC);
    }

    private static List<JWK> jwks(List<VerificationKey> keys, String file, @Nullable String keyId) {
        if (keyId == null) {
            return keys.stream().map(VerificationKey::jwk).toList();
        }
        if (keys.size() > 1) {
            throw new UsageException(
                    file + " has " + keys.size() + " keys, so #" + keyId + " cannot name it. Remove it.");
        }
        return List.of(KeyFiles.named(keys.get(0), keyId));
    }

    /**
     * Registers the client.
     *
     * @param teamId the Team ID, for Sign in with Apple only
     * @param redirectUris the redirect URIs, for Sign in with Apple only
     * @throws UsageException if there is no such provider, or it requires more settings
     */
    void register(MockProviderServer server, @Nullable String teamId, List<URI> redirectUris) {
        try {
            boolean isApple =
                    server.provider(provider).profile().assertionParameter() == AssertionParameter.CLIENT_SECRET;
            server.register(
                    provider,
                    isApple && teamId != null ? registration.withTeamId(teamId) : registration,
                    isApple ? redirectUris.toArray(URI[]::new) : new URI[0]);
        } catch (IllegalArgumentException e) {
            throw new UsageException(
                    ("" + e.getMessage())
                            .replace(
                                    "add withTeamId(…) and withKeys(…) to the registration of",
                                    "set --team-id and a key file for"),
                    e);
        }
    }

    /**
     * Reads clients, patients and devices from a file.
     *
     * @throws UsageException if the file does not exist or is not valid
     */
    static void seed(MockProviderServer server, String file) {
        try {
            server.seed(Path.of(FileArguments.fileName(file)));
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new UsageException("File not found: " + file + ".", e);
        } catch (IOException e) {
            throw new UsageException(
                    "Could not read " + file + " (" + e.getClass().getSimpleName() + "). Check its permissions.", e);
        } catch (IllegalArgumentException e) {
            throw new UsageException("" + e.getMessage(), e);
        }
    }
}
