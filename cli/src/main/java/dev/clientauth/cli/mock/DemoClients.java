// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.mock;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.cli.config.KeySource;
import dev.clientauth.cli.config.NewKey;
import dev.clientauth.cli.shell.UsageException;
import dev.clientauth.key.SigningKey;
import dev.clientauth.mock.server.MockProviderServer;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.Registration.KeyOrigin;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;

/** Test clients of a mock, one for each provider, with their private keys and configurations in a folder. */
final class DemoClients {
    private static final String TEAM = "DEF123GHIJ";
    private static final URI REDIRECT_URI = URI.create("http://127.0.0.1:8080/callback");
    private static final String FIRST_LINE =
            "# A test client. Each run of clientauth mock --demo overwrites this file.";

    private record Client(
            String provider, String id, JWSAlgorithm algorithm, String keyId, String file, List<String> more) {
        boolean isSignInWithApple() {
            return provider.equals("sign-in-with-apple");
        }
    }

    private static final List<Client> CLIENTS = List.of(
            new Client(
                    "apple-school-manager",
                    "SCHOOLAPI.e8a0f6d2-5b1c-4f0e-9d53-0c6b7a1f2e94",
                    JWSAlgorithm.ES256,
                    "5f2b9c1e-83d4-4a67-b0e2-9a7d6c4f1b38",
                    "school",
                    List.of()),
            new Client(
                    "apple-business",
                    "BUSINESSAPI.2d7c4b90-1e6a-4c85-8f3b-7b5e9a0d6c12",
                    JWSAlgorithm.ES256,
                    "d1e3b1f9-6a4c-4f5e-9c0b-2f1d7a8e4b60",
                    "business",
                    List.of()),
            new Client(
                    "sign-in-with-apple",
                    "com.example.demo",
                    JWSAlgorithm.ES256,
                    "ABC123DEFG",
                    "siwa",
                    List.of("team-id=" + TEAM)),
            new Client(
                    "epic",
                    "b7d1e0a4-62f9-4c38-a5d7-3e8f1c9b2a60",
                    JWSAlgorithm.RS384,
                    "demo",
                    "epic",
                    List.of("scope=system/Patient.read")),
            new Client(
                    "smart-backend-services",
                    "demo-client",
                    JWSAlgorithm.ES384,
                    "demo",
                    "smart",
                    List.of("scope=system/Patient.rs")));

    private final Path folder;

    private DemoClients(Path folder) {
        this.folder = folder;
    }

    static DemoClients in(Path folder) {
        return new DemoClients(folder);
    }

    /**
     * Registers a client with each provider and writes its key and configuration to the folder. Existing keys are reused.
     *
     * @throws UsageException if a file cannot be written, or was not written by {@code --demo}
     */
    void write(MockProviderServer server) {
        try {
            Files.createDirectories(folder);
            for (Client client : CLIENTS) {
                Path configuration = folder.resolve(client.file() + ".properties");
                requireOurs(configuration);
                register(server, client, key(client));
                Files.writeString(configuration, configuration(server, client));
            }
        } catch (IOException e) {
            throw new UsageException(
                    "Could not write the clients of --demo to " + folder + " ("
                            + e.getClass().getSimpleName() + "). Choose another folder.",
                    e);
        }
    }

    private static void requireOurs(Path configuration) throws IOException {
        if (Files.exists(configuration) && !Files.readString(configuration).startsWith(FIRST_LINE)) {
            throw new UsageException(
                    configuration + " was not written by --demo, so nothing was changed. Choose another folder.");
        }
    }

    private SigningKey key(Client client) throws IOException {
        Path file = folder.resolve(client.file() + ".pem");
        if (!Files.exists(file)) {
            KeyPair pair = NewKey.pair(client.algorithm(), NewKey.RSA_BITS);
            NewKey.write(pair.getPrivate(), file, false);
        }
        return KeySource.loaded(file.toString(), null, null);
    }

    private static void register(MockProviderServer server, Client client, SigningKey key) {
        Registration registration = Registration.of(client.id())
                .withKeys(List.of(key.withKeyId(client.keyId()).publicJwk()))
                .withKeyOrigin(KeyOrigin.JWK_SET_URL);
        if (client.isSignInWithApple()) {
            server.register(client.provider(), registration.withTeamId(TEAM), REDIRECT_URI);
        } else {
            server.register(client.provider(), registration);
        }
    }

    private static String configuration(MockProviderServer server, Client client) {
        return String.join(
                        "\n",
                        FIRST_LINE,
                        "provider=" + client.provider(),
                        "client-id=" + client.id(),
                        "key=" + client.file() + ".pem",
                        "key-id=" + client.keyId(),
                        "token-endpoint=" + server.provider(client.provider()).tokenEndpoint())
                + client.more().stream().map(line -> "\n" + line).reduce("", String::concat)
                + "\n";
    }
}
