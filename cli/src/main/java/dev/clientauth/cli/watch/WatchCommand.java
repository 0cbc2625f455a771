// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.watch;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.cli.config.ClientOptions;
import dev.clientauth.cli.config.ClientSetup;
import dev.clientauth.cli.shell.Explanation;
import dev.clientauth.cli.shell.Output;
import dev.clientauth.cli.shell.Shell;
import dev.clientauth.cli.shell.ShellCommand;
import dev.clientauth.cli.shell.TimeArguments;
import dev.clientauth.profile.RuleViolationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Duration;

/** Waits until the provider accepts a new key. */
@Command(
        name = "watch",
        description = {
            "Wait for a new key: after you upload it, request a token at increasing intervals until the"
                    + " provider accepts it.",
            "",
            "Retries after 30 seconds, then at growing intervals of up to 5 minutes, and never before a Retry-After. If waiting cannot "
                    + "fix a refusal, it stops at once and prints the diagnosis.",
            ""
        },
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  clientauth watch --config clientauth.properties",
            "  clientauth watch --config clientauth.properties --for 2h && ./deploy.sh"
        })
public final class WatchCommand extends ShellCommand {
    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Option(
            names = "--for",
            paramLabel = "TIME",
            description =
                    "Give up after this time: 90s, 30m, 12h. The default is one and a half times what the provider"
                            + " documents: 15m for Epic's sandbox, 12h for Epic's customers, 29h for a JWK Set URL.")
    private @Nullable String limit;

    public WatchCommand(Shell shell) {
        super(shell);
    }

    @Override
    protected int run(Output output) throws InterruptedException {
        ClientSetup setup = new ClientSetup(client.settings(shell().environment()), shell().clock());
        try {
            ClientAuthenticator authenticator = setup.authenticator();
            Expectation expectation =
                    Expectation.of(setup.profile(), setup.jwkSetUrl().isPresent());
            Duration longest = limit == null ? expectation.limit() : TimeArguments.duration("--for", limit);
            Watch watch = new Watch(authenticator, expectation, longest, shell(), output);
            return watch.run() ? GOOD : BAD;
        } catch (RuleViolationException e) {
            Explanation.notSent(e, output);
            return BAD;
        }
    }
}
