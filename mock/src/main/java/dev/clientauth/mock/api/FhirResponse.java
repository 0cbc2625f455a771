// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.api;

import dev.clientauth.mock.http.ProviderResponse;
import dev.clientauth.mock.http.Rejection;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Creates error responses of a FHIR server: an {@code OperationOutcome}, and the challenges of RFC 6750 section 3. */
final class FhirResponse {
    private static final String CHALLENGE = "WWW-Authenticate";

    private FhirResponse() {}

    /**
     * Returns the response to a missing or invalid token. Without a token, the challenge has no error (RFC 6750 section 3.1).
     *
     * @param hasToken whether the request has a token
     */
    static ProviderResponse unauthorized(FhirFormat format, boolean hasToken, Rejection why) {
        ProviderResponse response = outcome(format, 401, "login", "There is no access token, or it has expired.");
        return (hasToken
                        ? challenging(response, "invalid_token")
                        : ApiResponse.with(response, CHALLENGE, "Bearer realm=\"FHIR\""))
                .because(why);
    }

    /** Returns the response to a token with an insufficient scope, with the challenge of Epic's page. */
    static ProviderResponse forbidden(FhirFormat format, Rejection why) {
        return challenging(
                        outcome(format, 403, "forbidden", "The token's scope does not cover this call."),
                        "insufficient_scope")
                .because(why);
    }

    static ProviderResponse notFound(FhirFormat format, Rejection why) {
        return outcome(format, 404, "not-found", "There is nothing with this id or at this path.")
                .because(why);
    }

    static ProviderResponse notAllowed(FhirFormat format, String methods) {
        return ApiResponse.with(
                        outcome(format, 405, "not-supported", "Only " + methods + " is allowed here."),
                        "Allow",
                        methods)
                .because(new Rejection(
                        "This path does not allow this method.", "Send " + methods.replace(", ", " or ") + "."));
    }

    /**
     * Returns the response to an {@code Accept} header without a supported type.
     *
     * @param types the supported media types
     */
    static ProviderResponse notAcceptable(FhirFormat format, String types) {
        return outcome(format, 406, "not-supported", "The Accept header contains no supported type.")
                .because(new Rejection(
                        "The Accept header, or _format, contains no supported type.", "Send Accept: " + types + "."));
    }

    static ProviderResponse bad(FhirFormat format, String code, String diagnostics, String remedy) {
        return outcome(format, 400, code, diagnostics).because(new Rejection(diagnostics, remedy));
    }

    /** Returns an {@code OperationOutcome} with one error, with a code of FHIR's IssueType. */
    private static ProviderResponse outcome(FhirFormat format, int status, String code, String diagnostics) {
        Map<String, Object> issue = new LinkedHashMap<>();
        issue.put("severity", "error");
        issue.put("code", code);
        issue.put("diagnostics", diagnostics);
        Map<String, Object> resource = new LinkedHashMap<>();
        resource.put("resourceType", "OperationOutcome");
        resource.put("issue", List.of(issue));
        return format.response(status, resource);
    }

    private static ProviderResponse challenging(ProviderResponse response, String error) {
        return ApiResponse.withError(ApiResponse.with(response, CHALLENGE, "Bearer error=\"" + error + "\""), error);
    }
}
