// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.recipes;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.okhttp.client.OkHttpRestfulClientFactory;
import dev.clientauth.BearerInterceptor;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.key.SigningKey;
import dev.clientauth.provider.Epic;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import okhttp3.OkHttpClient;
import org.hl7.fhir.r4.model.Patient;

/** Reads a patient. Arguments: FHIR base URL, token endpoint, client id, key file, key id, id of the patient. */
public class HapiRead {
    public static void main(String[] args) throws IOException {
        ClientAuthenticator epic = ClientAuthenticator.builder(Epic.profile(URI.create(args[1])))
                .clientId(args[2])
                .signingKey(SigningKey.load(Path.of(args[3])).withKeyId(args[4]))
                .scopes("system/Patient.read")
                .build();
        FhirContext r4 = FhirContext.forR4();
        OkHttpRestfulClientFactory http = new OkHttpRestfulClientFactory(r4);
        http.setHttpClient(new OkHttpClient.Builder().addInterceptor(BearerInterceptor.of(epic, URI.create(args[0]))).build());
        r4.setRestfulClientFactory(http);
        Patient patient = r4.newRestfulGenericClient(args[0]).read().resource(Patient.class).withId(args[5]).execute();
        System.out.println(patient.getNameFirstRep().getFamily() + ", " + patient.getBirthDateElement().asStringValue());
    }
}
