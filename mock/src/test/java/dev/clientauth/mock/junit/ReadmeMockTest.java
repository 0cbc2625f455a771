// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.junit;

import dev.clientauth.fakes.Clients;
import dev.clientauth.key.SigningKey;
import dev.clientauth.mock.Fault;
import dev.clientauth.mock.server.MockProvider;
import dev.clientauth.mock.server.MockProviderServer;
import dev.clientauth.provider.Epic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/** The README's code for the mock; {@code ReadmeTest} checks that both are identical. */
class ReadmeMockTest {
    private static final SigningKey key = Clients.RSA;

    @RegisterExtension
    static final MockProviderExtension EPIC =
            MockProviderExtension.of(Epic.sandbox()).registering("my-client", key.publicJwk());

    @Test
    void oneProviderInATest() throws IOException {
        try (MockProvider mock = MockProvider.start(Epic.sandbox()).register("my-client", key.publicJwk())) {
            getToken(mock.tokenEndpoint());
            assertThat(mock.received()).hasSize(1);
            mock.received().forEach(r -> System.out.println(r.status() + " " + r.diagnosis()));
        }
    }

    @Test
    void allProvidersOnOnePort() throws IOException {
        MockProviderServer server = MockProviderServer.start();
        try (server) {
            server.provider("epic").register("my-client", key.publicJwk());
            getToken(server.provider("epic").tokenEndpoint());
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void oneFieldInAJUnitTest(MockProvider mock) {
        mock.failNext(Fault.unavailable(Duration.ofSeconds(3)));
        assertThat(mock.tokenEndpoint()).isEqualTo(EPIC.provider().tokenEndpoint());
        assertThat(mock.received()).isEmpty();
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
