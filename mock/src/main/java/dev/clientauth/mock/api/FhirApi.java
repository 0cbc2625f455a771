// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.api;

import dev.clientauth.mock.http.ProviderResponse;
import dev.clientauth.mock.http.Rejection;
import dev.clientauth.mock.http.RequestHandler;
import dev.clientauth.mock.token.Access;
import dev.clientauth.mock.token.AccessTokens;
import dev.clientauth.profile.TokenRequest;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Mocks a small FHIR R4 server that accepts the tokens of Epic or of a SMART Backend Services server.
 *
 * <p>It has {@code /metadata}, {@code /.well-known/smart-configuration}, read and search of {@code Patient}, and {@code
 * $export} of all patients, of the group {@value #GROUP} and of the system. An {@code Epic-Client-ID} header is accepted and
 * has no effect. Thread-safe.
 */
public final class FhirApi implements RequestHandler {
    /** The only group, which contains all patients. */
    static final String GROUP = "everybody";

    private static final String FORMATS = "application/fhir+json or application/fhir+xml";
    private static final String EXPORT = "$export";
    private static final String EXPORTS = "BulkRequest";

    private final FhirServer server;
    private final AccessTokens tokens;
    private final FhirPatients patients;
    private final FhirDiscovery discovery;
    private final BulkExports exports;

    FhirApi(FhirServer server, AccessTokens tokens, Clock clock) {
        this(server, tokens, new FhirPatients(), clock);
    }

    FhirApi(FhirServer server, AccessTokens tokens, FhirPatients patients, Clock clock) {
        this.server = server;
        this.patients = patients;
        this.tokens = tokens;
        this.discovery = new FhirDiscovery(server);
        this.exports = new BulkExports(server.base() + "/" + EXPORTS, patients, clock);
    }

    @Override
    public ProviderResponse handle(TokenRequest received) {
        ApiRequest request = new ApiRequest(received);
        String path = request.path().replace("%24", "$");
        Optional<FhirFormat> asked = FhirFormat.of(request, server.defaultFormat());
        FhirFormat format = asked.orElse(server.defaultFormat());
        if (!path.startsWith(server.base() + "/")) {
            return nothingHere(format);
        }
        String below = path.substring(server.base().length() + 1);
        boolean isGet = request.method().equals("GET") || request.method().equals("HEAD");
        if (below.equals(".well-known/smart-configuration")) {
            return isGet ? discovery.smartConfiguration(request) : FhirResponse.notAllowed(format, "GET");
        }
        if (below.equals("metadata")) {
            return !isGet
                    ? FhirResponse.notAllowed(format, "GET")
                    : asked.isEmpty()
                            ? FhirResponse.notAcceptable(format, FORMATS)
                            : discovery.capabilities(request, format);
        }
        return request.bearerToken()
                .flatMap(tokens::access)
                .map(access -> guarded(request, List.of(below.split("/", -1)), access, asked))
                .orElseGet(() -> FhirResponse.unauthorized(
                        format, request.bearerToken().isPresent(), AccessRejections.ofToken(request, tokens)));
    }

    private ProviderResponse guarded(ApiRequest request, List<String> path, Access access, Optional<FhirFormat> asked) {
        FhirFormat format = asked.orElse(server.defaultFormat());
        FhirScopes scopes = FhirScopes.of(access.scope().orElse(server.defaultScope()));
        boolean isExport = path.get(path.size() - 1).equals(EXPORT);
        boolean isAboutExport = path.size() > 1 && path.get(0).equals(EXPORTS);
        if (isExport || isAboutExport) {
            return scopes.patients("rs")
                    .map(allowed -> isExport
                            ? exported(request, path, access, allowed)
                            : exports.about(request, path.subList(1, path.size()), access, allowed))
                    .orElseGet(() -> FhirResponse.forbidden(
                            FhirFormat.JSON, AccessRejections.ofScope(access, "system/Patient.rs")));
        }
        if (!path.get(0).equals("Patient") || path.size() > 2) {
            return nothingHere(format);
        }
        boolean isSearchByForm = path.size() == 2 && path.get(1).equals("_search");
        String method = isSearchByForm ? "POST" : "GET";
        if (!request.method().equals(method)) {
            return FhirResponse.notAllowed(format, method);
        }
        if (asked.isEmpty()) {
            return FhirResponse.notAcceptable(format, FORMATS);
        }
        boolean isRead = path.size() == 2 && !isSearchByForm;
        String right = isRead ? "r" : "s";
        return scopes.patients(right)
                .map(allowed -> isRead ? read(path.get(1), allowed, format) : search(request, allowed, format))
                .orElseGet(() ->
                        FhirResponse.forbidden(format, AccessRejections.ofScope(access, "system/Patient." + right)));
    }

    private ProviderResponse exported(
            ApiRequest request, List<String> path, Access access, Predicate<FhirPatient> allowed) {
        boolean isKnown = switch (path.size()) {
            case 1 -> true;
            case 2 -> path.get(0).equals("Patient");
            case 3 -> path.get(0).equals("Group") && path.get(1).equals(GROUP);
            default -> false;
        };
        if (!isKnown) {
            return nothingHere(FhirFormat.JSON);
        }
        return request.method().equals("GET") || request.method().equals("POST")
                ? exports.begin(request, access, allowed)
                : FhirResponse.notAllowed(FhirFormat.JSON, "GET, POST");
    }

    private ProviderResponse read(String id, Predicate<FhirPatient> allowed, FhirFormat format) {
        // Patients outside the scope are reported as absent, so that their existence is not revealed.
        return patients.where(allowed.and(patient -> patient.id().equals(id))).stream()
                .findFirst()
                .map(patient -> format.response(200, patient.resource()))
                .orElseGet(() -> FhirResponse.notFound(format, absent(id)));
    }

    private Rejection absent(String id) {
        return patients.where(patient -> patient.id().equals(id)).isEmpty()
                ? new Rejection("There is no patient with that id.", "Use an id from a search for Patient.")
                : new Rejection(
                        "The scope of the token excludes this patient.",
                        "Request a token whose scope has no such condition.");
    }

    private static ProviderResponse nothingHere(FhirFormat format) {
        return FhirResponse.notFound(
                format,
                new Rejection(
                        "The mock has nothing at this path.",
                        "The mock serves /metadata, /Patient, and $export of the system, of /Patient and of /Group/"
                                + GROUP + "."));
    }

    private ProviderResponse search(ApiRequest request, Predicate<FhirPatient> allowed, FhirFormat format) {
        Predicate<FhirPatient> sought = allowed;
        for (TokenRequest.Parameter parameter : request.parameters()) {
            if (parameter.name().contains(":")) {
                return FhirResponse.bad(
                        format,
                        "not-supported",
                        "Modifiers of search parameters are not supported.",
                        "Remove the colon and what follows it from the parameter's name.");
            }
            if (FhirPatients.SEARCHES.contains(parameter.name())) {
                sought = sought.and(patient -> patient.matches(parameter.name(), parameter.value()));
            }
        }
        List<Object> entries = new ArrayList<>();
        for (FhirPatient patient : patients.where(sought)) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("fullUrl", request.origin() + server.base() + "/Patient/" + patient.id());
            entry.put("resource", patient.resource());
            entry.put("search", Map.of("mode", "match"));
            entries.add(entry);
        }
        Map<String, Object> link = new LinkedHashMap<>();
        link.put("relation", "self");
        link.put("url", request.url());
        Map<String, Object> bundle = new LinkedHashMap<>();
        bundle.put("resourceType", "Bundle");
        bundle.put("type", "searchset");
        bundle.put("total", entries.size());
        bundle.put("link", List.of(link));
        if (!entries.isEmpty()) {
            bundle.put("entry", entries);
        }
        return format.response(200, bundle);
    }
}
