// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.api;

import dev.clientauth.mock.http.ProviderResponse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the {@code smart-configuration} of a FHIR server (SMART App Launch 2.2, Conformance) and its {@code
 * CapabilityStatement}. Epic's contain an authorization endpoint and an issuer, as at Epic, although the mock serves no pages
 * there.
 */
final class FhirDiscovery {
    private static final String OAUTH_URIS = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris";
    private static final String SECURITY_SERVICE = "http://terminology.hl7.org/CodeSystem/restful-security-service";

    private final FhirServer server;

    FhirDiscovery(FhirServer server) {
        this.server = server;
    }

    /** Returns JSON, whatever the request accepts. */
    ProviderResponse smartConfiguration(ApiRequest request) {
        Map<String, Object> document = new LinkedHashMap<>();
        if (server.isEpic()) {
            document.put("issuer", oauth(request));
            document.put("authorization_endpoint", oauth(request) + "/authorize");
        }
        document.put("token_endpoint", request.origin() + server.tokenPath());
        document.putAll(server.smartMembers());
        return ApiResponse.json(200, "application/json", document);
    }

    ProviderResponse capabilities(ApiRequest request, FhirFormat format) {
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("resourceType", "CapabilityStatement");
        statement.put("status", "active");
        statement.put("date", "2026-11-20");
        statement.put("kind", "instance");
        statement.put("software", Map.of("name", "clientauth mock"));
        Map<String, Object> implementation = new LinkedHashMap<>();
        implementation.put("description", "A mock with fictitious patients");
        implementation.put("url", request.origin() + server.base());
        statement.put("implementation", implementation);
        statement.put("fhirVersion", "4.0.1");
        statement.put("format", List.of("xml", "json"));
        statement.put("rest", List.of(rest(request)));
        return format.response(200, statement);
    }

    private Map<String, Object> rest(ApiRequest request) {
        List<Object> uris = new ArrayList<>();
        uris.add(uri("token", request.origin() + server.tokenPath()));
        if (server.isEpic()) {
            uris.add(uri("authorize", oauth(request) + "/authorize"));
        }
        Map<String, Object> extension = new LinkedHashMap<>();
        extension.put("url", OAUTH_URIS);
        extension.put("extension", uris);
        Map<String, Object> coding = new LinkedHashMap<>();
        coding.put("system", SECURITY_SERVICE);
        coding.put("code", "SMART-on-FHIR");
        Map<String, Object> security = new LinkedHashMap<>();
        security.put("extension", List.of(extension));
        security.put("service", List.of(Map.of("coding", List.of(coding))));
        Map<String, Object> patient = new LinkedHashMap<>();
        patient.put("type", "Patient");
        patient.put("interaction", List.of(Map.of("code", "read"), Map.of("code", "search-type")));
        patient.put(
                "searchParam",
                List.of(
                        search("_id", "token"),
                        search("family", "string"),
                        search("given", "string"),
                        search("name", "string"),
                        search("gender", "token"),
                        search("birthdate", "date")));
        Map<String, Object> rest = new LinkedHashMap<>();
        rest.put("mode", "server");
        rest.put("security", security);
        rest.put("resource", List.of(patient));
        return rest;
    }

    /** Returns the token endpoint without its last segment. */
    private String oauth(ApiRequest request) {
        return request.origin()
                + server.tokenPath().substring(0, server.tokenPath().lastIndexOf('/'));
    }

    private static Map<String, Object> uri(String name, String value) {
        Map<String, Object> uri = new LinkedHashMap<>();
        uri.put("url", name);
        uri.put("valueUri", value);
        return uri;
    }

    private static Map<String, Object> search(String name, String type) {
        Map<String, Object> search = new LinkedHashMap<>();
        search.put("name", name);
        search.put("type", type);
        return search;
    }
}
