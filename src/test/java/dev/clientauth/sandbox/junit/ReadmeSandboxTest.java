package dev.clientauth.sandbox.junit;

import dev.clientauth.fakes.Clients;
import dev.clientauth.key.SigningKey;
import dev.clientauth.provider.Epic;
import dev.clientauth.sandbox.Fault;
import dev.clientauth.sandbox.Sandbox;
import dev.clientauth.sandbox.SandboxServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/** What the README shows of the sandbox; {@code ReadmeTest} holds that it stands here word for word. */
class ReadmeSandboxTest {
    private static final SigningKey key = Clients.RSA;

    @RegisterExtension
    static final SandboxExtension EPIC = SandboxExtension.of(Epic.sandbox()).registering("my-client", key.publicJwk());

    @Test
    void oneProviderInATest() throws IOException {
        try (Sandbox sandbox = Sandbox.start(Epic.sandbox()).register("my-client", key.publicJwk())) {
            getToken(sandbox.tokenEndpoint());
            assertThat(sandbox.received()).hasSize(1);
            sandbox.received().forEach(r -> System.out.println(r.status() + " " + r.diagnosis()));
        }
    }

    @Test
    void allOfThemOnOnePort() throws IOException {
        SandboxServer server = SandboxServer.start();
        try (server) {
            server.sandbox("epic").register("my-client", key.publicJwk());
            getToken(server.sandbox("epic").tokenEndpoint());
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void oneFieldInATestOfJUnits(Sandbox sandbox) {
        sandbox.failNext(Fault.unavailable(Duration.ofSeconds(3)));
        assertThat(sandbox.tokenEndpoint()).isEqualTo(EPIC.sandbox().tokenEndpoint());
        assertThat(sandbox.received()).isEmpty();
    }

    private static void getToken(URI tokenEndpoint) {
        assertThat(Clients.epic(tokenEndpoint)
                        .clientId("my-client")
                        .build()
                        .accessToken()
                        .value())
                .isNotEmpty();
    }
}
