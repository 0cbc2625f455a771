// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.clientauth.mock.AppleEvent;
import dev.clientauth.mock.ApplePerson;
import dev.clientauth.mock.RecordedApiCall;
import dev.clientauth.mock.server.MockProviderServer;
import dev.clientauth.profile.Registration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs each recipe against the mock, counts its lines, and compares it with docs/recipes.md. */
class RecipesTest {
    private static final int MAX_LINES = 14;
    private static final String SCHOOL_ID = "SCHOOLAPI.7c0c10a0-4d8a-4ef8-a2be-eda040b65c59";
    private static final String EPIC_ID = "36c92488-dc0c-4c3a-9e29-9f4a1e5ee8a4";
    private static final Path SOURCES = Path.of("src/main/java/dev/clientauth/examples/recipes");
    private static final Path PAGE = Path.of("../../docs/recipes.md");

    /** Neither a line of the package, imports or comments, nor braces alone, nor an annotation without arguments. */
    private static final Pattern NOT_COUNTED = Pattern.compile("|// (Copyright|SPDX-).*|(package|import) .*|/\\*\\*.*|[})({;]+|@\\w+");

    @TempDir
    private static Path folder;

    private static MockProviderServer mock;
    private static final PrintStream TERMINAL = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeAll
    static void start() throws Exception {
        mock = MockProviderServer.builder().apiLimit(2, Duration.ofSeconds(1)).start();
        mock.provider("apple-school-manager")
                .register(SCHOOL_ID, written("school.pem", new ECKeyGenerator(Curve.P_256).keyID("k").generate()));
        JWK rsa = written("epic.pem", new RSAKeyGenerator(2048).keyID("k").generate());
        mock.provider("epic").register(EPIC_ID, rsa);
    }

    private static JWK written(String file, JWK key) throws Exception {
        byte[] der = (key instanceof ECKey ec ? ec.toPrivateKey() : key.toRSAKey().toPrivateKey()).getEncoded();
        Files.writeString(
                folder.resolve(file),
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(der)
                        + "\n-----END PRIVATE KEY-----\n");
        return key.toPublicJWK();
    }

    @AfterAll
    static void stop() {
        mock.close();
    }

    @BeforeEach
    void capture() {
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void release() {
        System.setOut(TERMINAL);
    }

    private List<String> lines() {
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static String endpoint(String provider) {
        return mock.provider(provider).tokenEndpoint().toString();
    }

    @Test
    void springTokenPrintsATokenOfTheConfiguredClient() {
        SpringToken.main(new String[] {
            "--CLIENT_ID=" + SCHOOL_ID,
            "--KEY_FILE=" + folder.resolve("school.pem"),
            "--KEY_ID=k",
            "--CLIENTAUTH_TOKEN_ENDPOINT=" + endpoint("apple-school-manager"),
        });
        assertThat(lines()).last().asString().startsWith("AccessToken[Bearer, scope=school.api");
    }

    @Test
    void hapiReadPrintsThePatient() throws IOException {
        String base = mock.environment("epic").get("CLIENTAUTH_FHIR_BASE");
        HapiRead.main(new String[] {base, endpoint("epic"), EPIC_ID, folder.resolve("epic.pem").toString(), "k", "pat-1"});
        assertThat(lines()).last().asString().isEqualTo("Larkspur, 1984-03-09");
    }

    @Test
    void deviceListPrintsTheDevicesOfAllPagesInSpiteOf429() throws IOException {
        String base = mock.environment("apple-school-manager").get("CLIENTAUTH_API_BASE");
        DeviceList.main(new String[] {
            base, endpoint("apple-school-manager"), SCHOOL_ID, folder.resolve("school.pem").toString(), "k",
        });
        assertThat(lines()).hasSize(250).doesNotHaveDuplicates();
        assertThat(mock.calls().stream()
                        .filter(call -> call.toString().contains("orgDevices"))
                        .map(RecordedApiCall::status))
                .contains(200, 429);
    }

    @Test
    void appleNotificationsAcceptsAnEventAboutTheAppAndNoOther() throws Exception {
        JWK key = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        ApplePerson person = ApplePerson.of("Ada", "Larkspur", "ada@example.com");
        String base = mock.environment("sign-in-with-apple").get("CLIENTAUTH_BASE");
        AppleNotifications.main(new String[] {base, "com.example.web", String.valueOf(port)});
        URI endpoint = URI.create("http://127.0.0.1:" + port + "/apple");
        for (String client : List.of("com.example.web", "com.example.other")) {
            mock.apple()
                    .register(Registration.of(client).withTeamId("DEF123GHIJ").withKeys(List.of(key)))
                    .register(person)
                    .notifyAt(client, endpoint)
                    .sendEvent(AppleEvent.CONSENT_REVOKED, person, client);
        }
        assertThat(lines()).singleElement().asString().startsWith("ConsentRevoked[");
        assertThat(mock.apple().notifications())
                .extracting(notification -> notification.status().getAsInt())
                .containsExactly(200, 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SpringToken", "HapiRead", "DeviceList", "AppleNotifications"})
    void aRecipeHasFewerThanFifteenLinesAndIsOnThePage(String recipe) throws IOException {
        String source = Files.readString(SOURCES.resolve(recipe + ".java"));
        List<String> own = source.lines()
                .map(String::strip)
                .filter(line -> !NOT_COUNTED.matcher(line).matches())
                .toList();
        assertThat(own).hasSizeBetween(5, MAX_LINES);
        assertThat(Files.readString(PAGE)).contains(source.substring(source.indexOf("\n\nimport ") + 2));
    }

    @Test
    void thePropertiesOfTheSpringRecipeAreOnThePage() throws IOException {
        assertThat(Files.readString(PAGE)).contains(Files.readString(Path.of("src/main/resources/application.yaml")));
    }
}
