// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

import dev.clientauth.json.Json;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.ErrorResponse;
import dev.clientauth.profile.EvaluationContext.SendingTime;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.KnownCause;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.TimeWindow;
import dev.clientauth.profile.Verdict;
import dev.clientauth.profile.text.Redactor;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the report as JSON: members in a fixed order, instants in ISO 8601 and durations in seconds. */
final class JsonReport {
    private static final int VERSION = 2;

    private final Content content;

    JsonReport(Content content) {
        this.content = content;
    }

    String write() {
        Profile profile = content.diagnosis().profile();
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("version", VERSION);
        document.put("subject", content.subject().orElse(null));
        document.put("checked", content.noun());
        document.put("profile", members("id", profile.id(), "name", profile.name()));
        document.put("response", content.response().map(JsonReport::response).orElse(null));
        document.put("verdict", content.outcome().id());
        content.reason().ifPresent(reason -> document.put("reason", reason));
        document.put("summary", content.summary());
        document.put("meaning", content.namedCause().map(KnownCause::statement).orElse(null));
        document.put(
                "findings", content.ranked().stream().map(JsonReport::finding).toList());
        document.put(
                "causes",
                content.diagnosis().knownCauses().stream()
                        .map(JsonReport::cause)
                        .toList());
        document.put(
                "time", content.diagnosis().timeWindow().map(JsonReport::time).orElse(null));
        document.put("request", content.request().map(JsonReport::request).orElse(null));
        document.put("notes", content.notes());
        return Json.writeIndented(document);
    }

    private static Map<String, @Nullable Object> response(ErrorResponse response) {
        return members("status", response.status(), "error", response.error(), "description", response.description());
    }

    private static Map<String, @Nullable Object> finding(Finding finding) {
        Rule rule = finding.rule();
        Map<String, @Nullable Object> members = members(
                "id", rule.id(),
                "level", rule.level().name(),
                "field", rule.field().toString());
        if (finding.verdict() instanceof Verdict.Broken broken) {
            members.put("verdict", "broken");
            members.put("statement", rule.statement());
            members.put("observed", Redactor.text(broken.observed()));
            members.put("expected", Redactor.text(broken.expected()));
            members.put("conditional", broken.isConditional());
        } else if (finding.verdict() instanceof Verdict.Disputed disputed) {
            members.put("verdict", "disputed");
            members.put("statement", rule.statement());
            members.put("observed", Redactor.text(disputed.observed()));
            members.put("expected", Redactor.text(disputed.expected()));
            members.put("why", rule.dispute().orElse(null));
        } else if (finding.verdict() instanceof Verdict.Unknown unknown) {
            members.put("verdict", "unknown");
            members.put("statement", rule.statement());
            members.put("missing", Redactor.text(unknown.missing()));
        } else if (finding.verdict() instanceof Verdict.NotApplicable silent) {
            members.put("verdict", "not-applicable");
            members.put("statement", rule.statement());
            members.put("why", Redactor.text(silent.why()));
        } else {
            members.put("verdict", "satisfied");
            members.put("statement", rule.statement());
        }
        members.put("remedy", rule.remedy());
        members.put("error", rule.error());
        members.put("certainty", rule.certainty().toString());
        members.put("source", source(rule.citation()));
        return members;
    }

    private static Map<String, @Nullable Object> cause(KnownCause cause) {
        Map<String, @Nullable Object> members = members(
                "id", cause.id(),
                "statement", cause.statement(),
                "confirm", cause.confirm(),
                "remedy", cause.remedy());
        if (cause.takes() != null) {
            members.put("takesSeconds", cause.takes().toSeconds());
        }
        members.put("errors", cause.errors().stream().sorted().toList());
        members.put("source", source(cause.citation()));
        return members;
    }

    private static Map<String, @Nullable Object> source(Citation citation) {
        return members(
                "title", citation.title(),
                "uri", citation.uri().toString(),
                "read", citation.read().toString(),
                "access", citation.access().toString(),
                "basis", SourceList.basis(citation));
    }

    private static Map<String, @Nullable Object> time(TimeWindow window) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        instant(members, "now", window.now());
        SendingTime sent = window.sent();
        if (sent != null) {
            members.put("clock", sent.isByProvider() ? "provider" : "local");
            members.put("exact", sent.isExact());
        }
        instant(members, "iat", window.iat());
        instant(members, "nbf", window.nbf());
        instant(members, "exp", window.exp());
        instant(members, "earliestExpiry", window.earliestExpiry());
        instant(members, "latestExpiry", window.latestExpiry());
        return members;
    }

    private static void instant(Map<String, @Nullable Object> members, String name, @Nullable Instant instant) {
        if (instant != null) {
            members.put(name, instant.toString());
        }
    }

    private static Map<String, @Nullable Object> request(RedactedRequest request) {
        return members(
                "method", request.method().orElse(null),
                "endpoint", request.endpoint().orElse(null),
                "headers", named(request.headers()),
                "parameters",
                        request.parameters().stream()
                                .map(p -> members("name", p.name(), "value", p.value(), "inQuery", p.inQuery()))
                                .toList(),
                "header", named(request.header()),
                "claims", named(request.claims()));
    }

    private static List<Map<String, @Nullable Object>> named(List<RedactedRequest.Member> all) {
        return all.stream()
                .map(m -> members("name", m.name(), "value", m.value()))
                .toList();
    }

    /** Creates an object from alternating names and values. */
    private static Map<String, @Nullable Object> members(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return members;
    }
}
