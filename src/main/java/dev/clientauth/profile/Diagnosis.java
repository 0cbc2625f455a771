package dev.clientauth.profile;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The result of checking a request against a profile: which rules are broken, satisfied, and could not be checked.
 *
 * <p>Where nothing is broken, the {@linkplain #unknown() unknown} rules and the {@linkplain #knownCauses() known
 * causes} are what remains. A diagnosis never contains a secret.
 */
public final class Diagnosis {
    private final Profile profile;
    private final List<Finding> findings;
    private final List<KnownCause> causes;
    private final Optional<ErrorResponse> answer;
    private final Optional<TimeWindow> timeWindow;
    private final Optional<String> reason;

    Diagnosis(
            Profile profile,
            List<Finding> findings,
            List<KnownCause> causes,
            Optional<ErrorResponse> answer,
            Optional<TimeWindow> timeWindow) {
        this(profile, findings, causes, answer, timeWindow, Optional.empty());
    }

    private Diagnosis(
            Profile profile,
            List<Finding> findings,
            List<KnownCause> causes,
            Optional<ErrorResponse> answer,
            Optional<TimeWindow> timeWindow,
            Optional<String> reason) {
        this.reason = reason;
        this.profile = profile;
        this.findings = List.copyOf(findings);
        this.causes = List.copyOf(causes);
        this.answer = answer;
        this.timeWindow = timeWindow;
    }

    /** The profile by which it was judged. */
    public Profile profile() {
        return profile;
    }

    /** What the token endpoint answered, where known. */
    public Optional<ErrorResponse> response() {
        return answer;
    }

    /** The same diagnosis, knowing what the token endpoint answered. */
    public Diagnosis withResponse(ErrorResponse known) {
        return new Diagnosis(profile, findings, causes, Optional.of(known), timeWindow, reason);
    }

    /**
     * Returns the same diagnosis with the reason for the refusal, from somebody who knows it for certain, such as a mock of
     * the provider. No other cause needs to be considered then.
     *
     * @param reason one or more sentences, without a secret
     */
    public Diagnosis explained(String reason) {
        return new Diagnosis(profile, findings, causes, answer, timeWindow, Optional.of(reason));
    }

    /** Returns the reason for the refusal, if it is known for certain and is not a broken rule alone. */
    public Optional<String> reason() {
        return reason;
    }

    /** Every rule with its verdict, in the order of the profile. */
    public List<Finding> findings() {
        return findings;
    }

    /** The instants of the assertion beside those that the rules allow; empty where it holds none. */
    public Optional<TimeWindow> timeWindow() {
        return timeWindow;
    }

    /**
     * The broken rules, those of level {@link Level#MUST} first; among these, first those that explain the {@code error}
     * of the answer. The rest is told from the outside in, which is how often it goes wrong: method and URL, HTTP headers,
     * parameters, the JWT's form and header, its claims, its times, and last the signature.
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

    /** Whether the provider's own words speak of what the rule is about. */
    private boolean isNamedInResponse(Finding finding) {
        return answer.map(ErrorResponse::description)
                .filter(words -> finding.rule().field().isNamedIn(words))
                .isPresent();
    }

    private boolean explainsResponse(Finding finding) {
        return finding.blocksRequest()
                && answer.map(ErrorResponse::error)
                        .filter(finding.rule().error()::equals)
                        .isPresent();
    }

    /** The broken rules of level {@link Level#MUST}, in the order of {@link #broken()}: with one the provider refuses. */
    public List<Finding> blocking() {
        return broken().stream().filter(Finding::blocksRequest).toList();
    }

    /** Whether a rule of level {@link Level#MUST} is broken whenever the request was sent. */
    public boolean isConclusive() {
        return blocking().stream().anyMatch(finding -> !finding.isConditional());
    }

    /** The disputed rules that the request departs from. Providers are known to accept such requests. */
    public List<Finding> disputed() {
        return findings.stream().filter(Finding::isDisputed).toList();
    }

    /**
     * The rules of level {@link Level#MUST} that are broken, or disputed and departed from. The library sends nothing with
     * one of them, and a strict mock refuses it.
     */
    public List<Finding> unsafe() {
        return Stream.concat(blocking().stream(), disputed().stream().filter(Finding::isUnsafe))
                .toList();
    }

    /**
     * What is wrong and what to do, on one line: the first broken rule, or after a refusal that none explains the likeliest
     * cause; empty where there is neither.
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
        return isRefused()
                ? knownCauses().stream()
                        .findFirst()
                        .map(cause -> "Perhaps: " + cause.statement() + " " + cause.remedy())
                : Optional.empty();
    }

    /** The rules that lack a fact, which their verdicts name. */
    public List<Finding> unknown() {
        return findings.stream()
                .filter(f -> f.verdict() instanceof Verdict.Unknown)
                .toList();
    }

    /** Whether the token endpoint refused the request; words without a status or an error code are those of a refusal. */
    public boolean isRefused() {
        return answer.filter(response -> response.error() != null
                        || response.status() >= 400
                        || (response.status() == 0 && response.description() != null))
                .isPresent();
    }

    /**
     * The known cause that the provider's own words name; empty where they name none, or speak of what the first broken rule
     * is about.
     */
    public Optional<KnownCause> namedCause() {
        if (isConclusive() && isNamedInResponse(broken().get(0))) {
            return Optional.empty();
        }
        return knownCauses().stream().filter(cause -> cause.isNamedIn(answer)).findFirst();
    }

    /**
     * The known causes that can explain a refusal, those first of which its description speaks; all of them where the
     * response is not known, and none where the request was accepted.
     */
    public List<KnownCause> knownCauses() {
        return answer.isPresent() && !isRefused() ? List.of() : KnownCause.explaining(causes, answer);
    }

    /** The broken rules; after a refusal that they do not explain, also what is left to find out. */
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
            broken.forEach(finding -> describe(finding, (Verdict.Broken) finding.verdict(), text));
        }
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

    private static void describe(Finding finding, Verdict.Broken verdict, StringBuilder text) {
        text.append("\n  ")
                .append(finding.rule().id())
                .append(finding.rule().level() == Level.SHOULD ? " (SHOULD)" : "")
                .append("\n    observed: ")
                .append(verdict.observed())
                .append("\n    expected: ")
                .append(verdict.expected())
                .append("\n    remedy:   ")
                .append(finding.rule().remedy())
                .append("\n    source:   ")
                .append(finding.rule().citation());
    }
}
