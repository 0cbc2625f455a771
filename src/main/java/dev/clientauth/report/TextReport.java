package dev.clientauth.report;

import dev.clientauth.profile.Citation;
import dev.clientauth.profile.DurationFormat;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.KnownCause;
import dev.clientauth.profile.Level;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.Shown;
import dev.clientauth.profile.ShownAttempt;
import dev.clientauth.profile.Verdict;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The report for people. */
final class TextReport {
    private static final int INDENT = 4;
    private static final int LABEL = 10;
    private static final int NAME = 20;

    private final Content content;
    private final Page page;
    private final SourceList sources = new SourceList();
    /** Whether what is not broken is told at length. */
    private final boolean tellsRest;

    TextReport(Content content, TextStyle style) {
        this.content = content;
        this.page = new Page(style);
        this.tellsRest = style.all() || content.isOpen();
    }

    String write() {
        page.paragraph(content.outcome().colour(), content.summary());
        content.answerWords()
                .ifPresent(words -> page.paragraph(Colour.PLAIN, words.endsWith("\"") ? words : words + "."));
        content.notes().forEach(note -> page.labelled(0, "Note:", 6, note, Colour.PLAIN));
        broken();
        content.diagnosis().timeWindow().ifPresent(window -> new TimePicture(window).drawOn(page));
        if (tellsRest) {
            causes();
            undecided();
        }
        disputed();
        content.attempt().ifPresent(this::attempt);
        rest();
        sources();
        return page.toString();
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
        Verdict.Broken verdict = (Verdict.Broken) finding.verdict();
        page.hanging(0, number + ".", INDENT, Colour.BOLD, Shown.text(rule.statement()), Colour.BOLD);
        page.labelled(INDENT, "observed", LABEL, Shown.text(verdict.observed()), Colour.RED);
        page.labelled(INDENT, "expected", LABEL, Shown.text(verdict.expected()), Colour.GREEN);
        page.labelled(INDENT, "remedy", LABEL, Shown.text(rule.remedy()), Colour.PLAIN);
        page.labelled(INDENT, "rule", LABEL, rule.id() + " " + source(rule.citation()), Colour.DIM);
    }

    private String source(Citation citation) {
        return "[" + sources.number(citation) + "]";
    }

    private void undecided() {
        if (content.diagnosis().undecided().isEmpty()) {
            return;
        }
        page.heading("Could not be checked, because something is not known:");
        content.undecided().forEach((missing, rules) -> {
            page.hanging(0, "?", INDENT, Colour.YELLOW, missing, Colour.PLAIN);
            page.labelled(INDENT, "decides", LABEL, names(rules), Colour.PLAIN);
        });
    }

    private void causes() {
        List<KnownCause> causes = content.diagnosis().knownCauses();
        if (causes.isEmpty()) {
            return;
        }
        page.heading("Possible causes outside the request, the most likely first:");
        int number = 0;
        for (KnownCause cause : causes) {
            if (number > 0) {
                page.gap();
            }
            page.hanging(0, ++number + ".", INDENT, Colour.BOLD, Shown.text(cause.statement()), Colour.PLAIN);
            page.labelled(INDENT, "confirm", LABEL, Shown.text(cause.confirm()), Colour.PLAIN);
            page.labelled(INDENT, "remedy", LABEL, Shown.text(cause.remedy()), Colour.PLAIN);
            if (cause.takes() != null) {
                page.labelled(INDENT, "takes", LABEL, "up to " + DurationFormat.exact(cause.takes()), Colour.PLAIN);
            }
            page.labelled(INDENT, "source", LABEL, source(cause.citation()), Colour.DIM);
        }
    }

