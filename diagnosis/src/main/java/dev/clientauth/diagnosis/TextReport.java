// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.KnownCause;
import dev.clientauth.profile.Level;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.Verdict;
import dev.clientauth.profile.text.DurationFormat;
import dev.clientauth.profile.text.Redactor;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the report as text for people. */
final class TextReport {
    private static final int INDENT = 4;
    private static final int LABEL = 10;
    private static final int NAME = 20;
    private static final int MARK = 2;
    /** The number of further broken rules, and of causes, that are shown without {@link TextStyle#all()}. */
    private static final int MAX_FURTHER = 4;

    private static final int MAX_CAUSES = 3;
    /** The number of missing facts that are shown without {@link TextStyle#all()}. */
    private static final int MAX_FACTS = 3;
    /**
     * The maximum number of lines of a report without {@link TextStyle#all()}, and the lines that the caller adds after the
     * report.
     */
    private static final int SCREEN = 24;

    private static final int OF_COMMAND = 3;
    /** The maximum number of lines of the server's own words if there is little space. */
    private static final int MAX_QUOTED = 6;

    private static final Set<Field> TIMES = Set.of(Field.claim("iat"), Field.claim("nbf"), Field.claim("exp"));

    /** The level of detail of a report on one screen. Each level omits or shortens more than the previous one. */
    private enum Detail {
        EVERYTHING,
        NO_PICTURE,
        NO_ASIDE,
        SHORT_RULES,
        ONE_NOTE,
        RULES_ON_ONE_LINE,
        SHORT_TEXTS,
        NO_NOTES,
        NO_IDENTITY,
        SHORT_CAUSES,
        NAMES_ONLY
    }

    private final Content content;
    private final TextStyle style;
    private final SourceList sources = new SourceList();
    private final boolean isWhole;
    private Page page;
    private Detail detail = Detail.EVERYTHING;

    TextReport(Content content, TextStyle style) {
        this.content = content;
        this.style = style;
        this.page = new Page(style);
        this.isWhole = style.all();
    }

    String write() {
        for (Detail each : isWhole ? List.of(Detail.EVERYTHING) : List.of(Detail.values())) {
            detail = each;
            page = new Page(style);
            page.limit(has(Detail.SHORT_TEXTS) ? 2 : Integer.MAX_VALUE);
            report();
            if (page.height() <= (content.outcome() == Outcome.NO_REQUEST ? SCREEN : SCREEN - OF_COMMAND)) {
                break;
            }
        }
        return page.toString();
    }

    /** Returns whether the report omits at least what this level omits. */
    private boolean has(Detail level) {
        return detail.compareTo(level) >= 0;
    }

    private void report() {
        head();
        if (content.outcome() == Outcome.NO_REQUEST) {
            if (content.response().isPresent()) {
                causes();
            }
        } else if (isWhole) {
            whole();
        } else {
            oneScreen();
        }
    }

    private void head() {
        // What was checked, and the verdict, are never shortened.
        int lines = page.limit(Integer.MAX_VALUE);
        content.subject().ifPresent(subject -> page.paragraph(Color.PLAIN, subject));
        if (content.outcome() != Outcome.NO_REQUEST || content.subject().isEmpty()) {
            page.paragraph(content.outcome().color(), content.summary());
        }
        // Without a request, the server's words matter most: omit a cause first.
        boolean isLong = has(Detail.NAMES_ONLY) && content.outcome() != Outcome.NO_REQUEST;
        page.limit(isLong ? MAX_QUOTED : Integer.MAX_VALUE);
        content.responseText().ifPresent(words -> page.paragraph(Color.PLAIN, words));
        page.limit(lines);
        if (content.outcome() == Outcome.BROKEN && !content.isOpen()) {
            content.namedCause()
                    .ifPresent(
                            cause -> page.labeled(0, "That means:", 12, Redactor.text(cause.statement()), Color.PLAIN));
        }
        List<String> notes = content.notes();
        notes.stream()
                .limit(has(Detail.NO_NOTES) ? 0 : has(Detail.ONE_NOTE) ? 1 : notes.size())
                .forEach(note -> page.labeled(0, "Note:", 6, note, Color.PLAIN));
    }

    /** Appends what to do first, and how much more there is. */
    private void oneScreen() {
        List<Finding> broken = content.diagnosis().broken();
        if (!broken.isEmpty() && !has(Detail.NO_IDENTITY)) {
            content.identity().ifPresent(identity -> page.labeled(0, "JWT:", 6, identity, Color.DIM));
        }
        boolean isAdvice = !broken.isEmpty() && !broken.get(0).blocksRequest();
        List<Finding> reasons = content.diagnosis().possibleReasons();
        if (!reasons.isEmpty()) {
            page.gap();
            describe(1, reasons.get(0));
            if (reasons.size() > 1) {
                String others = names(rules(reasons.subList(1, reasons.size())));
                page.paragraph(Color.PLAIN, "Also disputed: " + others + ".");
            }
            picture(reasons.get(0));
        }
        if (!broken.isEmpty() && !isAdvice) {
            page.gap();
            describe(1, broken.get(0));
            further(broken);
            picture(broken.get(0));
        }
        if (broken.isEmpty() || isAdvice) {
            causes();
        }
        if (isAdvice) {
            page.gap();
            further(broken, 0);
        }
        closing();
    }

