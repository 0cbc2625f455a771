package dev.clientauth.mock.server;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.clientauth.fakes.Clients;
import dev.clientauth.key.SigningKey;
import dev.clientauth.mock.MockClient;
import dev.clientauth.mock.ProviderRequests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Clients out of a file. */
class ClientsFileTest {
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
        server.register(file("{\"clients\":[" + EPIC
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
        server.register(file("{\"clients\":["
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
        server.register(file("{\"clients\":[{\"provider\":\"fapi-2\",\"clientId\":\"bank\",\"keyId\":\"ed\",\"keys\":"
                + jwk.replace(",}", "}") + "}]}"));

        assertThat(server.provider("fapi-2").clients().get(0).registration().keys())
                .extracting(JWK::getKeyID)
                .containsExactly("ed");
    }

    @Test
    void aServerCanStartWithAFile() throws IOException {
        try (MockProviderServer other = MockProviderServer.builder()
                .clients(file("{\"clients\":[" + EPIC + "]}"))
                .start()) {
            assertThat(other.provider("epic").clients()).hasSize(1);
        }
        Path broken = file("{\"clients\":{}}");
        assertThatThrownBy(() -> MockProviderServer.builder().clients(broken).start())
                .hasMessageContaining("\"clients\" must be an array of objects");
    }

    @Test
    void anErrorNamesItsPlaceAndNothingIsRegistered() throws IOException {
        Path file = file("{\"clients\":[" + EPIC + ",{\"provider\":\"epic\"}]}");
        assertThatThrownBy(() -> server.register(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("clients.json, client 2: The member \"clientId\" is missing.");
        Path incomplete = file("{\"clients\":[" + EPIC + "," + EPIC.replace("\"epic\"", "\"siwa\"") + "]}");
        assertThatThrownBy(() -> server.register(incomplete))
                .hasMessageContaining("client 2: Sign in with Apple requires a Team ID");
        assertThat(server.provider("epic").clients()).isEmpty();
        Path unknown = file("{\"client\":[]}");
        assertThatThrownBy(() -> server.register(unknown)).hasMessageContaining("Unknown member \"client\"");
    }

    @Test
    void aMissingFileIsAnIOException() {
        assertThatThrownBy(() -> server.register(folder.resolve("absent.json")))
                .isInstanceOf(NoSuchFileException.class);
    }
}
