package dev.clientauth.mock.api;

import dev.clientauth.profile.Profile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A FHIR server: where it is, and in what it differs from others.
 *
 * @param base the path of its FHIR base, {@code /fhir} for example, without a slash at the end
 * @param tokenPath the path of its token endpoint
 * @param usualFormat what it answers where a client does not say
 * @param scopeUnasked what a token is good for whose request named no scope
 * @param smartMembers the members of its {@code smart-configuration} besides the endpoints
 * @param isEpic whether it is Epic's
 */
public record FhirServer(
        String base,
        String tokenPath,
        FhirFormat usualFormat,
        String scopeUnasked,
        Map<String, Object> smartMembers,
        boolean isEpic) {

    private static final List<String> ASYMMETRIC =
            List.of("client-confidential-asymmetric", "permission-v1", "permission-v2");

    /**
     * One of Epic's: XML unless asked for JSON, and a smart-configuration with what the public sandbox's was seen to have in
     * July 2026. That one names no algorithms and neither introspection, revocation nor registration. A token is good for
     * what was ticked on the app's page, whatever scope was asked for; here, where nothing was asked for, for reading.
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

    /** A server that does SMART Backend Services and nothing else, with the algorithms of this profile. */
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
