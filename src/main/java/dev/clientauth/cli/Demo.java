package dev.clientauth.cli;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.key.SigningKey;
import dev.clientauth.profile.Registration;
import dev.clientauth.sandbox.SandboxServer;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;

/** Made-up clients of a sandbox, each with a private key and a configuration in a folder, for people who try things out. */
final class Demo {
    private static final String TEAM = "DEF123GHIJ";
    private static final URI RETURN = URI.create("http://127.0.0.1:8080/callback");
    private static final String FIRST_LINE = "# A made-up client, written anew by each clientauth sandbox --demo.";

    private record Client(
            String provider, String id, JWSAlgorithm algorithm, String keyId, String file, List<String> more) {
        boolean isOfApplesUsers() {
            return provider.equals("sign-in-with-apple");
        }
    }

    private static final List<Client> CLIENTS = List.of(
            new Client(
                    "apple-school-manager",
                    "SCHOOLAPI.7c0c10a0-4d8a-4ef8-a2be-eda040b65c59",
                    JWSAlgorithm.ES256,
                    "8136a1f6-c995-4010-b964-bc8278c107ef",
                    "school",
                    List.of()),
            new Client(
                    "apple-business",
                    "BUSINESSAPI.9703f56c-10ce-4876-8f59-e78e5e23a152",
                    JWSAlgorithm.ES256,
                    "d1e3b1f9-6a4c-4f5e-9c0b-2f1d7a8e4b60",
                    "business",
                    List.of()),
            new Client(
                    "sign-in-with-apple",
                    "com.example.web",
                    JWSAlgorithm.ES256,
                    "ABC123DEFG",
                    "siwa",
                    List.of("team-id=" + TEAM)),
            new Client(
                    "epic",
                    "36c92488-dc0c-4c3a-9e29-9f4a1e5ee8a4",
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
    void write(SandboxServer server) {
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

    private static void register(SandboxServer server, Client client, SigningKey key) {
        Registration registration = Registration.of(client.id())
                .withKeys(List.of(key.withKeyId(client.keyId()).publicJwk()));
        if (client.isOfApplesUsers()) {
            server.register(client.provider(), registration.withTeamId(TEAM), RETURN);
        } else {
            server.register(client.provider(), registration);
        }
    }

    private static String configuration(SandboxServer server, Client client) {
        return String.join(
                        "\n",
                        FIRST_LINE,
                        "provider=" + client.provider(),
                        "client-id=" + client.id(),
                        "key=" + client.file() + ".pem",
                        "key-id=" + client.keyId(),
                        "token-endpoint=" + server.sandbox(client.provider()).tokenEndpoint())
                + client.more().stream().map(line -> "\n" + line).reduce("", String::concat)
                + "\n";
    }
}
