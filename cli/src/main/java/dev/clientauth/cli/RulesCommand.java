// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clientauth.cli.config.ClientSetup;
import dev.clientauth.cli.config.ProviderNames;
import dev.clientauth.cli.shell.AnsiStyle;
import dev.clientauth.cli.shell.Output;
import dev.clientauth.cli.shell.Shell;
import dev.clientauth.cli.shell.ShellCommand;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Citation.Certainty;
import dev.clientauth.profile.Level;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Rule;
import dev.clientauth.provider.Providers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists the rules of the providers. */
@Command(
        name = "rules",
        description = {"List the rules of one provider or of all providers, each with the page that documents it.", ""},
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  clientauth rules",
            "  clientauth rules epic --level must",
            "  clientauth rules siwa --json"
        })
final class RulesCommand extends ShellCommand {
    /** The token endpoint in rules if none was given. */
    private static final URI EXAMPLE_ENDPOINT = URI.create("https://server.example.com/oauth2/token");

    private static final int STATEMENT_INDENT = 10;
    private static final int NUMBER_WIDTH = 5;

    @Parameters(
            arity = "0..1",
            paramLabel = "PROVIDER",
            completionCandidates = ProviderNames.class,
            description = "The provider; by default all.")
    private @Nullable String provider;

    @Option(names = "--level", paramLabel = "LEVEL", description = "Only rules of this level: must or should.")
    private @Nullable Level level;

    @Option(
            names = "--token-endpoint",
            paramLabel = "URL",
            description = "The token endpoint, if the provider has more than one.")
    private @Nullable String endpoint;

    @Option(names = "--issuer", paramLabel = "ISSUER", description = "The issuer, for private-key-jwt.")
    private @Nullable String issuer;

    RulesCommand(Shell shell) {
        super(shell);
    }

    @Override
    protected int run(Output output) {
        List<Profile> profiles =
                provider == null ? Providers.ids().stream().map(this::profile).toList() : List.of(profile(provider));
        if (output.isJson()) {
            output.json(json(profiles));
        } else {
            for (int i = 0; i < profiles.size(); i++) {
                if (i > 0) {
                    output.line("");
                }
                print(profiles.get(i), output);
            }
        }
        return GOOD;
    }

    private Profile profile(String name) {
        Optional<URI> given =
                endpoint == null ? Optional.empty() : Optional.of(ClientSetup.url(endpoint, "--token-endpoint"));
        return given.isEmpty() && issuer == null && Providers.ids().contains(name)
                ? Providers.example(name)
                : ClientSetup.profile(name, given.or(() -> Optional.of(EXAMPLE_ENDPOINT)), Optional.ofNullable(issuer));
    }

    private List<Rule> rules(Profile profile) {
        return profile.rules().stream()
                .filter(rule -> level == null || rule.level() == level)
                .toList();
    }

    private void print(Profile profile, Output output) {
        AnsiStyle style = output.style();
        List<Rule> rules = rules(profile);
        output.line(style.strong(profile.name()) + ", " + rules.size() + " rules");
        output.line(style.faint(profile.id()));
        output.line("");
        List<Citation> sources = new ArrayList<>();
        for (Rule rule : rules) {
            if (!sources.contains(rule.citation())) {
                sources.add(rule.citation());
            }
            String number = "[" + (sources.indexOf(rule.citation()) + 1) + "]";
            String shown = rule.level() == Level.MUST ? style.bad("MUST  ") : style.warning("SHOULD");
            output.line("  " + shown + "  " + style.strong(rule.id()));
            output.paragraph(STATEMENT_INDENT, rule.statement() + " " + number);
        }
        output.line("");
        for (int i = 0; i < sources.size(); i++) {
            Citation source = sources.get(i);
            boolean isObserved = source.certainty() == Certainty.OBSERVED;
            output.entry("[" + (i + 1) + "]", NUMBER_WIDTH, source.title() + (isObserved ? ", observed" : ""));
            output.line(" ".repeat(NUMBER_WIDTH) + source.uri());
        }
    }

    private ObjectNode json(List<Profile> profiles) {
        ObjectNode document = Output.document();
        ArrayNode providers = document.putArray("providers");
        for (Profile profile : profiles) {
            ObjectNode each = providers.addObject().put("id", profile.id()).put("name", profile.name());
            ArrayNode rules = each.putArray("rules");
            for (Rule rule : rules(profile)) {
                rules.addObject()
                        .put("id", rule.id())
                        .put("level", rule.level().name())
                        .put("field", rule.field().toString())
                        .put("statement", rule.statement())
                        .put("remedy", rule.remedy())
                        .put("error", rule.error())
                        .put("certainty", rule.certainty().toString())
                        .putObject("source")
                        .put("title", rule.citation().title())
                        .put("uri", rule.citation().uri().toString())
                        .put("read", rule.citation().read().toString())
                        .put("access", rule.citation().access().toString())
                        .put("basis", rule.citation().certainty().name());
            }
        }
        return document;
    }
}
