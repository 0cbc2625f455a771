package dev.clientauth.mock.server;

import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.mock.core.BoundedLog;
import dev.clientauth.mock.text.JsonText;
import dev.clientauth.mock.token.RequestClaims;
import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.report.DiagnosisReport;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An attempt as the administration API writes it: no secret of it, and nothing that is longer than people read. */
public final class RequestDocument {
    private static final int LONGEST = 160;

    private RequestDocument() {}

    /** A line about it. */
    static Map<String, Object> summary(BoundedLog.Entry<RecordedRequest> entry) {
        RecordedRequest received = entry.received();
        Attempt attempt = received.attempt();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("seq", entry.seq());
        members.put("at", received.receivedAt().toString());
        members.put("provider", entry.provider());
        Optional.of(RequestClaims.claimedClient(attempt))
                .filter(client -> !client.isEmpty())
                .ifPresent(client -> members.put("clientId", shown(attempt, client)));
        attempt.method().ifPresent(method -> members.put("method", shown(attempt, method)));
        attempt.endpoint().map(URI::getRawPath).ifPresent(path -> members.put("path", shown(attempt, path)));
        members.put("status", received.status());
        received.error().ifPresent(error -> members.put("error", error));
        received.reason().ifPresent(reason -> members.put("reason", attempt.redact(reason)));
        members.put("verdict", verdict(received.diagnosis()));
        members.put(
                "summary",
                attempt.redact(DiagnosisReport.of(received.diagnosis()).summary()));
        members.put("broken", received.diagnosis().broken().size());
        received.fault().ifPresent(fault -> members.put("fault", fault.kind()));
        if (!received.notes().isEmpty()) {
            members.put(
                    "notes",
                    received.notes().stream().map(note -> shown(attempt, note)).toList());
        }
        return members;
    }

    /** All of it: what was sent, and every rule's verdict. */
    static Map<String, Object> full(BoundedLog.Entry<RecordedRequest> entry) {
        RecordedRequest received = entry.received();
        Map<String, Object> members = summary(entry);
        DiagnosisReport report = DiagnosisReport.of(received.diagnosis()).with(received.attempt());
        members.put("report", JsonText.read(report.toJson()));
        return members;
    }

    private static String verdict(Diagnosis diagnosis) {
        if (!diagnosis.fatal().isEmpty()) {
            return "broken";
        }
        if (!diagnosis.broken().isEmpty()) {
            return "advice";
        }
        return diagnosis.undecided().isEmpty() ? "clean" : "undecided";
    }

    private static String shown(Attempt attempt, String text) {
        String redacted = attempt.redact(text);
        return redacted.codePointCount(0, redacted.length()) > LONGEST
                ? redacted.substring(0, redacted.offsetByCodePoints(0, LONGEST)) + "…"
                : redacted;
    }
}
