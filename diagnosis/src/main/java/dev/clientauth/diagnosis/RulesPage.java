// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.profile.AssertionReuse;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.KnownCause;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.text.DurationFormat;
import dev.clientauth.provider.Epic;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

/** Renders the rules and known causes of profiles, with their sources, as a page of Markdown. Immutable. */
public final class RulesPage {
    private static final String INTRODUCTION = """
            # The rules of each provider

            What each provider requires of a client that authenticates with a signed JWT. The provider refuses a request that
            breaks a `MUST`; a broken `SHOULD` is only reported. *Error* is the `error` code of the refusal.

            A rule is *documented* if the provider or a standard says so in its own text, *observed* if clients and bug reports
            agree, and *disputed* if the provider's own examples or working clients do otherwise. A disputed rule is never
            reported as broken; this library always satisfies it.

            """;

    private static final String CAUSES_HEAD = """

            Possible causes of a refusal outside the request%s, the most likely first:

            | Cause | How to confirm it | Remedy | Takes | Error | Source |
            |---|---|---|---|---|---|
            """;

    private static final URI EPIC_CUSTOMER =
            URI.create("https://epic.hospital.example/interconnect-prd-oauth/oauth2/token");

    private final List<Profile> profiles;

    private RulesPage(List<Profile> profiles) {
        this.profiles = List.copyOf(profiles);
    }

    /** Creates a page of these profiles, in this order. */
    public static RulesPage of(List<Profile> profiles) {
        return new RulesPage(profiles);
    }

    /** Returns the page as Markdown, which ends with a line break. */
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
                    .append(", ")
                    .append(citation.reading())
                    .append('\n');
        }
        return page.toString();
    }

    /** Explicit anchors, because the anchors of headings differ between sites. */
    private static String anchor(Profile profile) {
        return "provider-" + profile.id();
    }

    private static void profile(Profile profile, SourceList sources, StringBuilder page) {
        page.append("\n<a id=\"")
                .append(anchor(profile))
                .append("\"></a>\n\n## ")
                .append(Markdown.text(profile.name()))
                .append("\n\nIts rule ids begin with ")
                .append(Markdown.code(profile.id() + "."))
                .append(". The JWT is sent as ")
                .append(Markdown.code(profile.assertionParameter().parameter()))
                .append(", signed with ")
                .append(profile.algorithms().stream()
                        .map(JWSAlgorithm::getName)
                        .map(Markdown::code)
                        .collect(Collectors.joining(", ")))
                .append(
                        profile.assertionReuse() == AssertionReuse.ONCE
                                ? "; each JWT can be used once"
                                : "; a JWT can be reused until exp")
                .append(". The default lifetime is ")
                .append(DurationFormat.exact(profile.lifetime()))
                .append(
                        ".\n\n| Rule | Level | Certainty | Requirement | Remedy | Error | Source |\n|---|---|---|---|---|---|---|\n");
        profile.rules().forEach(rule -> page.append(row(rule, sources)));
        boolean isEpic = profile.id().equals(Epic.sandbox().id());
        causes(profile, isEpic ? ", at the sandbox" : "", sources, page);
        if (isEpic) {
            causes(Epic.profile(EPIC_CUSTOMER), ", at a customer with the newest version", sources, page);
        }
    }

    private static void causes(Profile profile, String where, SourceList sources, StringBuilder page) {
        if (!profile.knownCauses().isEmpty()) {
            page.append(CAUSES_HEAD.formatted(where));
            profile.knownCauses().forEach(cause -> page.append(row(cause, sources)));
        }
    }

    private static String row(Rule rule, SourceList sources) {
        return row(
                Markdown.code(rule.name()),
                rule.level().name(),
                rule.certainty().toString(),
                Markdown.text(rule.statement())
                        + rule.dispute()
                                .map(why -> " *" + Markdown.text(why) + "*")
                                .orElse(""),
                Markdown.text(rule.remedy()),
                Markdown.code(rule.error()),
                cite(rule.citation(), sources));
    }

    private static String row(KnownCause cause, SourceList sources) {
        return row(
                Markdown.code(cause.id()) + ": " + Markdown.text(cause.statement()),
                Markdown.text(cause.confirm()),
                Markdown.text(cause.remedy()),
                cause.takes() == null ? "" : "up to " + DurationFormat.exact(cause.takes()),
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
