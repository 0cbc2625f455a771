package dev.clientauth.mock.api;

import dev.clientauth.mock.http.ProviderResponse;
import dev.clientauth.mock.http.Rejection;
import dev.clientauth.mock.token.Access;
import dev.clientauth.mock.token.TokenStorage;
import dev.clientauth.profile.Attempt;

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
 * Bulk Data Export by HL7's guide (https://hl7.org/fhir/uv/bulkdata/export.html): kick-off, status, file, cancellation.
 *
 * <p>Where the guide leaves a server the choice, this one is strict: without {@code Prefer: respond-async} it refuses, an
 * unknown parameter it refuses unless {@code Prefer: handling=lenient}, and an export is there for the client that began it
 * and for nobody else. Parameters are read from the query; a {@code Parameters} resource in a POST is not. An export is
 * done when it has been asked about three times, so that nobody has to wait; it is kept for an hour. Thread-safe.
 */
final class BulkExports {
    private static final Duration KEPT = Duration.ofHours(1);
    private static final int MOST = 100;
    private static final String FILE = "Patient.ndjson";
    private static final String NDJSON = "application/fhir+ndjson";
    private static final Set<String> FORMATS = Set.of(NDJSON, "application/ndjson", "ndjson");
    private static final Set<String> PARAMETERS = Set.of("_outputFormat", "_since", "_type");

    private final String base;
    private final Clock clock;
    private final TokenStorage<BulkExport> exports =
            new TokenStorage<>(MOST, export -> export.request().length());

    /**
     * No exports yet.
     *
     * @param base the path under which they are asked about
     */
    BulkExports(String base, Clock clock) {
        this.base = base;
        this.clock = clock;
    }

    /** Begins an export of the patients that the token allows. */
    ProviderResponse begin(ApiRequest request, Access access, Predicate<FhirPatient> allowed) {
        if (!request.accept().take(FhirFormat.JSON.mediaType())) {
            return FhirResponse.notAcceptable(FhirFormat.JSON, FhirFormat.JSON.mediaType());
        }
        if (!request.prefers("respond-async")) {
            return bad("required", "The Prefer header has to be respond-async.", "Send Prefer: respond-async.");
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
        BulkExport export =
                new BulkExport(access.clientId(), request.url(), now, FhirPatients.where(allowed.and(changed)));
        String id = keep(export, now);
        return ApiResponse.with(ProviderResponse.empty(202), "Content-Location", request.origin() + base + "/" + id);
    }

    /**
     * Answers what comes under the base: status, cancellation or file.
     *
     * @param path what follows the base
     * @param allowed whom the token is good for, which has to cover all that is exported
     */
    ProviderResponse about(ApiRequest request, List<String> path, Access access, Predicate<FhirPatient> allowed) {
        String id = path.get(0);
        BulkExport export =
                find(id).filter(one -> one.clientId().equals(access.clientId())).orElse(null);
        if (export == null) {
            return FhirResponse.notFound(
                    FhirFormat.JSON,
                    new Rejection(
                            "This client has no such export: it was cancelled, or it is an hour old, or another client's.",
                            "Ask at the Content-Location of the kick-off, with a token of the client that began it."));
        }
        if (!export.patients().stream().allMatch(allowed)) {
            return FhirResponse.forbidden(
                    FhirFormat.JSON,
                    new Rejection(
                            "The scope of this token leaves out patients that the export has.",
                            "Use a token with the scope of the one that began the export."));
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
                                "There is no such file, or the export is not done.",
                                "Ask about the export until it answers 200, and fetch what its output names."));
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
        if (!request.accept().take(NDJSON) && !request.accept().take("application/ndjson")) {
            return FhirResponse.notAcceptable(FhirFormat.JSON, NDJSON);
        }
        String lines = export.patients().stream()
                .map(patient -> ApiResponse.line(patient.resource()) + "\n")
                .collect(Collectors.joining());
        return ApiResponse.of(200, NDJSON, lines);
    }

    private static Optional<ProviderResponse> faultOfParameters(ApiRequest request) {
        boolean lenient = request.prefers("handling=lenient");
        for (Attempt.Parameter parameter : request.parameters()) {
            if (!PARAMETERS.contains(parameter.name()) && !lenient) {
                return Optional.of(bad(
                        "not-supported",
                        "There is a parameter that is not supported.",
                        "Send only _outputFormat, _since and _type, or Prefer: handling=lenient."));
            }
        }
        if (!request.parameter("_outputFormat").map(name -> name.replace(' ', '+')).stream()
                .allMatch(FORMATS::contains)) {
            return Optional.of(bad(
                    "not-supported",
                    "The only _outputFormat is application/fhir+ndjson.",
                    "Send that one, or leave _outputFormat away."));
        }
        boolean isForPatients = request.parameters().stream()
                .filter(parameter -> parameter.name().equals("_type"))
                .flatMap(parameter -> Stream.of(parameter.value().split(",", -1)))
                .allMatch(type -> type.equals("Patient"));
        if (!isForPatients && !lenient) {
            return Optional.of(
                    bad("not-supported", "The only _type is Patient.", "Send _type=Patient, or leave _type away."));
        }
        return request.parameter("_since").isPresent() && since(request).isEmpty()
                ? Optional.of(bad(
                        "value",
                        "_since has to be an instant, such as 2026-01-01T00:00:00Z.",
                        "Correct it, with the plus of an offset as %2B."))
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