    private void further(List<Finding> broken) {
        if (broken.size() > 1) {
            page.gap();
            further(broken, 1);
        }
    }

    private void further(List<Finding> broken, int from) {
        int end = Math.min(broken.size(), from + MAX_FURTHER);
        if (has(Detail.NAMES_ONLY)) {
            page.paragraph(Color.PLAIN, "Also broken: " + names(rules(broken.subList(from, broken.size()))) + ".");
            return;
        }
        for (int i = from; i < end; i++) {
            Rule rule = broken.get(i).rule();
            String advice = rule.level() == Level.SHOULD ? "Recommended: " : "";
            Verdict.Broken verdict = (Verdict.Broken) broken.get(i).verdict();
            String expected = rule.statement().contains(verdict.expected()) ? "" : "; expected " + verdict.expected();
            String name = " (" + rule.name() + ")";
            String whole =
                    advice + Redactor.text(rule.statement() + " Observed: " + verdict.observed() + expected) + name;
            int max = has(Detail.RULES_ON_ONE_LINE) ? 1 : has(Detail.SHORT_RULES) ? 2 : Integer.MAX_VALUE;
            String words = Wrap.lines(page.shown(whole), style.width() - INDENT).size() <= max
                    ? whole
                    : oneLine(advice + Redactor.text(rule.statement()), name);
            page.hanging(0, i + 1 + ".", INDENT, Color.BOLD, words, Color.PLAIN);
        }
        if (end < broken.size()) {
            page.paragraph(
                    Color.DIM,
                    "and " + (broken.size() - end) + " more: " + names(rules(broken.subList(end, broken.size())))
                            + ".");
        }
    }

    /** Returns the part of a sentence that fits on one line with the given end. */
    private String oneLine(String sentence, String end) {
        List<String> lines = Wrap.lines(page.shown(sentence), style.width() - INDENT - Columns.of(end) - MARK);
        return lines.get(0) + (lines.size() > 1 ? " …" : "") + end;
    }

    private void picture(Finding first) {
        if (TIMES.contains(first.rule().field()) && !has(Detail.NO_PICTURE)) {
            content.diagnosis().timeWindow().ifPresent(window -> new TimePicture(window).drawOn(page));
        }
    }

    /** Appends what could not be checked and what is unusual, one line each. */
    private void closing() {
        List<Finding> reasons = content.diagnosis().possibleReasons();
        List<Finding> disputed = content.diagnosis().disputed().stream()
                .filter(finding -> !reasons.contains(finding))
                .toList();
        Map<String, List<Rule>> unknown = content.isUnsent() ? Map.of() : content.unknown();
        if (has(Detail.NO_ASIDE)) {
            disputed = List.of();
            page.limit(1);
        }
        if (!disputed.isEmpty() || !unknown.isEmpty()) {
            page.gap();
        }
        if (!disputed.isEmpty()) {
            page.paragraph(Color.DIM, "Disputed rules that are not followed: " + names(rules(disputed)) + ".");
        }
        if (!unknown.isEmpty()) {
            List<String> facts = unknown.keySet().stream()
                    .map(fact -> fact.replaceFirst("(?:, which |: exp ).*", ""))
                    .distinct()
                    .toList();
            String waiting = content.outcome() == Outcome.BROKEN ? content.waiting() : "Missing:";
            int named = Math.min(MAX_FACTS, facts.size());
            String more = named < facts.size() ? "; and " + (facts.size() - named) + " more" : "";
            page.paragraph(Color.DIM, waiting + " " + String.join("; ", facts.subList(0, named)) + more + ".");
        }
    }

    private void whole() {
        broken();
        content.diagnosis().timeWindow().ifPresent(window -> new TimePicture(window).drawOn(page));
        boolean isReason = content.outcome() == Outcome.DISPUTED;
        if (isReason) {
            disputed();
        }
        if (content.isOpen() || content.namedCause().isPresent()) {
            causes();
        }
        unknown();
        if (!isReason) {
            disputed();
        }
        content.request().ifPresent(request -> new RequestListing(request).drawOn(page));
        page.gap();
        listed(content.with(Verdict.Satisfied.class), " satisfied", Color.GREEN);
        listed(content.with(Verdict.NotApplicable.class), " not applicable", Color.DIM);
        sources();
    }

    private void broken() {
        int number = 0;
        boolean advises = false;
        for (Finding finding : content.diagnosis().broken()) {
            boolean startsAdvice = !advises && finding.rule().level() == Level.SHOULD;
            if (startsAdvice) {
                advises = true;
                page.heading("Recommended:");
            } else {
                page.gap();
            }
            describe(++number, finding);
        }
    }

