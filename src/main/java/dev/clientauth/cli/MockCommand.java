package dev.clientauth.cli;

import dev.clientauth.mock.server.MockProviderServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Plays the providers until it is stopped. */
@Command(
        name = "mock",
        description = {
            "Play the providers on this machine: Apple School Manager, Apple Business, Sign in with Apple, Epic and SMART,"
                    + " on one port, with a page that shows every request and why it is refused.",
            "",
            "Runs until Ctrl-C or SIGTERM. Nothing is kept.",
            ""
        },
        sortOptions = false,
        footer = {
            "",
            "KEYS is a file with keys of any form, of which the public halves are registered, or a JWK Set URL."
                    + " Key ids that the file does not tell go behind a #: school.pem#8136a1f6-….",
            "",
            "Examples:",
            "  clientauth mock --demo demo",
            "  clientauth token --config demo/epic.properties    # in another window",
            "  clientauth mock --client epic:my-client=epic-public.pem",
            "  clientauth mock --client smart:my-app=http://127.0.0.1:8080/jwks.json",
            "  clientauth mock --team-id DEF123GHIJ \\",
            "      --client siwa:com.example.web=AuthKey_ABC123DEFG.p8",
            "  clientauth mock --port 0 --json --clients clients.json"
        })
final class MockCommand extends ShellCommand {
    /** How long it sleeps at a time: what ends it is a signal. */
    private static final Duration DAY = Duration.ofDays(1);

    @Mixin
    private final MockAddress address = new MockAddress();

    @Option(
            names = "--client",
            paramLabel = "PROVIDER:ID=KEYS",
            description = "A client to put on file; may be repeated. More can be told of one in a file of --clients.")
    private List<String> clients = List.of();

    @Option(
            names = "--team-id",
            paramLabel = "ID",
            description = "Apple's Team ID of the clients of Sign in with Apple.")
    private @Nullable String teamId;

    @Option(
            names = "--redirect-uri",
            paramLabel = "URL",
            description = "Where these send people back to; may be repeated.")
    private List<String> redirectUris = List.of();

    @Option(
            names = "--clients",
            paramLabel = "FILE",
            description = "Clients in JSON: {\"clients\": [{\"provider\": \"epic\", \"clientId\": \"…\", \"keys\": … or"
                    + " \"jwksUrl\": …, \"keyId\", \"teamId\", \"redirectUris\", \"scopes\"}]}.")
    private List<String> files = List.of();

    @Option(
            names = "--demo",
            paramLabel = "FOLDER",
            description =
                    "Make a client of each provider, and leave its private key and its configuration there. Keys that"
                            + " are there are used again.")
    private @Nullable String demo;

    @Option(
            names = "--sync-delay",
            paramLabel = "TIME",
            description =
                    "How long new keys take to reach the provider: 15m as Epic's sandbox, 12h as its customers. By"
                            + " default they are known at once.")
    private @Nullable String syncDelay;

    @Option(
            names = "--faster",
            paramLabel = "N",
            description =
                    "Sync keys, and let copies of JWK Sets grow old, N times faster: 60 for a minute in a second.")
    private double faster = 1;

    @Option(
            names = "--clock-ahead",
            paramLabel = "TIME",
            description = "How far the providers' clock is ahead of this machine's: 10m; behind with a minus: -10m.")
    private @Nullable String clockAhead;

    @Option(
            names = "--api-limit",
            paramLabel = "N/TIME",
            description = "After how many requests the School Manager and Business APIs answer 429: 100/1m.")
    private @Nullable String apiLimit;

    MockCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run(Output output) {
        List<ClientFlag> registered = clients.stream()
                .map(flag -> ClientFlag.parse(flag, shell().environment()))
                .toList();
        List<URI> returns = redirectUris.stream()
                .map(uri -> ClientSetup.url(uri, "--redirect-uri"))
                .toList();
        Duration ahead = clockAhead == null ? Duration.ZERO : Span.parseSigned(clockAhead);
        MockPace pace = MockPace.of(syncDelay, faster, apiLimit);
        try (MockProviderServer server = address.start(pace)) {
            server.advance(ahead);
            for (String file : files) {
                ClientFlag.registerAll(server, file);
            }
            registered.forEach(client -> client.register(server, teamId, returns));
            if (demo != null) {
                Demo.in(Path.of(Discreet.fileName(demo))).write(server);
            }
            MockCard card = new MockCard(server, output, address.writeCertificate(server), demo);
            server.warning()
                    .ifPresent(warning -> shell().err().println("clientauth: warning: " + Discreet.message(warning)));
            card.print();
            sleepUntilStopped(server, card);
        }
        return GOOD;
    }

    private void sleepUntilStopped(MockProviderServer server, MockCard card) {
        // A JVM that ends by a signal says that it was killed; for this one it is the way to end.
        try (Farewell farewell = Farewell.of(() -> {
            server.close();
            card.stopped();
            Runtime.getRuntime().halt(GOOD);
        })) {
            while (!farewell.isSaid()) {
                shell().sleeper().sleep(DAY);
            }
        } catch (InterruptedException e) {
            card.stopped();
        }
    }
}
