package dev.clientauth.cli;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.assertion.AssertionRefusedException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Duration;

/** Waits until the provider knows a new key. */
@Command(
        name = "watch",
        description = {
            "After a key was uploaded: ask for a token again and again, at a polite pace, until the provider accepts.",
            "",
            "Asks after 30 seconds, then more and more seldom, every 5 minutes at last, and never before a Retry-After."
                    + " A refusal that no waiting cures ends it at once, with the diagnosis.",
            ""
        },
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  clientauth watch --config clientauth.properties",
            "  clientauth watch --config clientauth.properties --for 2h && ./deploy.sh"
        })
final class WatchCommand extends ShellCommand {
    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Option(
            names = "--for",
            paramLabel = "TIME",
            description =
                    "Give up after this time: 90s, 30m, 12h. By default half as long again as the provider says it"
                            + " takes: Epic's sandbox 15 min, a customer of Epic's 12 h, a JWK Set URL 29 h.")
    private @Nullable String limit;

    WatchCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run(Output output) throws InterruptedException {
        ClientSetup setup = new ClientSetup(client.settings(shell().environment()), shell().clock());
        try {
            ClientAuthenticator authenticator = setup.authenticator();
            Expectation expectation = Expectation.of(
                    setup.profile(), setup.endpoint(), setup.jwkSetUrl().isPresent());
            Duration longest = limit == null ? expectation.limit() : Span.parse(limit);
            Watch watch = new Watch(authenticator, expectation, longest, shell(), output);
            return watch.run() ? GOOD : BAD;
        } catch (AssertionRefusedException e) {
            Explanation.notSent(e, output);
            return BAD;
        }
    }
}
