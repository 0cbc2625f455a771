// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.clientauth.fakes.Clients;
import dev.clientauth.key.SigningKey;
import dev.clientauth.mock.MockClient;
import dev.clientauth.mock.ProviderRequests;
import dev.clientauth.mock.TestHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A seed file fills the mock, or is rejected as a whole with the line of the error. */
class SeedFileTest {
    private static final String EPIC = "{\"provider\":\"epic\",\"clientId\":\"" + Clients.EPIC_ID + "\",\"keys\":"
            + new JWKSet(Clients.RSA.publicJwk()) + ",\"scopes\":[\"system/Patient.read\"]}";

    @TempDir
    private Path folder;

    private MockProviderServer server;

    @BeforeEach
    void start() throws IOException {
        server = MockProviderServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("clients.json"), text);
    }

    @Test
    void registersAllClientsOfAFile() throws IOException {
        server.seed(file("{\"clients\":[" + EPIC
                + ",{\"provider\":\"smart\",\"clientId\":\"bulk\",\"jwksUrl\":\"https://app.example.com/jwks\"}]}"));
        MockClient epic = server.provider("epic").clients().get(0);
        assertThat(epic.scopes()).contains(Set.of("system/Patient.read"));
        assertThat(new ProviderRequests(server, Clock.systemUTC()).post("epic").statusCode())
                .isEqualTo(200);
        assertThat(server.provider("smart").clients().get(0).registration().jwkSetUrl())
                .hasToString("Optional[https://app.example.com/jwks]");
    }

    @Test
    void aClientOfAGrantHasASubjectAndAClientSecretWhichIsNotShown() throws IOException {
        server.seed(file("{\"clients\":["
                + EPIC.replace("\"epic\"", "\"box\"")
                        .replaceFirst("\\}$", ",\"subject\":\"4711\",\"clientSecret\":\"s3cr3t-of-box\"}")
                + "]}"));
        MockClient box = server.provider("box").clients().get(0);

        assertThat(box.registration().subject()).contains("4711");
        assertThat(box.registration().clientSecret()).contains("s3cr3t-of-box");
        assertThat(ClientDocument.write("box", box))
                .containsEntry("subject", "4711")
                .doesNotContainKey("clientSecret");
        assertThat(ClientDocument.write("box", box).toString()).doesNotContain("s3cr3t-of-box");
    }

    @Test
    void anEd25519KeyIsNamedByTheKeyIdOfItsClient() throws IOException {
        SigningKey key = SigningKey.generate(JWSAlgorithm.EdDSA);
        String jwk = key.publicJwk().toJSONString().replaceFirst("\"kid\":\"[^\"]*\",?", "");
        server.seed(file("{\"clients\":[{\"provider\":\"fapi-2\",\"clientId\":\"bank\",\"keyId\":\"ed\",\"keys\":"
                + jwk.replace(",}", "}") + "}]}"));

        assertThat(server.provider("fapi-2").clients().get(0).registration().keys())
                .extracting(JWK::getKeyID)
                .containsExactly("ed");
    }

    @Test
    void aServerCanStartWithAFile() throws IOException {
        try (MockProviderServer other = MockProviderServer.builder()
                .seed(file("{\"clients\":[" + EPIC + "]}"))
                .start()) {
            assertThat(other.provider("epic").clients()).hasSize(1);
        }
        Path broken = file("{\"clients\":{}}");
        assertThatThrownBy(() -> MockProviderServer.builder().seed(broken).start())
                .hasMessageContaining("\"clients\" must be an array of objects");
    }

    @Test
    void anErrorNamesItsPlaceAndNothingIsRegistered() throws IOException {
        Path file = file("{\"clients\":[" + EPIC + ",{\"provider\":\"epic\"}]}");
        assertThatThrownBy(() -> server.seed(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("clients.json, line 1, client 2: The member \"clientId\" is missing.");
        Path incomplete = file("{\"clients\":[" + EPIC + "," + EPIC.replace("\"epic\"", "\"siwa\"") + "]}");
        assertThatThrownBy(() -> server.seed(incomplete))
                .hasMessageContaining("client 2: Sign in with Apple requires a Team ID");
        assertThat(server.provider("epic").clients()).isEmpty();
        Path unknown = file("{\"client\":[]}");
        assertThatThrownBy(() -> server.seed(unknown)).hasMessageContaining("Unknown member \"client\"");
    }

    private static String publicPem() {
        try {
            byte[] der = Clients.EC.publicJwk().toECKey().toECPublicKey().getEncoded();
            return "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(der)
                    + "\n-----END PUBLIC KEY-----\n";
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aNumberWithTooLargeAnExponentIsRejectedWithoutBeingShown() throws IOException {
        Path file = file("{\n\"clients\": 1e9999999999}");

        assertThatThrownBy(() -> server.seed(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + ", line 2: A number has too large an exponent")
                .hasMessageNotContaining("9999");
    }

    private Path yaml(String text) throws IOException {
        return Files.writeString(folder.resolve("mock.yaml"), text);
    }

    @Test
    void aYamlFileHasClientsPatientsAndDevices() throws IOException {
        Files.writeString(folder.resolve("jwks.json"), new JWKSet(Clients.RSA.publicJwk()).toString());
        server.seed(yaml("""
                # What my tests need.
                clients:
                  - provider: epic
                    clientId: %s
                    keyFile: jwks.json
                  - provider: siwa
                    clientId: 0123
                    teamId: 12e4567890
                    keyId: no
                    keys: |
                %s
                    redirectUris: [http://localhost:8080/callback]
                patients:
                  - {id: p-1, family: Quill, given: Yes, gender: other, birthDate: 2001-02-03}
                devices:
                  - serialNumber: 0009
                    deviceModel: iPad (A16)
                    assignedServer: Configurator
                  - serialNumber: X2
                """.formatted(Clients.EPIC_ID, publicPem().indent(8))));
        ProviderRequests requests = new ProviderRequests(server, Clock.systemUTC());
        String token = TestHttp.json(requests.post("epic")).path("access_token").asText();
        JsonNode patients = TestHttp.json(
                TestHttp.get(URI.create(server.environment("epic").get("CLIENTAUTH_FHIR_BASE") + "/Patient"), token));
        assertThat(patients.path("total").asInt()).isEqualTo(1);
        assertThat(patients.at("/entry/0/resource/name/0/given/0").asText()).isEqualTo("Yes");
        MockClient apple = server.provider("siwa").clients().get(0);
        assertThat(apple.clientId()).isEqualTo("0123");
        assertThat(apple.registration().teamId()).contains("12e4567890");
        assertThat(apple.registration().keyId()).contains("no");
        for (String provider : List.of("school", "business")) {
            requests.register();
            String access =
                    TestHttp.json(requests.post(provider)).path("access_token").asText();
            JsonNode devices = TestHttp.json(TestHttp.get(
                    URI.create(server.environment(provider).get("CLIENTAUTH_API_BASE") + "/v1/orgDevices"), access));
            assertThat(devices.path("data")).hasSize(2);
            assertThat(devices.at("/data/0/id").asText()).isEqualTo("0009");
            assertThat(devices.at("/data/0/attributes/status").asText()).isEqualTo("ASSIGNED");
            assertThat(devices.at("/data/1/attributes/status").asText()).isEqualTo("UNASSIGNED");
        }
    }

    static List<Arguments> errors() {
        return List.of(
                Arguments.of(
                        "clients:\n  - provider: epic\n    clientID: a",
                        ", line 3, client 1: Unknown member \"clientID\""),
                Arguments.of(
                        "clients:\n  - provider: epic\n    keys: x",
                        ", line 2, client 1: The member \"clientId\" is missing."),
                Arguments.of(
                        "clients:\n  - provider: epic\n    clientId: a\n    jwksUrl: nope",
                        ", line 4, client 1: \"jwksUrl\" must be"),
                Arguments.of("clients:\n  - provider: acme\n    clientId: a", ", line 2, client 1: Unknown provider"),
                Arguments.of(
                        "clients:\n  - provider: epic\n    clientId: a\n    keyFile: gone",
                        ", line 4, client 1: The member \"keyFile\" must"),
                Arguments.of(
                        "clients:\n  - provider: epic\n    clientId: a\n    keyFile: b\n    keys: c",
                        ", line 4, client 1: "),
                Arguments.of("clients: no", ", line 1: The member \"clients\" must be an array of objects."),
                Arguments.of(
                        "patients:\n  - id: a\n    family: b\n    given: c\n    birthDate: 3.2.2001",
                        ", line 5, patient 1: The member \"birthDate\" must look like 1984-03-09."),
                Arguments.of(
                        "patients:\n  - &a {id: a, family: b, given: c, birthDate: 2001-02-03}\n  - *a",
                        ", line 3: YAML aliases"),
                Arguments.of(
                        "patients:\n  - {id: a, family: b, given: c, birthDate: 2001-02-03}\n  - {id: a, family: b, given: c, birthDate: 2001-02-03}",
                        ", line 3, patient 2: The member \"id\" must differ"),
                Arguments.of(
                        "patients:\n  - {id: a/b, family: b, given: c, birthDate: 2001-02-03}",
                        ", line 2, patient 1: The member \"id\" must have"),
                Arguments.of(
                        "patients:\n  - {id: a, gender: f, family: b, given: c, birthDate: 2001-02-03}",
                        ", line 2, patient 1: The member \"gender\" must be female"),
                Arguments.of(
                        "devices:\n  - serialNumber: 1 2", ", line 2, device 1: The member \"serialNumber\" must have"),
                Arguments.of(
                        "devices:\n  - serialNumber: X\n    assignedServer: Z",
                        ", line 3, device 1: The member \"assignedServer\" must be School iPads or Configurator."),
                Arguments.of("devices: []\ndevices: []", ", line 2: A member is given twice"),
                Arguments.of("clients: []\ndevice: []", ", line 2: Unknown member \"device\""),
                Arguments.of("clients:\n  - provider: epic\n   clientId: SECRET", ", line 3: This is not valid YAML"),
                Arguments.of("clients: []\n---\nclients: []", ", line 3: Only one document"),
                Arguments.of("just text", ", line 1: The text must be an object"),
                Arguments.of("", ", line 1: The text must be an object"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorNamesTheLine(String text, String message) throws IOException {
        Path file = yaml(text);
        assertThatThrownBy(() -> server.seed(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + message)
                .hasMessageNotContaining("SECRET");
    }

    @Test
    void nothingOfAnInvalidFileIsUsed() throws IOException {
        Path file = yaml("clients:\n  - " + EPIC + "\ndevices: []\npatients:\n  - {id: a}\n");
        assertThatThrownBy(() -> server.seed(file)).hasMessageContaining("line 5, patient 1");
        assertThat(server.provider("epic").clients()).isEmpty();
        server.seed(yaml("clients:\n  - " + EPIC + "\n"));
        assertThat(server.provider("epic").clients()).hasSize(1);
    }

    @Test
    void aPrivateKeyIsRejectedAndNotRepeated() throws IOException {
        Path file = yaml("clients:\n  - provider: epic\n    clientId: a\n    keys: -----BEGIN PRIVATE KEY-----MIIE\n");
        assertThatThrownBy(() -> server.seed(file))
                .hasMessageContaining("line 2, client 1")
                .hasMessageNotContaining("MIIE");
    }

    @Test
    void theJsonApiReadsNoFiles() {
        assertThat(TestHttp.postJson(
                                URI.create(server.base() + "/api/clients"),
                                "{\"provider\":\"epic\",\"clientId\":\"a\",\"keyFile\":\"/etc/hosts\"}")
                        .body())
                .contains("Unknown member \\\"keyFile\\\"");
    }

    @Test
    void aMissingFileIsAnIOException() {
        assertThatThrownBy(() -> server.seed(folder.resolve("absent.json"))).isInstanceOf(NoSuchFileException.class);
    }
}
