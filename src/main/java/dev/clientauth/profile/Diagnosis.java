// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import dev.clientauth.profile.text.DurationFormat;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The result of checking a request against a profile: which rules are broken, which are satisfied, and which could not be
 * checked.
 *
 * <p>If no rule is broken, look at the {@linkplain #unknown() unknown} rules and the {@linkplain #knownCauses() known
 * causes}. A diagnosis never contains a secret.
 */
public final class Diagnosis {
    private final Profile profile;
    private final List<Finding> findings;
    private final List<KnownCause> causes;
    private final Optional<ErrorResponse> response;
    private final Optional<TimeWindow> timeWindow;
    private final Optional<String> reason;

    Diagnosis(
            Profile profile,
            List<Finding> findings,
            List<KnownCause> causes,
            Optional<ErrorResponse> response,
            Optional<TimeWindow> timeWindow) {
        this(profile, findings, causes, response, timeWindow, Optional.empty());
    }

    private Diagnosis(
            Profile profile,
            List<Finding> findings,
            List<KnownCause> causes,
            Optional<ErrorResponse> response,
            Optional<TimeWindow> timeWindow,
            Optional<String> reason) {
        this.reason = reason;
        this.profile = profile;
        this.findings = List.copyOf(findings);
        this.causes = List.copyOf(causes);
        this.response = response;
        this.timeWindow = timeWindow;
    }

    /** Returns the profile whose rules were checked. */
    public Profile profile() {
        return profile;
    }

    /** Returns the response of the token endpoint, if it is known. */
    public Optional<ErrorResponse> response() {
        return response;
    }

    /** Returns a copy with the response of the token endpoint. */
    public Diagnosis withResponse(ErrorResponse known) {
        return new Diagnosis(profile, findings, causes, Optional.of(known), timeWindow, reason);
    }

    /**
     * Returns a copy with the reason for the refusal, from a source that knows it, such as a mock of the provider. Other causes
     * are then not considered.
     *
     * @param reason one or more sentences, without a secret
     */
    public Diagnosis explained(String reason) {
        return new Diagnosis(profile, findings, causes, response, timeWindow, Optional.of(reason));
    }

    /** Returns the reason for the refusal, if it is known for certain and is not only a broken rule. */
    public Optional<String> reason() {
        return reason;
    }

    /** Returns every rule with its verdict, in the order of the profile. */
    public List<Finding> findings() {
        return findings;
    }

    /** Returns the times of the assertion and the times that the rules allow; empty if the assertion has none. */
    public Optional<TimeWindow> timeWindow() {
        return timeWindow;
    }

    /**
     * Returns the broken rules: those of level {@link Level#MUST} first, starting with those that explain the {@code error} of
     * the response. Otherwise they are ordered from the outside in: method and URL, HTTP headers, parameters, format and header
     * of the JWT, its claims, its times, and finally the signature.
     */
    public List<Finding> broken() {
        return findings.stream()
                .filter(Finding::isBroken)
                .sorted(Comparator.comparing((Finding f) -> f.rule().level())
                        .thenComparing(Finding::isConditional)
                        .thenComparing(f -> !isNamedInResponse(f))
                        .thenComparing(f -> !explainsResponse(f))
                        .thenComparing(f -> f.rule().field().depth()))
                .toList();
    }

    /** Returns whether the provider's error description mentions the field of the rule. */
    private boolean isNamedInResponse(Finding finding) {
        return response.map(ErrorResponse::description)
                .filter(words -> finding.rule().field().isNamedIn(words))
                .isPresent();
    }

    private boolean explainsResponse(Finding finding) {
        return finding.blocksRequest()
                && response.map(ErrorResponse::error)
                        .filter(finding.rule().error()::equals)
                        .isPresent();
    }

    /**
     * Returns the broken rules of level {@link Level#MUST}, in the order of {@link #broken()}. The provider refuses a
     * request that breaks one.
     */
    public List<Finding> blocking() {
        return broken().stream().filter(Finding::blocksRequest).toList();
    }

    /** Returns whether a rule of level {@link Level#MUST} is broken regardless of when the request was sent. */
    public boolean isConclusive() {
        return blocking().stream().anyMatch(finding -> !finding.isConditional());
    }

    /** Returns the disputed rules that the request does not follow. Some servers accept such requests, others may not. */
    public List<Finding> disputed() {
        return findings.stream().filter(Finding::isDisputed).toList();
    }

    /**
     * Returns the disputed rules of level {@link Level#MUST} that may be the reason for a refusal, because some servers enforce
     * them; empty if a rule of that level is broken, or if the request was accepted or the reason is known. Without a response,
     * only the {@linkplain Finding#isUnsafe() unsafe} ones.
     */
    public List<Finding> possibleReasons() {
        boolean isExplained = !blocking().isEmpty() || reason.isPresent() || (response.isPresent() && !isRefused());
        return isExplained
                ? List.of()
                : findings.stream()
                        .filter(Finding::maySufficeForRefusal)
                        .filter(finding -> isRefused() || finding.isUnsafe())
                        .toList();
    }

