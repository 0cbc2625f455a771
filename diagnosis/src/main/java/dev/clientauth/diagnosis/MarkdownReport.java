// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.KnownCause;
import dev.clientauth.profile.Level;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.TimeWindow;
import dev.clientauth.profile.Verdict;
import dev.clientauth.profile.text.DurationFormat;
import dev.clientauth.profile.text.Redactor;

import java.util.List;
import java.util.stream.Collectors;

/** Writes the report as Markdown, to be pasted into an issue. */
final class MarkdownReport {
    private final Content content;
    private final StringBuilder out = new StringBuilder();

    MarkdownReport(Content content) {
        this.content = content;
    }

    String write() {
        line("### " + Markdown.text(content.summary()));
        content.subject().ifPresent(subject -> paragraph(Markdown.text(subject)));
        content.responseText().ifPresent(words -> paragraph("Response: " + Markdown.code(words)));
        content.notes().forEach(note -> paragraph("Note: " + Markdown.code(note)));
        content.namedCause()
                .filter(cause -> !content.isOpen())
                .ifPresent(cause -> paragraph("That means: " + Markdown.text(cause.statement())));
        if (content.outcome() == Outcome.NO_REQUEST) {
            if (content.response().isPresent()) {
                causes();
            }
            return out.toString();
        }
        broken();
        boolean isReason = content.outcome() == Outcome.DISPUTED;
        if (isReason) {
            disputed();
        }
        content.diagnosis().timeWindow().ifPresent(this::picture);
        if (content.isOpen()) {
            causes();
            unknown();
        } else if (!content.isUnsent()) {
            waiting();
        }
        if (!isReason) {
            disputed();
        }
        content.request().ifPresent(this::request);
        paragraph("_Rules: " + content.with(Verdict.Satisfied.class).size() + " satisfied, "
                + content.with(Verdict.Unknown.class).size() + " could not be checked, "
                + content.with(Verdict.NotApplicable.class).size()
                + " not applicable. Keys, assertions, codes and tokens are omitted._");
        return out.toString();
    }

    private void broken() {
        int number = 0;
        for (Finding finding : content.diagnosis().broken()) {
            Rule rule = finding.rule();
            Verdict.Broken verdict = (Verdict.Broken) finding.verdict();
            line("");
            line(++number + ". **" + Markdown.text(rule.statement()) + "** " + Markdown.code(rule.id())
                    + (rule.level() == Level.SHOULD ? " (recommended)" : ""));
            item("observed", Markdown.code(Redactor.text(verdict.observed())));
            item("expected", Markdown.code(Redactor.text(verdict.expected())));
            item("fix", Markdown.text(rule.remedy()));
            source(rule.citation());
        }
    }

    private void disputed() {
        if (content.diagnosis().disputed().isEmpty()) {
            return;
        }
        paragraph("#### Disputed rules that are not followed");
        line("");
        content.diagnosis()
                .disputed()
                .forEach(f -> line("- " + Markdown.code(f.rule().id()) + ": "
                        + Markdown.text(f.rule().statement())
                        + " Observed: "
                        + Markdown.code(Redactor.text(((Verdict.Disputed) f.verdict()).observed())) + ". "
                        + Markdown.text(
                                f.rule().remedy() + " " + f.rule().dispute().orElse(""))));
    }

    private void picture(TimeWindow window) {
        Page page = new Page(TextStyle.plain());
        new TimePicture(window).drawOn(page);
        paragraph("```text");
        out.append(page);
        line("```");
    }

    private void unknown() {
        if (content.unknown().isEmpty()) {
            return;
        }
        paragraph("#### Could not be checked");
        line("");
        content.unknown()
                .forEach((missing, rules) -> line("- Not known: " + Markdown.text(missing) + ". Needed to check "
                        + rules.stream().map(r -> Markdown.code(r.name())).collect(Collectors.joining(", ")) + "."));
    }

    private void waiting() {
        if (content.unknown().isEmpty()) {
            return;
        }
        paragraph(content.waiting());
        line("");
        content.unknown().forEach((missing, rules) -> line("- " + rules.size() + ": " + Markdown.text(missing)));
    }

    private void causes() {
        List<KnownCause> causes = content.diagnosis().knownCauses();
        if (causes.isEmpty()) {
            return;
        }
        paragraph("#### Possible causes outside the request, the most likely first");
        int number = 0;
        for (KnownCause cause : causes) {
            line("");
            line(++number + ". " + Markdown.text(cause.statement()));
            item("confirm", Markdown.text(cause.confirm()));
            item("fix", Markdown.text(cause.remedy()));
            if (cause.takes() != null) {
                item("takes", "up to " + DurationFormat.exact(cause.takes()));
            }
            source(cause.citation());
        }
    }

    private void request(RedactedRequest request) {
        paragraph("#### The request as it was read");
        line("");
        request.endpoint()
                .ifPresent(
                        endpoint -> line("- " + Markdown.code(request.method().orElse("to") + " " + endpoint)));
        members("HTTP header", request.headers());
        request.parameters().forEach(p -> member(p.inQuery() ? "query parameter" : "parameter", p.name(), p.value()));
        members("JOSE header", request.header());
        members("claim", request.claims());
    }

    private void members(String kind, List<RedactedRequest.Member> members) {
        members.forEach(m -> member(kind, m.name(), m.value()));
    }

    private void member(String kind, String name, String value) {
        line("- " + kind + " " + Markdown.code(name) + ": " + Markdown.code(value));
    }

    private void source(Citation citation) {
        item("source", Markdown.link(citation) + ", " + SourceList.basis(citation) + ", " + citation.reading());
    }

    private void item(String label, String words) {
        line("   - " + label + ": " + words);
    }

    private void paragraph(String words) {
        line("");
        line(words);
    }

    private void line(String words) {
        out.append(words).append('\n');
    }
}
