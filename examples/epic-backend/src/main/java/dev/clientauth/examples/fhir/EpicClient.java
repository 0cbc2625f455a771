// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.okhttp.client.OkHttpRestfulClientFactory;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import dev.clientauth.BearerInterceptor;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.discovery.Discovery;
import dev.clientauth.key.ring.KeyRing;
import java.net.URI;
import java.time.Duration;
import okhttp3.OkHttpClient;

/** A backend service at one Epic organization. An application creates one and shares it. */
public final class EpicClient {
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(60);

    private final URI fhirBase;
    private final OkHttpClient http;
    private final IGenericClient fhir;

    /**
     * Finds the token endpoint in the metadata of the FHIR server.
     *
     * @param keys the keys that sign, one at a time
     */
    public EpicClient(Discovery discovery, URI fhirBase, String clientId, KeyRing keys, String... scopes) {
        ClientAuthenticator epic =
                discovery.epic(fhirBase, clientId).signingKey(keys).scopes(scopes).build();
        this.fhirBase = fhirBase;
        this.http = new OkHttpClient.Builder()
                .callTimeout(CALL_TIMEOUT)
                .addInterceptor(BearerInterceptor.of(epic, fhirBase))
                .build();
        FhirContext context = FhirContext.forR4();
        OkHttpRestfulClientFactory factory = new OkHttpRestfulClientFactory(context);
        factory.setHttpClient(http);
        factory.setServerValidationMode(ServerValidationModeEnum.NEVER);
        context.setRestfulClientFactory(factory);
        this.fhir = context.newRestfulGenericClient(fhirBase.toString());
    }

    /** Returns the HAPI FHIR client. */
    public IGenericClient fhir() {
        return fhir;
    }

    /** Returns a bulk export of a group, which has not been started. */
    public BulkExport export(String group, String types) {
        return new BulkExport(http, fhirBase, group, types);
    }
}
