// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.ErrorResponse;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.KnownCause;
import dev.clientauth.profile.Level;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.profile.Verdict;
import dev.clientauth.profile.text.DurationFormat;
import dev.clientauth.profile.text.Redactor;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The content of a report, in order, independent of the format. Text from outside is safe to print. */
final class Content {
    /** How a missing fact describes a value that was left out. */
    private static final Pattern LEFT_OUT = Pattern.compile("the value of the (.+), which was left out");

    private static final int MAX_IDENTITY = 48;

    /** The class of an exception, with what a server's log writes before it; the reason follows. */
    private static final Pattern EXCEPTION_BEFORE =
            Pattern.compile("^[^\n]{0,200}?\\b[a-z]\\w{0,40}\\.[\\w.]{1,200}(?:Exception|Error): (?=\\S)");

    private static final Set<String> IDENTITY = Set.of("alg", "kid", "iss", "sub", "aud");

    private final Diagnosis diagnosis;
    private final @Nullable TokenRequest request;
    private final List<String> notes;
    private final boolean isUnsent;
    private final Subject subject;

    Content(
            Diagnosis diagnosis,
            @Nullable TokenRequest request,
            List<String> notes,
            boolean isUnsent,
            Subject subject) {
        this.diagnosis = diagnosis;
        this.request = request;
        this.notes = notes;
        this.isUnsent = isUnsent;
        this.subject = subject;
    }

    Diagnosis diagnosis() {
        return diagnosis;
    }

    Outcome outcome() {
        return subject.isChecked() ? Outcome.of(diagnosis) : Outcome.NO_REQUEST;
    }

    /** Returns what was read and checked, or what to paste instead; empty for a diagnosis only. */
    Optional<String> subject() {
        return Optional.of(foreign(subject.line())).filter(line -> !line.isEmpty());
    }

    /** Returns what was checked, as a noun. */
    String noun() {
        return subject.noun();
    }

    /** Returns whether missing facts do not matter, because nothing was sent yet or because the reason is known. */
    boolean isUnsent() {
        return isUnsent || diagnosis.reason().isPresent();
    }

    /** Returns the reason if it is known; otherwise empty. */
    String summary() {
        String sentence = outcome().sentence(diagnosis, subject.noun());
        return diagnosis
                .reason()
                .map(this::foreign)
                .map(reason -> diagnosis.broken().isEmpty() ? reason : reason + " " + sentence)
                .orElse(sentence);
    }

    /** Returns the reason of a refusal, if it is known. */
    Optional<String> reason() {
        return diagnosis.reason().map(this::foreign);
    }

    List<String> notes() {
        return notes.stream().map(this::foreign).toList();
    }

    Optional<RedactedRequest> request() {
        return Optional.ofNullable(request).map(RedactedRequest::of);
    }

    Optional<ErrorResponse> response() {
        return diagnosis
                .response()
                .map(a -> new ErrorResponse(a.status(), printable(a.error()), printable(a.description())));
    }

    /** Describes the response, ending with the provider's own words. */
    Optional<String> responseText() {
        return response().map(a -> {
            String said = a.description() == null
                    ? ""
                    : '"' + EXCEPTION_BEFORE.matcher(a.description()).replaceFirst("") + '"';
            String code = a.error() == null ? "" : a.error();
            String status = a.status() > 0 ? "HTTP " + a.status() : "";
            String what = status + (status.isEmpty() || code.isEmpty() ? "" : ", ") + code;
            return what.isEmpty()
                    ? "The server says: " + said
                    : "The token endpoint responded " + what + (said.isEmpty() ? "." : ": " + said);
        });
    }

    /** Returns what the provider's words mean, if a known cause matches them. */
    Optional<KnownCause> namedCause() {
        return isUnsent() ? Optional.empty() : diagnosis.namedCause();
    }

    /**
     * Returns the header and the claims that identify the client and its key, on one line; empty if they were not read.
     */
    Optional<String> identity() {
        return request()
                .map(shown -> Stream.concat(shown.header().stream(), shown.claims().stream())
                        .filter(member -> IDENTITY.contains(member.name()))
                        .map(member -> member.name() + " " + shortened(member.value()))
                        .collect(Collectors.joining(", ")))
                .filter(line -> !line.isEmpty());
    }

    private static String shortened(String value) {
        return value.length() > MAX_IDENTITY ? value.substring(0, MAX_IDENTITY) + "…" : value;
    }

    private @Nullable String printable(@Nullable String text) {
        return text == null ? null : foreign(text);
    }

    private String foreign(String text) {
        return Redactor.text(request == null ? text : request.redact(text));
    }

    /** Returns the findings with this verdict, required rules first. */
    List<Finding> with(Class<? extends Verdict> verdict) {
        List<Finding> found = new ArrayList<>();
        for (Level level : Level.values()) {
            diagnosis.findings().stream()
                    .filter(f -> f.rule().level() == level && verdict.isInstance(f.verdict()))
                    .forEach(found::add);
        }
        return found;
    }

    /** Returns all findings: broken in the order of the diagnosis, disputed, unknown, satisfied, not applicable. */
    List<Finding> ranked() {
        List<Finding> ranked = new ArrayList<>(diagnosis.broken());
        ranked.addAll(diagnosis.disputed());
        ranked.addAll(with(Verdict.Unknown.class));
        ranked.addAll(with(Verdict.Satisfied.class));
        ranked.addAll(with(Verdict.NotApplicable.class));
        return ranked;
    }

    /**
     * Returns the rules that could not be checked by missing fact, beginning with the fact that most rules need. Values that
     * were left out count as one fact, because they are restored together.
     */
    Map<String, List<Rule>> unknown() {
        Map<String, List<Rule>> byFact = new LinkedHashMap<>();
        Map<String, List<Rule>> byLeftOut = new LinkedHashMap<>();
        for (Finding finding : with(Verdict.Unknown.class)) {
            String missing = Redactor.text(((Verdict.Unknown) finding.verdict()).missing());
            Matcher leftOut = LEFT_OUT.matcher(missing);
            (leftOut.matches() ? byLeftOut : byFact)
                    .computeIfAbsent(leftOut.matches() ? leftOut.group(1) : missing, fact -> new ArrayList<>())
                    .add(finding.rule());
        }
        if (!byLeftOut.isEmpty()) {
            byFact.put(
                    (byLeftOut.size() == 1 ? "the value that was left out: " : "the values that were left out: ")
                            + String.join(", ", byLeftOut.keySet()),
                    byLeftOut.values().stream().flatMap(List::stream).toList());
        }
        Map<String, List<Rule>> byCount = new LinkedHashMap<>();
        byFact.entrySet().stream()
                .sorted(Comparator.comparing(waiting -> -waiting.getValue().size()))
                .forEach(waiting -> byCount.put(waiting.getKey(), waiting.getValue()));
        return byCount;
    }

    /** Returns the introduction to the missing facts. */
    String waiting() {
        return DurationFormat.counted(diagnosis.unknown().size(), "rule") + " could not be checked. Missing:";
    }

    /** Returns whether rules that are not broken are shown in detail: only if nothing is certainly broken. */
    boolean isOpen() {
        return !diagnosis.isConclusive();
    }
}
