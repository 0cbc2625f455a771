// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.key.SigningKey;
import dev.clientauth.mock.Fault;
import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.mock.server.MockProvider;
import dev.clientauth.mock.server.MockProviderServer;
import dev.clientauth.provider.Epic;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A class that calls an API: the server has the token endpoints of all providers, and their APIs. */
class PatientCountTest {
    private static final String CLIENT_ID = "36c92488-dc0c-4c3a-9e29-9f4a1e5ee8a4";
    private static final SigningKey KEY =
            SigningKey.generate(JWSAlgorithm.RS384).withKeyId("epic-2026-11");

    private MockProviderServer mock;
    private MockProvider epic;
    private PatientCount patients;

    @BeforeEach
    void start() throws IOException {
        mock = MockProviderServer.start();
        epic = mock.provider("epic").register(CLIENT_ID, KEY.publicJwk());
        ClientAuthenticator authenticator = ClientAuthenticator.builder(Epic.sandbox())
                .clientId(CLIENT_ID)
                .signingKey(KEY)
                .scopes("system/Patient.read")
                .tokenEndpoint(epic.tokenEndpoint())
                .build();
        patients = new PatientCount(
                authenticator, URI.create(mock.base() + "/epic/interconnect-fhir-oauth/api/FHIR/R4"));
    }

    @AfterEach
    void stop() {
        mock.close();
    }

    @Test
    void countsPatients() throws IOException {
        assertTrue(patients.get() > 0);
    }

    @Test
    void survivesAnOutageOfTheTokenEndpoint() throws IOException {
        epic.failNext(Fault.unavailable(Duration.ofSeconds(1)));
        assertTrue(patients.get() > 0);
        assertEquals(List.of(503, 200), epic.received().stream().map(RecordedRequest::status).toList());
    }

    @Test
    void usesANewTokenAfterTheOldOneWasRevoked() throws IOException {
        patients.get();
        epic.clear();
        assertTrue(patients.get() > 0);
        assertEquals(1, epic.received().size());
    }
}
