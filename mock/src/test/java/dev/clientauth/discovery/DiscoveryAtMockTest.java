// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.discovery;

import dev.clientauth.fakes.Clients;
import dev.clientauth.mock.server.MockProviderServer;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;

import static org.assertj.core.api.Assertions.assertThat;

/** Discovery at the mock providers, whose metadata is that of Epic and of a SMART server. */
class DiscoveryAtMockTest {
    private final Discovery discovery = Discovery.builder().allowLoopback().build();

    @Test
    void aTokenOfEpicIsFoundByTheFhirBaseUrlAlone() throws IOException {
        try (MockProviderServer server = MockProviderServer.start()) {
            server.provider("epic").register(Clients.EPIC_ID, Clients.RSA.publicJwk());
            URI base = URI.create(server.base() + "/epic/interconnect-fhir-oauth/api/FHIR/R4");
            ClientRegistry customers = ClientRegistry.of(
                    url -> discovery.epic(url, Clients.EPIC_ID).signingKey(Clients.RSA));
            assertThat(customers.at(base).accessToken().value()).isNotBlank();
            assertThat(customers.at(base).profile().tokenEndpoint())
                    .contains(server.provider("epic").tokenEndpoint());
            assertThat(server.received())
                    .singleElement()
                    .satisfies(
                            request -> assertThat(request.diagnosis().broken()).isEmpty());
        }
    }

    @Test
    void aTokenOfASmartServerIsFoundByTheFhirBaseUrl() throws IOException {
        try (MockProviderServer server = MockProviderServer.start()) {
            server.provider("smart").register("app", Clients.RSA.publicJwk());
            URI base = URI.create(server.base() + "/smart-backend-services/fhir");
            assertThat(discovery
                            .smart(base, "app")
                            .signingKey(Clients.RSA)
                            .scopes("system/Patient.rs")
                            .build()
                            .accessToken()
                            .value())
                    .isNotBlank();
        }
    }
}
