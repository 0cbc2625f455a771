package dev.clientauth.cli;

import dev.clientauth.profile.Certainty;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Level;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Rule;
import dev.clientauth.provider.Providers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists what providers demand. */
@Command(
        name = "rules",
        description = {"List what a provider demands, or all of them, with the page where it is written.", ""},
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  clientauth rules",
            "  clientauth rules epic --level must",
            "  clientauth rules siwa --json"
        })
final class RulesCommand extends ShellCommand {
    /** Stands for the address of a server that is not named. */
    private static final URI SOMEWHERE = URI.create("https://server.example.com/oauth2/token");

    private static final int STATEMENTS = 10;
    private static final int NUMBERS = 5;

    @Parameters(
            arity = "0..1",
            paramLabel = "PROVIDER",
            completionCandidates = ProviderNames.class,
            description = "A provider's name; all without it.")
    private @Nullable String provider;

    @Option(names = "--level", paramLabel = "LEVEL", description = "Only must, or only should.")
    private @Nullable Level level;

    @Option(
            names = "--token-endpoint",
            paramLabel = "URL",
            description = "The token endpoint, for the rules of a server that has its own.")
    private @Nullable String endpoint;

    @Option(names = "--issuer", paramLabel = "ISSUER", description = "The issuer, for private-key-jwt.")
    private @Nullable String issuer;

    RulesCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run(Output output) {
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
        boolean needsEndpoint = name.startsWith("smart") || name.startsWith("private");
        return ClientSetup.profile(
                name,
                given.or(() -> needsEndpoint ? Optional.of(SOMEWHERE) : Optional.empty()),
                Optional.ofNullable(issuer));
    }

    private List<Rule> rules(Profile profile) {
        return profile.rules().stream()
                .filter(rule -> level == null || rule.level() == level)
                .toList();
    }

    private void print(Profile profile, Output output) {
        Ink ink = output.ink();
        List<Rule> rules = rules(profile);
        output.line(ink.strong(profile.name()) + ", " + rules.size() + " rules");
        output.line(ink.faint(profile.id()));
        output.line("");
        List<Citation> sources = new ArrayList<>();
        for (Rule rule : rules) {
            if (!sources.contains(rule.citation())) {
                sources.add(rule.citation());
            }
            String number = "[" + (sources.indexOf(rule.citation()) + 1) + "]";
            String shown = rule.level() == Level.MUST ? ink.bad("MUST  ") : ink.warning("SHOULD");
            output.line("  " + shown + "  " + ink.strong(rule.id()));
            output.paragraph(STATEMENTS, rule.statement() + " " + number);
        }
        output.line("");
        for (int i = 0; i < sources.size(); i++) {
            Citation source = sources.get(i);
            boolean isObserved = source.certainty() == Certainty.OBSERVED;
            output.entry("[" + (i + 1) + "]", NUMBERS, source.title() + (isObserved ? ", observed" : ""));
            output.line(" ".repeat(NUMBERS) + source.uri());
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
                        .put("basis", rule.citation().certainty().name());
            }
        }
        return document;
    }
}