    private void describe(int number, Finding finding) {
        Rule rule = finding.rule();
        page.hanging(0, number + ".", INDENT, Color.BOLD, Redactor.text(rule.statement()), Color.BOLD);
        if (finding.verdict() instanceof Verdict.Broken verdict) {
            compared(verdict.observed(), verdict.expected());
        } else if (finding.verdict() instanceof Verdict.Disputed verdict) {
            compared(verdict.observed(), verdict.expected());
        }
        page.labeled(INDENT, "fix", LABEL, Redactor.text(rule.remedy()), Color.PLAIN);
        if (finding.isDisputed()) {
            page.labeled(INDENT, "disputed", LABEL, rule.dispute().orElse(""), Color.PLAIN);
        }
        if (isWhole) {
            page.labeled(INDENT, "rule", LABEL, rule.id() + " " + source(rule.citation()), Color.DIM);
        } else {
            String cited = rule.id() + ", " + rule.citation().title();
            boolean fits = Columns.of(cited) <= page.style().width() - INDENT - LABEL;
            page.labeled(INDENT, "rule", LABEL, fits ? cited : rule.id(), Color.DIM);
        }
    }

    private void compared(String observed, String expected) {
        page.labeled(INDENT, "observed", LABEL, Redactor.text(observed), Color.RED);
        page.labeled(INDENT, "expected", LABEL, Redactor.text(expected), Color.GREEN);
    }

    private String source(Citation citation) {
        return "[" + sources.number(citation) + "]";
    }

    private void unknown() {
        if (content.diagnosis().unknown().isEmpty()) {
            return;
        }
        page.heading("Could not be checked, because facts are missing:");
        content.unknown().forEach((missing, rules) -> {
            page.hanging(0, "?", INDENT, Color.YELLOW, missing, Color.PLAIN);
            page.labeled(INDENT, "needed by", LABEL, names(rules), Color.PLAIN);
        });
    }

    private void causes() {
        List<KnownCause> causes = content.diagnosis().knownCauses();
        if (causes.isEmpty()) {
            return;
        }
        int shown = isWhole
                ? causes.size()
                : Math.min(
                        has(Detail.NAMES_ONLY) && content.outcome() == Outcome.NO_REQUEST ? 1 : MAX_CAUSES,
                        causes.size());
        page.heading(
                "Possible causes" + (content.outcome() == Outcome.NO_REQUEST ? "" : " outside the " + content.noun())
                        + ", the most likely first"
                        + (shown < causes.size() ? ", " + shown + " of " + causes.size() : "") + ":");
        int number = 0;
        for (KnownCause cause : causes.subList(0, shown)) {
            page.hanging(0, ++number + ".", INDENT, Color.BOLD, Redactor.text(cause.statement()), Color.PLAIN);
            int lines = page.limit(has(Detail.SHORT_CAUSES) ? 1 : Integer.MAX_VALUE);
            page.labeled(INDENT, "confirm", LABEL, Redactor.text(cause.confirm()), Color.PLAIN);
            page.limit(lines);
            if (isWhole) {
                page.labeled(INDENT, "fix", LABEL, Redactor.text(cause.remedy()), Color.PLAIN);
            }
            if (cause.takes() != null && !has(Detail.SHORT_TEXTS)) {
                page.labeled(INDENT, "takes", LABEL, "up to " + DurationFormat.exact(cause.takes()), Color.PLAIN);
            }
            if (isWhole) {
                page.labeled(INDENT, "source", LABEL, source(cause.citation()), Color.DIM);
            }
        }
    }

    private void disputed() {
        List<Finding> disputed = content.diagnosis().disputed();
        if (disputed.isEmpty()) {
            return;
        }
        page.heading("Disputed rules that are not followed:");
        int number = 0;
        for (Finding finding : disputed) {
            page.gap();
            describe(++number, finding);
        }
    }

    private void listed(List<Finding> findings, String label, Color color) {
        if (!findings.isEmpty()) {
            page.labeled(0, findings.size() + label, NAME - INDENT, names(rules(findings)), color);
        }
    }

    private void sources() {
        if (sources.all().isEmpty()) {
            return;
        }
        page.heading("Sources");
        for (Citation citation : sources.all()) {
            page.labeled(0, source(citation), INDENT, words(citation), Color.DIM);
            page.raw(" ".repeat(INDENT) + page.paint(Color.DIM, citation.uri().toASCIIString()));
        }
    }

    private static String words(Citation citation) {
        return citation.title() + ", " + SourceList.basis(citation) + ", " + citation.reading();
    }

    private static List<Rule> rules(List<Finding> findings) {
        return findings.stream().map(Finding::rule).toList();
    }

    private static String names(List<Rule> rules) {
        return rules.stream().map(Rule::name).collect(Collectors.joining(", "));
    }
}
