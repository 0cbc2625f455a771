package dev.clientauth.cli;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.key.SigningKey;
import dev.clientauth.mock.server.MockProviderServer;
import dev.clientauth.profile.Registration;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;

/** Made-up clients of a mock, each with a private key and a configuration in a folder, for people who try things out. */
final class Demo {
    private static final String TEAM = "DEF123GHIJ";
    private static final URI RETURN = URI.create("http://127.0.0.1:8080/callback");
    private static final String FIRST_LINE = "# A made-up client, written anew by each clientauth mock --demo.";

    private record Client(
            String provider, String id, JWSAlgorithm algorithm, String keyId, String file, List<String> more) {
        boolean isOfApplesUsers() {
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

    private Demo(Path folder) {
        this.folder = folder;
    }

    static Demo in(Path folder) {
        return new Demo(folder);
    }

    /**
     * Puts a client of each provider on file, and leaves what it needs in the folder. Keys that are there are used again.
     *
     * @throws UsageException if files cannot be written, or are somebody's own
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
                    "The clients of --demo cannot be written to " + folder + " ("
                            + e.getClass().getSimpleName() + ").",
                    e);
        }
    }

    private static void requireOurs(Path configuration) throws IOException {
        if (Files.exists(configuration) && !Files.readString(configuration).startsWith(FIRST_LINE)) {
            throw new UsageException(
                    configuration + " was not written by --demo, and nothing was changed. Choose another folder.");
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
                .withKeys(List.of(key.withKeyId(client.keyId()).publicJwk()));
        if (client.isOfApplesUsers()) {
            server.register(client.provider(), registration.withTeamId(TEAM), RETURN);
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
