// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.api;

import dev.clientauth.mock.http.ProviderResponse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The formats of a FHIR resource (https://hl7.org/fhir/R4/http.html#mime-type). */
enum FhirFormat {
    JSON("application/fhir+json", List.of("application/fhir+json", "application/json", "text/json", "json")),
    XML("application/fhir+xml", List.of("application/fhir+xml", "application/xml", "text/xml", "xml"));

    private final String mediaType;
    private final List<String> names;

    FhirFormat(String mediaType, List<String> names) {
        this.mediaType = mediaType;
        this.names = names;
    }

    /** Returns the format of {@code _format}, otherwise of {@code Accept}; empty if it is not supported. */
    static Optional<FhirFormat> of(ApiRequest request, FhirFormat usual) {
        Optional<String> parameter = request.parameter("_format");
        if (parameter.isPresent()) {
            // A plus that was not encoded has become a space.
            return parameter.map(name -> name.replace(' ', '+')).flatMap(FhirFormat::named);
        }
        List<String> ours = new ArrayList<>(usual.names);
        ours.addAll((usual == JSON ? XML : JSON).names);
        return request.accept().preferred(ours).flatMap(FhirFormat::named);
    }

    private static Optional<FhirFormat> named(String name) {
        return JSON.names.contains(name)
                ? Optional.of(JSON)
                : XML.names.contains(name) ? Optional.of(XML) : Optional.empty();
    }

    String mediaType() {
        return mediaType;
    }

    ProviderResponse response(int status, Map<String, ?> resource) {
        return ApiResponse.of(
                status, mediaType + ";charset=UTF-8", this == JSON ? ApiResponse.line(resource) : FhirXml.of(resource));
    }
}