    private void disputed() {
        List<Finding> disputed = content.diagnosis().disputed();
        if (disputed.isEmpty()) {
            return;
        }
        page.heading("Unusual, but not a fault as far as is known:");
        for (Finding finding : disputed) {
            Rule rule = finding.rule();
            page.hanging(0, "~", INDENT, Colour.DIM, Shown.text(rule.statement()), Colour.PLAIN);
            page.labelled(
                    INDENT,
                    "observed",
                    LABEL,
                    Shown.text(((Verdict.Disputed) finding.verdict()).observed()),
                    Colour.PLAIN);
            page.labelled(INDENT, "disputed", LABEL, rule.dispute().orElse(""), Colour.PLAIN);
        }
    }

    private void attempt(ShownAttempt attempt) {
        if (attempt.isEmpty()) {
            return;
        }
        page.heading("The request as it was read, without its secrets:");
        String request =
                String.join(" ", attempt.method().orElse(""), attempt.endpoint().orElse(""));
        if (!request.isBlank()) {
            page.hanging(2, "", 2, Colour.PLAIN, request, Colour.PLAIN);
        }
        members("HTTP headers", attempt.headers());
        members(
                "Parameters",
                attempt.parameters().stream()
                        .map(p -> new ShownAttempt.Member(
                                p.name(), p.value() + (p.inQuery() ? ", in the query of the URL" : "")))
                        .toList());
        members("JOSE header", attempt.header());
        members("Claims", attempt.claims());
    }

    private void members(String group, List<ShownAttempt.Member> members) {
        if (members.isEmpty()) {
            return;
        }
        page.raw("  " + page.paint(Colour.DIM, group));
        int column = members.stream()
                .mapToInt(m -> Columns.of(page.shown(m.name())) + 2)
                .filter(wide -> wide <= NAME)
                .max()
                .orElse(NAME);
        members.forEach(m -> page.hanging(INDENT, m.name(), column, Colour.PLAIN, m.value(), Colour.CYAN));
    }

    /** What is not told at length: what waits, and in one line what holds. */
    private void rest() {
        List<Finding> held = content.with(Verdict.Holds.class);
        List<Finding> silent = content.with(Verdict.NotApplicable.class);
        page.gap();
        if (!tellsRest && !content.isUnsent()) {
            unsaid();
        }
        if (page.style().all()) {
            listed(held, " satisfied", Colour.GREEN);
            listed(silent, " do not apply", Colour.DIM);
        } else {
            page.paragraph(
                    Colour.DIM,
                    DurationFormat.counted(held.size(), "rule")
                            + (held.size() == 1 ? " is satisfied" : " are satisfied")
                            + (silent.isEmpty()
                                    ? "."
                                    : "; " + silent.size() + (silent.size() == 1 ? " does" : " do") + " not apply."));
        }
    }

    private void listed(List<Finding> findings, String label, Colour colour) {
        if (!findings.isEmpty()) {
            page.labelled(0, findings.size() + label, NAME - INDENT, names(rules(findings)), colour);
        }
    }

    /** The facts that are missing, each with the number of rules that wait for it, and how many causes there are. */
    private void unsaid() {
        Map<String, List<Rule>> undecided = content.undecided();
        if (!undecided.isEmpty()) {
            page.paragraph(Colour.DIM, content.waiting());
            undecided.forEach((missing, rules) ->
                    page.hanging(2, String.valueOf(rules.size()), INDENT, Colour.DIM, missing, Colour.DIM));
        }
        int causes = content.diagnosis().knownCauses().size();
        if (causes > 0) {
            page.paragraph(
                    Colour.DIM,
                    DurationFormat.counted(causes, "possible cause") + " outside the request"
                            + (causes == 1 ? " is" : " are") + " not listed, because a rule is broken.");
        }
    }

    private void sources() {
        if (sources.all().isEmpty()) {
            return;
        }
        page.heading("Sources");
        for (Citation citation : sources.all()) {
            page.labelled(0, source(citation), INDENT, words(citation), Colour.DIM);
            page.raw(" ".repeat(INDENT) + page.paint(Colour.DIM, citation.uri().toASCIIString()));
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
