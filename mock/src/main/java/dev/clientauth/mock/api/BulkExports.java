// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.api;

import dev.clientauth.mock.http.ProviderResponse;
import dev.clientauth.mock.http.Rejection;
import dev.clientauth.mock.token.Access;
import dev.clientauth.mock.token.TokenStorage;
import dev.clientauth.profile.TokenRequest;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Implements Bulk Data Export as in HL7's guide (https://hl7.org/fhir/uv/bulkdata/export.html): kick-off, status, file, cancellation.
 *
 * <p>Where the guide leaves a choice, this server is strict: it requires {@code Prefer: respond-async}, rejects unknown
 * parameters unless {@code Prefer: handling=lenient}, and shows an export only to the client that started it. Parameters are
 * read from the query, not from a {@code Parameters} resource in a POST. An export is complete at the third status request,
 * so that tests need not wait; at most 100 are kept, for an hour each. Thread-safe.
 */
final class BulkExports {
    private static final Duration KEPT = Duration.ofHours(1);
    private static final int MAX = 100;
    private static final String FILE = "Patient.ndjson";
    private static final String NDJSON = "application/fhir+ndjson";
    private static final Set<String> FORMATS = Set.of(NDJSON, "application/ndjson", "ndjson");
    private static final Set<String> PARAMETERS = Set.of("_outputFormat", "_since", "_type");

    private final String base;
    private final FhirPatients patients;
    private final Clock clock;
    private final TokenStorage<BulkExport> exports =
            new TokenStorage<>(MAX, export -> export.request().length());

    /**
     * Creates the handler.
     *
     * @param base the path of status requests
     */
    BulkExports(String base, FhirPatients patients, Clock clock) {
        this.base = base;
        this.patients = patients;
        this.clock = clock;
    }

    /** Starts an export of the patients that the token permits. */
    ProviderResponse begin(ApiRequest request, Access access, Predicate<FhirPatient> allowed) {
        if (!request.accept().accept(FhirFormat.JSON.mediaType())) {
            return FhirResponse.notAcceptable(FhirFormat.JSON, FhirFormat.JSON.mediaType());
        }
        if (!request.prefers("respond-async")) {
            return bad("required", "The Prefer header must be respond-async.", "Send Prefer: respond-async.");
        }
        Optional<ProviderResponse> fault = faultOfParameters(request);
        if (fault.isPresent()) {
            return fault.get();
        }
        Instant now = clock.instant();
        Predicate<FhirPatient> changed = since(request)
                .<Predicate<FhirPatient>>map(
                        since -> patient -> patient.lastUpdated().isAfter(since))
                .orElse(patient -> true);
        BulkExport export = new BulkExport(access.clientId(), request.url(), now, patients.where(allowed.and(changed)));
        String id = keep(export, now);
        return ApiResponse.with(ProviderResponse.empty(202), "Content-Location", request.origin() + base + "/" + id);
    }

    /**
     * Handles requests under the base path: status, cancellation or file.
     *
     * @param path the segments after the base path
     * @param allowed the patients that the token permits, which must include all exported ones
     */
    ProviderResponse about(ApiRequest request, List<String> path, Access access, Predicate<FhirPatient> allowed) {
        String id = path.get(0);
        BulkExport export =
                find(id).filter(one -> one.clientId().equals(access.clientId())).orElse(null);
        if (export == null) {
            return FhirResponse.notFound(
                    FhirFormat.JSON,
                    new Rejection(
                            "This client has no such export: it was canceled, is older than an hour, or belongs to another client.",
                            "Use the Content-Location of the kick-off response, with a token of the client that started it."));
        }
        if (!export.patients().stream().allMatch(allowed)) {
            return FhirResponse.forbidden(
                    FhirFormat.JSON,
                    new Rejection(
                            "The scope of this token does not cover all patients of the export.",
                            "Use a token with the same scope as the one that started the export."));
        }
        if (path.size() == 1) {
            return switch (request.method()) {
                case "GET" -> status(request, id, export);
                case "DELETE" -> cancelled(id);
                default -> FhirResponse.notAllowed(FhirFormat.JSON, "GET, DELETE");
            };
        }
        return path.size() == 2 && path.get(1).equals(FILE) && export.isDone()
                ? file(request, export)
                : FhirResponse.notFound(
                        FhirFormat.JSON,
                        new Rejection(
                                "There is no such file, or the export is not complete.",
                                "Poll the status until it responds with 200, and fetch the URLs in its output."));
    }

