// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.testing;

import dev.clientauth.BearerInterceptor;
import dev.clientauth.ClientAuthenticator;
import java.io.IOException;
import java.net.URI;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** The class under test: asks a FHIR server how many patients it has. */
public final class PatientCount {
    private final OkHttpClient http;
    private final URI fhirBase;

    public PatientCount(ClientAuthenticator authenticator, URI fhirBase) {
        this.http = new OkHttpClient.Builder()
                .addInterceptor(BearerInterceptor.of(authenticator, fhirBase))
                .build();
        this.fhirBase = fhirBase;
    }

    public int get() throws IOException {
        Request request = new Request.Builder()
                .url(fhirBase + "/Patient?_count=1")
                .header("Accept", "application/fhir+json")
                .build();
        try (Response response = http.newCall(request).execute()) {
            if (!response.isSuccessful()) {
                throw new IOException("HTTP " + response.code());
            }
            String json = response.body().string();
            return Integer.parseInt(json.replaceFirst("(?s).*\"total\"\\s*:\\s*(\\d+).*", "$1"));
        }
    }
}
