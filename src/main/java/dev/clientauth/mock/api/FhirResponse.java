package dev.clientauth.mock.api;

import dev.clientauth.mock.http.ProviderResponse;
import dev.clientauth.mock.http.Rejection;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Refusals of a FHIR server: an {@code OperationOutcome}, and what RFC 6750 section 3 says of tokens. */
final class FhirResponse {
    private static final String CHALLENGE = "WWW-Authenticate";

    private FhirResponse() {}

    /**
     * No token, or one that is not good. To a client that brings none, the challenge has no error (RFC 6750 section 3.1).
     *
     * @param hasToken whether the client brings one
     */
    static ProviderResponse unauthorized(FhirFormat format, boolean hasToken, Rejection why) {
        ProviderResponse reply = outcome(format, 401, "login", "There is no access token, or it has expired.");
        return (hasToken
                        ? challenging(reply, "invalid_token")
                        : ApiResponse.with(reply, CHALLENGE, "Bearer realm=\"FHIR\""))
                .because(why);
    }

    /** A token that was given for something else. Epic's page has this challenge. */
    static ProviderResponse forbidden(FhirFormat format, Rejection why) {
        return challenging(
                        outcome(format, 403, "forbidden", "The token's scope does not cover this."),
                        "insufficient_scope")
                .because(why);
    }

    static ProviderResponse notFound(FhirFormat format, Rejection why) {
        return outcome(format, 404, "not-found", "There is nothing under this id or path.")
                .because(why);
    }

    static ProviderResponse notAllowed(FhirFormat format, String methods) {
        return ApiResponse.with(
                        outcome(format, 405, "not-supported", "Only " + methods + " is taken here."), "Allow", methods)
                .because(new Rejection(
                        "This path takes no such method.", "Send " + methods.replace(", ", " or ") + "."));
    }

    /**
     * An {@code Accept} header that leaves nothing.
     *
     * @param types the media types that there are
     */
    static ProviderResponse notAcceptable(FhirFormat format, String types) {
        return outcome(format, 406, "not-supported", "The Accept header leaves nothing that there is.")
                .because(new Rejection(
                        "The Accept header, or _format, leaves nothing that there is.", "Send Accept: " + types + "."));
    }

    static ProviderResponse bad(FhirFormat format, String code, String diagnostics, String remedy) {
        return outcome(format, 400, code, diagnostics).because(new Rejection(diagnostics, remedy));
    }

    /** An {@code OperationOutcome} of one error, with a code of FHIR's IssueType. */
    private static ProviderResponse outcome(FhirFormat format, int status, String code, String diagnostics) {
        Map<String, Object> issue = new LinkedHashMap<>();
        issue.put("severity", "error");
        issue.put("code", code);
        issue.put("diagnostics", diagnostics);
        Map<String, Object> resource = new LinkedHashMap<>();
        resource.put("resourceType", "OperationOutcome");
        resource.put("issue", List.of(issue));
        return format.reply(status, resource);
    }

    private static ProviderResponse challenging(ProviderResponse reply, String error) {
        return ApiResponse.saying(ApiResponse.with(reply, CHALLENGE, "Bearer error=\"" + error + "\""), error);
    }
}