    private ProviderResponse status(ApiRequest request, String id, BulkExport export) {
        int percent = export.poll();
        if (percent < 100) {
            ProviderResponse progress =
                    ApiResponse.with(ProviderResponse.empty(202), "X-Progress", percent + "% complete");
            return ApiResponse.with(progress, "Retry-After", "1");
        }
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("type", "Patient");
        file.put("url", request.origin() + base + "/" + id + "/" + FILE);
        file.put("count", export.patients().size());
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("transactionTime", export.transactionTime().toString());
        manifest.put("request", export.request());
        manifest.put("requiresAccessToken", true);
        manifest.put("output", export.patients().isEmpty() ? List.of() : List.of(file));
        manifest.put("error", List.of());
        return ApiResponse.with(
                ApiResponse.json(200, "application/json", manifest),
                "Expires",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        export.transactionTime().plus(KEPT).atOffset(ZoneOffset.UTC)));
    }

    private ProviderResponse cancelled(String id) {
        synchronized (exports) {
            exports.remove(id);
        }
        return ProviderResponse.empty(202);
    }

    private static ProviderResponse file(ApiRequest request, BulkExport export) {
        if (!request.method().equals("GET")) {
            return FhirResponse.notAllowed(FhirFormat.JSON, "GET");
        }
        if (!request.accept().accept(NDJSON) && !request.accept().accept("application/ndjson")) {
            return FhirResponse.notAcceptable(FhirFormat.JSON, NDJSON);
        }
        String lines = export.patients().stream()
                .map(patient -> ApiResponse.line(patient.resource()) + "\n")
                .collect(Collectors.joining());
        return ApiResponse.of(200, NDJSON, lines);
    }

    private static Optional<ProviderResponse> faultOfParameters(ApiRequest request) {
        boolean lenient = request.prefers("handling=lenient");
        for (TokenRequest.Parameter parameter : request.parameters()) {
            if (!PARAMETERS.contains(parameter.name()) && !lenient) {
                return Optional.of(bad(
                        "not-supported",
                        "A parameter is not supported.",
                        "Send only _outputFormat, _since and _type, or Prefer: handling=lenient."));
            }
        }
        if (!request.parameter("_outputFormat").map(name -> name.replace(' ', '+')).stream()
                .allMatch(FORMATS::contains)) {
            return Optional.of(bad(
                    "not-supported",
                    "The only _outputFormat is application/fhir+ndjson.",
                    "Send that one, or omit _outputFormat."));
        }
        boolean isForPatients = request.parameters().stream()
                .filter(parameter -> parameter.name().equals("_type"))
                .flatMap(parameter -> Stream.of(parameter.value().split(",", -1)))
                .allMatch(type -> type.equals("Patient"));
        if (!isForPatients && !lenient) {
            return Optional.of(
                    bad("not-supported", "The only _type is Patient.", "Send _type=Patient, or omit _type."));
        }
        return request.parameter("_since").isPresent() && since(request).isEmpty()
                ? Optional.of(bad(
                        "value",
                        "_since must be an instant, such as 2026-01-01T00:00:00Z.",
                        "Correct it, and encode the plus of an offset as %2B."))
                : Optional.empty();
    }

    private static Optional<Instant> since(ApiRequest request) {
        // A plus that was not encoded has become a space.
        return request.parameter("_since").flatMap(text -> {
            try {
                return Optional.of(OffsetDateTime.parse(text.replace(' ', '+')).toInstant());
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        });
    }

    private String keep(BulkExport export, Instant now) {
        synchronized (exports) {
            return exports.issue(export, now.plus(KEPT));
        }
    }

    private Optional<BulkExport> find(String id) {
        synchronized (exports) {
            return exports.find(id, clock.instant());
        }
    }

    private static ProviderResponse bad(String code, String diagnostics, String remedy) {
        return FhirResponse.bad(FhirFormat.JSON, code, diagnostics, remedy);
    }
}
