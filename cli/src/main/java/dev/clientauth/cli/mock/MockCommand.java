// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.mock;

import dev.clientauth.cli.config.ClientSetup;
import dev.clientauth.cli.shell.FileArguments;
import dev.clientauth.cli.shell.Output;
import dev.clientauth.cli.shell.Shell;
import dev.clientauth.cli.shell.ShellCommand;
import dev.clientauth.cli.shell.ShutdownHook;
import dev.clientauth.cli.shell.TimeArguments;
import dev.clientauth.mock.server.MockProviderServer;
import dev.clientauth.profile.text.Redactor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Runs local mocks of the providers until it is stopped. */
@Command(
        name = "mock",
        description = {
            "Run local mocks of the providers: Apple School Manager, Apple Business, Sign in with Apple, Epic and SMART,"
                    + " on one port, with a web page that shows every request and why it was refused.",
            "",
            "Runs until Ctrl-C or SIGTERM. Nothing is saved.",
            ""
        },
        sortOptions = false,
        footer = {
            "",
            "KEYS is a key file in any format, whose public keys are registered, or a JWK Set URL. If the file has no key"
                    + " id, append it after #: school.pem#8136a1f6-…. A JWK Set file is treated as if it had been fetched "
                    + "from the client's JWK Set URL, which Epic's sandbox requires.",
            "",
            "Examples:",
            "  clientauth mock --demo demo",
            "  clientauth token --config demo/epic.properties    # in another terminal",
            "  clientauth mock --client epic:my-client=jwks.json",
            "  clientauth mock --client smart:my-app=http://127.0.0.1:8080/jwks.json",
            "  clientauth mock --team-id DEF123GHIJ \\",
            "      --client siwa:com.example.web=AuthKey_ABC123DEFG.p8",
            "  clientauth mock --port 0 --json --config mock.yaml"
        })
public final class MockCommand extends ShellCommand {
    /** How long it sleeps at a time; a signal ends it. */
    private static final Duration DAY = Duration.ofDays(1);

    @Mixin
    private final MockAddress address = new MockAddress();

    @Mixin
    private final EpicFlags epic = new EpicFlags();

    @Option(
            names = "--client",
            paramLabel = "PROVIDER:ID=KEYS",
            description = "Register a client; may be repeated. Use --config for more settings.")
    private List<String> clients = List.of();

    @Option(
            names = "--team-id",
            paramLabel = "ID",
            description = "The Apple Team ID of the Sign in with Apple clients.")
    private @Nullable String teamId;

    @Option(
            names = "--redirect-uri",
            paramLabel = "URL",
            description = "A redirect URI of the Sign in with Apple clients; may be repeated.")
    private List<String> redirectUris = List.of();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Read clients, patients and devices from a YAML or JSON file; may be repeated. See docs/mock.md for"
                            + " an example.")
    private List<String> files = List.of();

    @Option(
            names = "--demo",
            paramLabel = "FOLDER",
            description =
                    "Register a client with each provider and write its private key and configuration to this folder."
                            + " Existing keys are reused.")
    private @Nullable String demo;

    @Option(
            names = "--sync-delay",
            paramLabel = "TIME",
            description =
                    "How long the mock takes to accept new keys: 15m as at Epic's sandbox, 12h as at its customers. By"
                            + " default they are accepted at once.")
    private @Nullable String syncDelay;

    @Option(
            names = "--speed-up",
            paramLabel = "N",
            description = "Make key sync and JWK Set cache expiry N times faster: with 60, a minute takes a second.")
    private double speedUp = 1;

    @Option(
            names = "--clock-ahead",
            paramLabel = "TIME",
            description =
                    "How far the mocks' clock is ahead of this machine's, such as 10m; negative if it is behind: -10m.")
    private @Nullable String clockAhead;

    @Option(
            names = "--api-limit",
            paramLabel = "N/TIME",
            description =
                    "The number of requests after which the School Manager and Business APIs respond with 429: 100/1m.")
    private @Nullable String apiLimit;

    public MockCommand(Shell shell) {
        super(shell);
    }

    @Override
    protected int run(Output output) {
        List<ClientFlag> registered = clients.stream()
                .map(flag -> ClientFlag.parse(flag, shell().environment()))
                .toList();
        List<URI> redirects = redirectUris.stream()
                .map(uri -> ClientSetup.url(uri, "--redirect-uri"))
                .toList();
        Duration ahead = clockAhead == null ? Duration.ZERO : TimeArguments.signedDuration("--clock-ahead", clockAhead);
        MockPace pace = MockPace.of(syncDelay, speedUp, apiLimit);
        try (MockProviderServer server = address.start(pace, epic)) {
            server.advance(ahead);
            for (String file : files) {
                ClientFlag.seed(server, file);
            }
            registered.forEach(client -> client.register(server, teamId, redirects));
            if (demo != null) {
                DemoClients.in(FileArguments.path(demo)).write(server);
            }
            MockSummary summary = new MockSummary(server, output, address.writeCertificate(server), demo);
            server.warning()
                    .ifPresent(warning -> shell().err().println("clientauth: warning: " + Redactor.text(warning)));
            summary.print();
            sleepUntilStopped(server, summary);
        }
        return GOOD;
    }

    private void sleepUntilStopped(MockProviderServer server, MockSummary summary) {
        // A JVM that a signal ends reports that it was killed; for this command a signal is the normal end.
        try (ShutdownHook hook = ShutdownHook.of(() -> {
            server.close();
            summary.stopped();
            Runtime.getRuntime().halt(GOOD);
        })) {
            while (!hook.isRunning()) {
                shell().sleeper().sleep(DAY);
            }
        } catch (InterruptedException e) {
            summary.stopped();
        }
    }
}
