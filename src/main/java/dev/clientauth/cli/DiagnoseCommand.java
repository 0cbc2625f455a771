package dev.clientauth.cli;

import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.Profile;
import dev.clientauth.provider.Likeness;
import dev.clientauth.provider.Providers;
import dev.clientauth.reading.InputFormat;
import dev.clientauth.reading.ParsedInput;
import dev.clientauth.reading.RequestParser;
import dev.clientauth.report.DiagnosisReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what is wrong with a request that somebody sent. */
@Command(
        name = "diagnose",
        description = {
            "Say what is wrong with a token request: paste a JWT, a form body, an HTTP request, a curl command, a HAR"
                    + " file, a client secret, what an HTTP library logged or a forum post. Nothing leaves this machine,"
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
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The text; - or nothing reads standard input.")
    private String file = "-";

    @Mixin
    private final DiagnoseOptions options = new DiagnoseOptions();

    @Option(names = "--ask", description = "Ask for the facts that rules lack, on a terminal.")
    private boolean isAsking;

    @Option(names = "--all", description = "List the rules that hold, too.")
    private boolean isWhole;

    @Option(names = "--markdown", description = "Print Markdown, for an issue or a forum.")
    private boolean isMarkdown;

    private final Net net;

    DiagnoseCommand(Shell shell) {
        this(shell, new Net());
    }

    DiagnoseCommand(Shell shell, Net net) {
        super(shell);
        this.net = net;
    }

    @Override
    int run(Output output) {
        if (isMarkdown && output.isJson()) {
            throw new UsageException("--markdown and --json exclude each other.");
        }
        @Nullable Interview interview = isAsking ? new Interview(shell()) : null;
        Settings settings = options.settings(shell().environment());
        Evidence evidence = new Evidence(shell(), net);
        options.tell(evidence, settings);
        String text = InputText.read(file, shell());
        if (text.stripLeading().startsWith("-----BEGIN")
                && settings.get(Setting.PROVIDER).isEmpty()) {
            throw new UsageException(
                    "This is a key or a certificate, and no request; expected the request, or the JWT that was"
                            + " signed with the key. What a key file holds, clientauth keys inspect tells.");
        }
        ParsedInput reading = RequestParser.parse(text);
        List<String> notes = new ArrayList<>(reading.notes());
        Profile profile = profile(reading, sent(reading, evidence), settings, interview, notes);
        if (interview != null) {
            interview.ask(() -> judged(profile, reading, evidence), evidence);
        }
        if (evidence.isClientIdClaimed(reading.attempt())) {
            notes.add("The client id is taken from the request itself; with --client-id it is judged, too.");
        }
        Diagnosis diagnosis = judged(profile, reading, evidence);
        DiagnosisReport report =
                DiagnosisReport.of(diagnosis).with(sent(reading, evidence)).notes(notes);
        if (isMarkdown) {
            output.text(report.toMarkdown());
        } else {
            Explanation.print(report, isWhole, output);
            hint(diagnosis, reading.format(), output);
        }
        return diagnosis.fatal().isEmpty() ? GOOD : BAD;
    }

    /** The report names the facts; the flags that tell them are the command's affair. */
    private static void hint(Diagnosis diagnosis, InputFormat form, Output output) {
        if (output.isJson()) {
            return;
        }
        List<String> hints = new ArrayList<>();
        if (form == InputFormat.JWT) {
            hints.add("Paste the whole request instead of the JWT alone to have the rest of it judged, too.");
        }
        List<String> flags = MissingFact.in(diagnosis).map(MissingFact::flag).toList();
        if (!flags.isEmpty()) {
            hints.add("What is missing can be told by " + String.join(", ", flags) + ", or asked for with --ask.");
        }
        if (!hints.isEmpty()) {
            output.line("");
            output.paragraph(0, String.join(" ", hints));
        }
    }

    private static Attempt sent(ParsedInput reading, Evidence evidence) {
        Attempt attempt = reading.attempt();
        Optional<URI> told =
                evidence.endpoint().filter(url -> attempt.endpoint().isEmpty());
        return told.map(attempt::sentTo).orElse(attempt);
    }

    private static Diagnosis judged(Profile profile, ParsedInput reading, Evidence evidence) {
        Attempt attempt = sent(reading, evidence);
        return profile.diagnose(attempt, evidence.situation(reading.situation(), attempt));
    }

    private static Profile profile(
            ParsedInput reading,
            Attempt attempt,
            Settings settings,
            @Nullable Interview interview,
            List<String> notes) {
        Optional<String> named = settings.get(Setting.PROVIDER);
        Optional<Likeness> likeness = named.isPresent() ? Optional.empty() : Providers.likeliest(attempt);
        if (likeness.isPresent()) {
            Likeness likely = likeness.get();
            notes.add("Judged as " + likely.profile().name() + ", because " + String.join("; ", likely.reasons())
                    + ". Name another with --provider.");
            notes.addAll(likely.foreign());
            return likely.profile();
        }
        if (named.isEmpty() && reading.format() == InputFormat.KEY) {
            throw new UsageException(
                    "This is " + reading.keys().get(0) + ", and no token request. If it is a private key that"
                            + " left its place, replace it. Paste the request, or the JWT that was signed with the key; what a key"
                            + " file holds, clientauth keys inspect tells.");
        }
        if (named.isEmpty() && reading.format() == InputFormat.RESPONSE) {
            throw new UsageException(
                    "This is only the response of the provider" + said(reading) + "; there is no token request."
                            + " Paste what was sent: the request, or its client secret or client assertion.");
        }
        if (named.isEmpty() && reading.format() == InputFormat.UNREADABLE) {
            throw new UsageException("The text is in no form that is known here; expected a JWT, a form body, an HTTP"
                    + " request, a curl command, a HAR file, JSON or the log of an HTTP library. Source code is not"
                    + " run: paste the request as it was sent.");
        }
        if (named.isEmpty() && interview != null) {
            named = interview.ask("Which provider was it sent to? " + String.join(", ", Providers.ids()));
        }
        String name = named.orElseThrow(() -> new UsageException(
                "Nothing in the text shows which provider it was meant for; name it with --provider: "
                        + String.join(", ", Providers.ids()) + "."));
        Optional<URI> endpoint = attempt.endpoint()
                .filter(url -> url.getHost() != null && url.getScheme() != null)
                .map(DiagnoseCommand::withoutQuery);
        return ClientSetup.profile(name, endpoint, settings.get(Setting.ISSUER));
    }

    /** The provider's own words. */
    private static String said(ParsedInput reading) {
        return reading.chosen()
                .response()
                .map(r -> Stream.concat(
                                Stream.of(r.error(), r.description()).flatMap(Optional::stream), r.sentences().stream())
                        .distinct()
                        .collect(Collectors.joining(": ", ": ", "")))
                .filter(words -> words.length() > 2)
                .orElse("");
    }

    private static URI withoutQuery(URI url) {
        return URI.create(url.toString().replaceFirst("[?#].*$", ""));
    }
}