    /**
     * Returns the {@linkplain Finding#isUnsafe() unsafe} findings. The library does not send a request that has any; a mock
     * refuses only the {@linkplain #blocking() blocking} ones.
     */
    public List<Finding> unsafe() {
        return Stream.concat(blocking().stream(), disputed().stream().filter(Finding::isUnsafe))
                .toList();
    }

    /**
     * Returns what is wrong and what to do, on one line: the first broken rule or, if a refused request breaks none, the most
     * likely cause; empty if there is neither.
     */
    public Optional<String> advice() {
        List<Finding> unsafe = unsafe();
        boolean isExplained = isConclusive() || (!isRefused() && !unsafe.isEmpty());
        if (isExplained) {
            Rule rule = unsafe.get(0).rule();
            int more = unsafe.size() - 1;
            return Optional.of(rule.statement() + " " + rule.remedy()
                    + (more == 0 ? "" : " (" + DurationFormat.counted(more, "more rule") + " broken)"));
        }
        if (!isRefused()) {
            return Optional.empty();
        }
        return possibleReasons().stream()
                .findFirst()
                .map(Finding::rule)
                .map(rule -> "A disputed rule is not followed: " + rule.statement() + " " + rule.remedy())
                .or(() -> knownCauses().stream()
                        .findFirst()
                        .map(cause -> "Possible cause: " + cause.statement() + " " + cause.remedy()));
    }

    /** Returns the rules that could not be checked; their verdicts name the missing fact. */
    public List<Finding> unknown() {
        return findings.stream()
                .filter(f -> f.verdict() instanceof Verdict.Unknown)
                .toList();
    }

    /** Returns whether the token endpoint refused the request. A response that has only a description counts as a refusal. */
    public boolean isRefused() {
        return response.filter(response -> response.error() != null
                        || response.status() >= 400
                        || (response.status() == 0 && response.description() != null))
                .isPresent();
    }

    /**
     * Returns the known cause that the provider's error description indicates; empty if it indicates none, or mentions the
     * field of the first broken rule.
     */
    public Optional<KnownCause> namedCause() {
        if (isConclusive() && isNamedInResponse(broken().get(0))) {
            return Optional.empty();
        }
        return knownCauses().stream().filter(cause -> cause.isNamedIn(response)).findFirst();
    }

    /**
     * Returns the known causes that can explain a refusal, those that its description indicates first; all of them if the
     * response is not known, none if the request was accepted.
     */
    public List<KnownCause> knownCauses() {
        return response.isPresent() && !isRefused() ? List.of() : KnownCause.explaining(causes, response);
    }

    /**
     * Returns the broken rules and the disputed ones that may be the reason for a refusal and, after a refusal that they do not
     * explain, also the unknown rules and possible causes.
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(reason.orElse(""));
        List<Finding> broken = broken();
        if (broken.isEmpty() && reason.isPresent()) {
            return text.toString();
        }
        reason.ifPresent(known -> text.append('\n'));
        if (broken.isEmpty()) {
            text.append("No rule of ").append(profile.name()).append(" is broken.");
        } else {
            text.append("Rules of ")
                    .append(profile.name())
                    .append(" that are broken: ")
                    .append(broken.size());
            broken.forEach(finding -> {
                Verdict.Broken verdict = (Verdict.Broken) finding.verdict();
                describe(finding, verdict.observed(), verdict.expected(), text);
            });
        }
        (isRefused() ? possibleReasons() : unsafe())
                .stream().filter(Finding::isDisputed).forEach(finding -> {
                    Verdict.Disputed verdict = (Verdict.Disputed) finding.verdict();
                    describe(finding, verdict.observed(), verdict.expected(), text);
                });
        if (isRefused() && !isConclusive() && reason.isEmpty()) {
            unknown()
                    .forEach(f -> text.append("\n  ")
                            .append(f.rule().id())
                            .append(" could not be checked without ")
                            .append(((Verdict.Unknown) f.verdict()).missing()));
            knownCauses().forEach(cause -> text.append("\n  Possible cause: ").append(cause));
        }
        return text.toString();
    }

    private static void describe(Finding finding, String observed, String expected, StringBuilder text) {
        text.append("\n  ")
                .append(finding.rule().id())
                .append(finding.rule().level() == Level.SHOULD ? " (SHOULD)" : "")
                .append(finding.isDisputed() ? " (disputed)" : "")
                .append("\n    observed: ")
                .append(observed)
                .append("\n    expected: ")
                .append(expected)
                .append("\n    remedy:   ")
                .append(finding.rule().remedy())
                .append("\n    source:   ")
                .append(finding.rule().citation());
    }
}
