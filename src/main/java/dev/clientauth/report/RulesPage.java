package dev.clientauth.report;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.profile.AssertionUse;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.KnownCause;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Rule;

import java.util.List;
import java.util.stream.Collectors;

/** Every rule and known cause of some profiles, with its source, as one page of Markdown. Immutable. */
public final class RulesPage {
    private static final String INTRODUCTION = """
            # The rules of each provider

            What each provider demands of a client that authenticates with a signed JWT. With a broken `MUST` the provider
            refuses; a broken `SHOULD` is only reported. *Answer* is the `error` code with which it refuses. A source is
            *documented* where the provider or a standard says so in its own text, and *observed* where clients and bug
            reports agree.

            """;

    private static final String CAUSES_HEAD = """

            What no request shows, the most usual first:

            | Cause | How to confirm it | Remedy | Takes | Answer | Source |
            |---|---|---|---|---|---|
            """;

    private final List<Profile> profiles;

    private RulesPage(List<Profile> profiles) {
        this.profiles = List.copyOf(profiles);
    }

    /** The page of these profiles, in this order. */
    public static RulesPage of(List<Profile> profiles) {
        return new RulesPage(profiles);
    }

    /** The page as Markdown. The same for the same profiles; ends with a line break. */
    public String toMarkdown() {
        StringBuilder page = new StringBuilder();
        SourceList sources = new SourceList();
        page.append(INTRODUCTION);
        profiles.forEach(profile -> page.append("- [")
                .append(Markdown.text(profile.name()))
                .append("](#")
                .append(anchor(profile))
                .append(")\n"));
        profiles.forEach(profile -> profile(profile, sources, page));
        page.append("\n## Sources\n\n");
        for (Citation citation : sources.all()) {
            int number = sources.number(citation);
            page.append("- <a id=\"source-")
                    .append(number)
                    .append("\"></a>[")
                    .append(number)
                    .append("] ")
                    .append(Markdown.link(citation))
                    .append(", ")
                    .append(SourceList.basis(citation))
                    .append(", read ")
                    .append(citation.read())
                    .append('\n');
        }
        return page.toString();
    }

    /** Our own anchor: those that are made of headings differ from site to site. */
    private static String anchor(Profile profile) {
        return "provider-" + profile.id();
    }

    private static void profile(Profile profile, SourceList sources, StringBuilder page) {
        page.append("\n<a id=\"")
                .append(anchor(profile))
                .append("\"></a>\n\n## ")
                .append(Markdown.text(profile.name()))
                .append("\n\nThe ids of its rules begin with ")
                .append(Markdown.code(profile.id() + "."))
                .append(". The JWT is sent as ")
                .append(Markdown.code(profile.placement().parameter()))
                .append(", signed with ")
                .append(profile.algorithms().stream()
                        .map(JWSAlgorithm::getName)
                        .map(Markdown::code)
                        .collect(Collectors.joining(", ")))
                .append(profile.assertionUse() == AssertionUse.ONCE ? "; each is good once" : "; it is good until exp")
                .append(". By default it lives for ")
                .append(Spoken.words(profile.lifetime()))
                .append(".\n\n| Rule | Level | Demand | Remedy | Answer | Source |\n|---|---|---|---|---|---|\n");
        profile.rules().forEach(rule -> page.append(row(rule, sources)));
        if (!profile.knownCauses().isEmpty()) {
            page.append(CAUSES_HEAD);
            profile.knownCauses().forEach(cause -> page.append(row(cause, sources)));
        }
    }

    private static String row(Rule rule, SourceList sources) {
        return row(
                Markdown.code(rule.name()),
                rule.level().name(),
                Markdown.text(rule.statement()),
                Markdown.text(rule.remedy()),
                Markdown.code(rule.error()),
                cite(rule.citation(), sources));
    }

    private static String row(KnownCause cause, SourceList sources) {
        return row(
                Markdown.code(cause.id()) + ": " + Markdown.text(cause.statement()),
                Markdown.text(cause.confirm()),
                Markdown.text(cause.remedy()),
                cause.takes() == null ? "" : "up to " + Spoken.words(cause.takes()),
                cause.errors().stream().sorted().map(Markdown::code).collect(Collectors.joining(", ")),
                cite(cause.citation(), sources));
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String cite(Citation citation, SourceList sources) {
        int number = sources.number(citation);
        return "[" + SourceList.basis(citation) + " " + number + "](#source-" + number + ")";
    }
}
