// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.profile.AssertionParameter;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Rule;
import dev.clientauth.provider.Providers;

import java.net.URI;
import java.util.stream.Collectors;

/** What each provider requires in one row, as a page of Markdown. */
public final class ProvidersPage {
    private static final String INTRODUCTION = """
            # Providers

            One row per provider; [rules.md](rules.md) lists every rule with its source, and the possible causes of a refusal.
            The id identifies the provider on the command line and is the prefix of its rule ids. A token endpoint after *such
            as* is an example, because each server or customer has its own. A JWT sent as `assertion` is itself the grant
            (RFC 7523 section 2.1); one sent as `client_assertion` authenticates the client (section 2.2). *Disputed* marks a
            requirement that some servers, or the provider's own examples, do not follow.

            | Provider | Token endpoint | JWT sent as | Algorithms | Header | Audience | Lifetime | `jti` | Scope | Basis |
            |---|---|---|---|---|---|---|---|---|---|
            """;

    private ProvidersPage() {}

    /** The page as Markdown, with all providers. The same for the same profiles; ends with a line break. */
    public static String toMarkdown() {
        return INTRODUCTION + Providers.ids().stream().map(ProvidersPage::row).collect(Collectors.joining());
    }

    private static String row(String id) {
        Profile profile = Providers.example(id);
        String endpoint =
                profile.tokenEndpoint().map(URI::toString).map(Markdown::code).orElse("");
        return "| "
                + String.join(
                        " | ",
                        Markdown.text(profile.name()) + "<br>" + Markdown.code(id),
                        (Providers.needsTokenEndpoint(id) ? "such as " : "") + endpoint,
                        Markdown.code(profile.assertionParameter().parameter()),
                        profile.algorithms().stream().map(JWSAlgorithm::getName).collect(Collectors.joining(", ")),
                        header(profile),
                        statement(profile, "aud", "aud is "),
                        lifetime(profile),
                        identifier(profile),
                        scope(profile),
                        basis(profile))
                + " |\n";
    }

    private static String header(Profile profile) {
        String key = profile.rule("x5t-s256").isPresent()
                ? "`x5t#S256`"
                : profile.rule("kid")
                        .map(rule -> rule.statement().contains("if present") ? "`kid`, optional" : "`kid`")
                        .orElse("no `kid`");
        String type = statement(profile, "typ", "The header's ");
        return key + (type.isEmpty() ? "" : "; " + type);
    }

    private static String lifetime(Profile profile) {
        String limits = profile.rules().stream()
                .filter(rule -> rule.field().equals(Field.claim("exp")))
                .filter(rule ->
                        rule.name().startsWith("exp.within") || rule.name().startsWith("exp.less"))
                .filter(rule -> !rule.name().equals("exp.within-tolerance"))
                .map(rule -> sentence(rule, "exp is ").replaceFirst(" ahead of the provider's clock.*", " ahead")
                        + (rule.dispute().isPresent() ? " (disputed)" : ""))
                .distinct()
                .collect(Collectors.joining(", "));
        return limits.isEmpty() ? "no limit known" : limits;
    }

    private static String identifier(Profile profile) {
        String presence = profile.rule("jti")
                .map(rule -> rule.statement().contains("if present") ? "optional" : "required")
                .map(words ->
                        profile.rule("jti.present").flatMap(Rule::dispute).isPresent() ? "required (disputed)" : words)
                .orElse("not read");
        return presence + (profile.rule("jti.unused").isPresent() ? ", used once" : "");
    }

    private static String scope(Profile profile) {
        return profile.rules().stream()
                .filter(rule -> rule.name().equals("scope"))
                .map(rule -> rule.field().equals(Field.claim("scope"))
                        ? "required, as a claim"
                        : sentence(rule, "With grant_type client_credentials, "))
                .findFirst()
                .orElse(profile.assertionParameter() == AssertionParameter.ASSERTION ? "not sent" : "optional");
    }

    private static String basis(Profile profile) {
        return profile.rule("aud")
                .map(rule -> Markdown.link(rule.citation()) + ", " + rule.certainty())
                .orElse("");
    }

    private static String statement(Profile profile, String name, String prefix) {
        return profile.rule(name).map(rule -> sentence(rule, prefix)).orElse("");
    }

    private static String sentence(Rule rule, String prefix) {
        String words = rule.statement();
        String rest = words.startsWith(prefix) ? words.substring(prefix.length()) : words;
        return Markdown.text(rest.replaceFirst("\\.$", ""));
    }
}
