// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.api;

import dev.clientauth.profile.Profile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings of a FHIR server.
 *
 * @param base the path of its FHIR base, {@code /fhir} for example, without a slash at the end
 * @param tokenPath the path of its token endpoint
 * @param defaultFormat the format of responses if the client accepts any
 * @param defaultScope the scope of a token that was requested without one
 * @param smartMembers the members of its {@code smart-configuration} besides the endpoints
 * @param isEpic whether it is Epic's
 */
public record FhirServer(
        String base,
        String tokenPath,
        FhirFormat defaultFormat,
        String defaultScope,
        Map<String, Object> smartMembers,
        boolean isEpic) {

    private static final List<String> ASYMMETRIC =
            List.of("client-confidential-asymmetric", "permission-v1", "permission-v2");

    /**
     * Returns the settings of an Epic server: XML unless JSON is accepted, and the smart-configuration of Epic's public sandbox
     * as observed in July 2026, without algorithms, introspection, revocation and registration. Epic grants what was selected
     * on the app's page, whatever scope was requested; the mock grants read access if none was.
     *
     * @param root the path before {@code /api/FHIR/R4} and {@code /oauth2}: {@code /interconnect-fhir-oauth} for Epic's own
     */
    static FhirServer epic(String root) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(
                "token_endpoint_auth_methods_supported",
                List.of("client_secret_post", "client_secret_basic", "private_key_jwt"));
        members.put(
                "grant_types_supported",
                List.of(
                        "authorization_code",
                        "refresh_token",
                        "client_credentials",
                        "urn:ietf:params:oauth:grant-type:jwt-bearer",
                        "urn:ietf:params:oauth:grant-type:token-exchange"));
        members.put(
                "scopes_supported", List.of("launch", "openid", "profile", "fhirUser", "epic.scanning.dmsusername"));
        members.put("response_types_supported", List.of("code"));
        members.put("code_challenge_methods_supported", List.of("S256"));
        members.put("capabilities", ASYMMETRIC);
        return new FhirServer(
                root + "/api/FHIR/R4", root + "/oauth2/token", FhirFormat.XML, "system/*.read", members, true);
    }

    /** Returns the settings of a server with only SMART Backend Services, with the algorithms of this profile. */
    static FhirServer smart(String base, String tokenPath, Profile profile) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("token_endpoint_auth_methods_supported", List.of("private_key_jwt"));
        List<String> algorithms = new ArrayList<>();
        profile.algorithms().forEach(algorithm -> algorithms.add(algorithm.getName()));
        members.put("token_endpoint_auth_signing_alg_values_supported", algorithms);
        members.put("grant_types_supported", List.of("client_credentials"));
        members.put(
                "scopes_supported",
                List.of("system/Patient.read", "system/Patient.rs", "system/*.read", "system/*.rs"));
        members.put("code_challenge_methods_supported", List.of("S256"));
        members.put("capabilities", ASYMMETRIC);
        return new FhirServer(base, tokenPath, FhirFormat.JSON, "", members, false);
    }
}
