// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli;

import dev.clientauth.cli.config.ClientSetup;
import dev.clientauth.cli.config.Setting;
import dev.clientauth.cli.config.Settings;
import dev.clientauth.cli.shell.Explanation;
import dev.clientauth.cli.shell.InputText;
import dev.clientauth.cli.shell.NetworkProbe;
import dev.clientauth.cli.shell.Output;
import dev.clientauth.cli.shell.Shell;
import dev.clientauth.cli.shell.ShellCommand;
import dev.clientauth.cli.shell.UsageException;
import dev.clientauth.diagnosis.DiagnosisReport;
import dev.clientauth.diagnosis.PastedRequest;
import dev.clientauth.diagnosis.provider.NeutralChecks;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.provider.Providers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Explains what is wrong with a pasted token request. */
@Command(
        name = "diagnose",
        description = {
            "Explain what is wrong with a token request: paste a JWT, a form body, an HTTP request, a curl command, a HAR file, a "
                    + "client secret, the log of an HTTP library, or a forum post. Nothing leaves this machine,"
                    + " and no secret is printed.",
            ""
        },
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  clientauth diagnose request.txt",
            "  pbpaste | clientauth diagnose --provider siwa --team-id DEF123GHIJ --at now",
            "  clientauth diagnose session.har --public-key certificate.pem --markdown",
            "  clientauth diagnose request.txt --ask"
        })
final class DiagnoseCommand extends ShellCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "The file to read. If it is omitted or -, standard input is read.")
    private String file = "-";

    @Mixin
    private final DiagnoseOptions options = new DiagnoseOptions();

    @Option(names = "--ask", description = "Ask for missing facts on the terminal.")
    private boolean isAsking;

    @Option(names = "--all", description = "Show every rule, cause and source, and the request as it was read.")
    private boolean isWhole;

    @Option(names = "--markdown", description = "Print Markdown, for an issue or a forum.")
    private boolean isMarkdown;

    /** The exit code for a text without a request. */
    private static final int UNUSABLE = 2;

    private final NetworkProbe net;

    DiagnoseCommand(Shell shell) {
        this(shell, new NetworkProbe());
    }

    DiagnoseCommand(Shell shell, NetworkProbe net) {
        super(shell);
        this.net = net;
    }

    @Override
    protected int run(Output output) {
        if (isMarkdown && output.isJson()) {
            throw new UsageException("--markdown and --json cannot be combined.");
        }
        @Nullable FactPrompt prompt = isAsking ? new FactPrompt(shell()) : null;
        Settings settings = options.settings(shell().environment());
        KnownFacts facts = new KnownFacts(shell(), net);
        options.tell(facts, settings);
        PastedRequest pasted = pasted(InputText.read(file, shell()), facts, settings, prompt);
        if (prompt != null && pasted.isRequest()) {
            prompt.ask(() -> evaluated(pasted, facts), facts);
        }
        boolean isClaimed = facts.isClientIdClaimed(pasted.request());
        PastedRequest noted = isClaimed
                ? pasted.withNote("The client id was taken from the request. Set --client-id to check it as well.")
                : pasted;
        Diagnosis diagnosis = evaluated(noted, facts);
        DiagnosisReport report = noted.report(diagnosis);
        if (isMarkdown) {
            output.text(report.toMarkdown());
        } else {
            Explanation.print(report, isWhole, output);
            hint(noted, diagnosis, output);
        }
        if (!noted.isRequest()) {
            return UNUSABLE;
        }
        boolean isSuspect =
                diagnosis.isRefused() && !diagnosis.possibleReasons().isEmpty();
        return diagnosis.blocking().isEmpty() && !isSuspect ? GOOD : BAD;
    }

    /** Names the flags of this command in place of the facts of the report. */
    private void hint(PastedRequest pasted, Diagnosis diagnosis, Output output) {
        if (output.isJson()) {
            return;
        }
        List<String> hints = new ArrayList<>();
        boolean isUnknown = pasted.isRequest()
                && diagnosis.profile().id().equals(NeutralChecks.profile().id());
        if (isUnknown) {
            hints.add(
                    "Name the provider with --provider, for example school, business, siwa, epic, smart or private-key-jwt.");
        }
        List<String> flags = pasted.isRequest()
                ? MissingFact.in(diagnosis).map(MissingFact::flag).toList()
                : List.of();
        if (!flags.isEmpty()) {
            hints.add("Provide what is missing with " + String.join(", ", flags) + ", or --ask.");
        }
        if (!isWhole && pasted.isRequest()) {
            hints.add("Use --all to see the full report.");
        }
        if (!hints.isEmpty()) {
            output.paragraph(0, String.join(" ", hints));
        }
    }

    private Diagnosis evaluated(PastedRequest pasted, KnownFacts facts) {
        return pasted.diagnose(facts.context(pasted.context(shell().clock().instant()), pasted.request()));
    }

    private PastedRequest pasted(String text, KnownFacts facts, Settings settings, @Nullable FactPrompt prompt) {
        PastedRequest read = PastedRequest.parse(text);
        PastedRequest pasted = facts.endpoint().map(read::withEndpoint).orElse(read);
        Optional<String> named = settings.get(Setting.PROVIDER);
        boolean isUnknown =
                named.isEmpty() && pasted.isRequest() && pasted.match().isEmpty();
        if (isUnknown && prompt != null) {
            named = prompt.ask("Which provider was the request sent to? " + String.join(", ", Providers.ids()));
        }
        Optional<URI> endpoint = pasted.request()
                .endpoint()
                .filter(url -> url.getHost() != null && url.getScheme() != null)
                .map(DiagnoseCommand::withoutQuery);
        return named.map(name -> pasted.withProfile(ClientSetup.profile(name, endpoint, settings.get(Setting.ISSUER))))
                .orElse(pasted);
    }

    private static URI withoutQuery(URI url) {
        return URI.create(url.toString().replaceFirst("[?#].*$", ""));
    }
}
