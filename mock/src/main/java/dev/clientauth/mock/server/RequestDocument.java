// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import dev.clientauth.diagnosis.DiagnosisReport;
import dev.clientauth.json.Json;
import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.mock.core.BoundedLog;
import dev.clientauth.mock.token.RequestClaims;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.TokenRequest;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Writes a token request as JSON, without secrets and with long texts cut. */
public final class RequestDocument {
    private static final int MAX_LENGTH = 160;

    private RequestDocument() {}

    static Map<String, Object> summary(BoundedLog.Entry<RecordedRequest> entry) {
        RecordedRequest received = entry.received();
        TokenRequest request = received.request();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("seq", entry.seq());
        members.put("at", received.receivedAt().toString());
        members.put("provider", entry.provider());
        Optional.of(RequestClaims.claimedClient(request))
                .filter(client -> !client.isEmpty())
                .ifPresent(client -> members.put("clientId", shown(request, client)));
        request.method().ifPresent(method -> members.put("method", shown(request, method)));
        request.endpoint().map(URI::getRawPath).ifPresent(path -> members.put("path", shown(request, path)));
        members.put("status", received.status());
        received.error().ifPresent(error -> members.put("error", error));
        received.reason().ifPresent(reason -> members.put("reason", request.redact(reason)));
        members.put("verdict", verdict(received.diagnosis()));
        members.put(
                "summary",
                request.redact(DiagnosisReport.of(received.diagnosis()).summary()));
        members.put("broken", received.diagnosis().broken().size());
        received.fault().ifPresent(fault -> members.put("fault", fault.kind()));
        if (!received.notes().isEmpty()) {
            members.put(
                    "notes",
                    received.notes().stream().map(note -> shown(request, note)).toList());
        }
        return members;
    }

    /** Returns the summary with the whole diagnosis. */
    static Map<String, Object> full(BoundedLog.Entry<RecordedRequest> entry) {
        RecordedRequest received = entry.received();
        Map<String, Object> members = summary(entry);
        DiagnosisReport report = DiagnosisReport.of(received.diagnosis()).with(received.request());
        members.put("report", Json.parse(report.toJson()));
        return members;
    }

    private static String verdict(Diagnosis diagnosis) {
        if (!diagnosis.blocking().isEmpty()) {
            return "broken";
        }
        if (!diagnosis.possibleReasons().isEmpty()) {
            return "disputed";
        }
        if (!diagnosis.broken().isEmpty()) {
            return "advice";
        }
        return diagnosis.unknown().isEmpty() ? "clean" : "unknown";
    }

    private static String shown(TokenRequest request, String text) {
        String redacted = request.redact(text);
        return redacted.codePointCount(0, redacted.length()) > MAX_LENGTH
                ? redacted.substring(0, redacted.offsetByCodePoints(0, MAX_LENGTH)) + "…"
                : redacted;
    }
}
