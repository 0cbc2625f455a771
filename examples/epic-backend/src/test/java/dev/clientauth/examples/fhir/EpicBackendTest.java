// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.sun.net.httpserver.HttpServer;
import dev.clientauth.BearerRetry;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.discovery.Discovery;
import dev.clientauth.key.PublicKeySetHandler;
import dev.clientauth.key.ring.KeyRing;
import dev.clientauth.mock.MockClient;
import dev.clientauth.mock.RecordedApiCall;
import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.mock.server.MockProviderServer;
import dev.clientauth.profile.Registration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpicBackendTest {
    private static final String CLIENT_ID = "36c92488-dc0c-4c3a-9e29-9f4a1e5ee8a4";
    private static final Duration MAX_AGE = Duration.ofSeconds(1);

    @TempDir
    private Path folder;

    private MockProviderServer mock;
    private HttpServer web;
    private KeyRing keys;
    private URI fhirBase;
    private Discovery discovery;

    /** The application publishes its keys; the mock of Epic fetches them. */
    @BeforeEach
    void start() throws IOException {
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        URI jwkSet = URI.create("http://127.0.0.1:" + web.getAddress().getPort() + "/jwks.json");
        web.createContext("/jwks.json", new PublicKeySetHandler(() -> keys.publicKeys(), MAX_AGE));
        web.start();
        keys = KeyRing.directory(folder)
                .algorithm(JWSAlgorithm.RS384)
                .jwkSetUrl(jwkSet)
                .checkEvery(Duration.ofSeconds(1))
                .open();
        mock = MockProviderServer.builder().speedUp(20).start();
        mock.register(
                "epic",
                MockClient.of(Registration.of(CLIENT_ID).withJwkSetUrl(jwkSet))
                        .withScopes(Set.of("system/Patient.read", "system/Group.read")));
        fhirBase = URI.create(mock.base() + "/epic/interconnect-fhir-oauth/api/FHIR/R4");
        discovery = Discovery.builder().allowLoopback().build();
    }

    @AfterEach
    void stop() {
        mock.close();
        keys.close();
        web.stop(0);
    }

    private EpicClient epic() {
        return new EpicClient(discovery, fhirBase, CLIENT_ID, keys, "system/Patient.read", "system/Group.read");
    }

    private static Bundle patients(IGenericClient fhir) {
        return fhir.search().forResource(Patient.class).returnBundle(Bundle.class).execute();
    }

    @Test
    void readsAPatient() {
        IGenericClient fhir = epic().fhir();
        Bundle found = patients(fhir);
        assertFalse(found.getEntry().isEmpty());
        String id = found.getEntryFirstRep().getResource().getIdElement().getIdPart();
        Patient patient = fhir.read().resource(Patient.class).withId(id).execute();
        assertEquals(id, patient.getIdElement().getIdPart());
        assertFalse(patient.getName().isEmpty());
    }

    @Test
    void exportsAGroup() throws IOException {
        List<JsonNode> exported = new ArrayList<>();
        epic().export("everybody", "Patient").run(Duration.ofMillis(100), (type, resource) -> exported.add(resource));
        assertFalse(exported.isEmpty());
        assertTrue(exported.stream().allMatch(resource -> resource.path("resourceType").asText().equals("Patient")));
    }

    @Test
    void replacesTheKeyWithoutAnInterruption() throws InterruptedException {
        IGenericClient fhir = epic().fhir();
        patients(fhir);
        String before = keys.current().keyId().orElseThrow();
        keys.rotate();
        patients(fhir);
        assertEquals(before, keys.current().keyId().orElseThrow(), "the new key is published first");
        for (int i = 0; i < 100 && keys.current().keyId().orElseThrow().equals(before); i++) {
            Thread.sleep(200);
        }
        assertNotEquals(before, keys.current().keyId().orElseThrow(), "signs once the caches have expired");
        mock.provider("epic").clear();
        patients(fhir);
        assertEquals(1, count(401), "the old token was revoked");
        assertEquals(
                List.of(200), mock.provider("epic").received().stream().map(RecordedRequest::status).toList());
    }

    /** For HTTP clients other than OkHttp. */
    @Test
    void theInterceptorOfHapiReplacesARevokedToken() {
        ClientAuthenticator authenticator =
                discovery.epic(fhirBase, CLIENT_ID).signingKey(keys).scopes("system/Patient.read").build();
        FhirContext context = FhirContext.forR4();
        context.setRestfulClientFactory(new ca.uhn.fhir.okhttp.client.OkHttpRestfulClientFactory(context));
        context.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.NEVER);
        IGenericClient fhir = context.newRestfulGenericClient(fhirBase.toString());
        fhir.registerInterceptor(new HapiBearer(BearerRetry.of(authenticator, fhirBase)));
        patients(fhir);
        mock.provider("epic").clear();
        assertFalse(patients(fhir).getEntry().isEmpty());
        assertEquals(1, count(401));
    }

    private long count(int status) {
        List<Integer> statuses = mock.calls().stream().map(RecordedApiCall::status).toList();
        return statuses.stream().filter(each -> each == status).count();
    }
}
