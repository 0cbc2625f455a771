// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clientauth.ClientAssertion;
import dev.clientauth.cli.config.ClientOptions;
import dev.clientauth.cli.config.ClientSetup;
import dev.clientauth.cli.shell.Explanation;
import dev.clientauth.cli.shell.Output;
import dev.clientauth.cli.shell.Shell;
import dev.clientauth.cli.shell.ShellCommand;
import dev.clientauth.profile.DecodedAssertion;
import dev.clientauth.profile.RuleViolationException;
import dev.clientauth.profile.text.DurationFormat;
import dev.clientauth.profile.text.InstantFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.Map;

/** Creates a client assertion, or the client secret of Sign in with Apple, without sending it. */
@Command(
        name = "assertion",
        description = {
            "Create a client assertion, or the client secret of Sign in with Apple. Nothing is sent.",
            "",
            "Prints its header and claims, or with --show the signed JWT, which is a secret.",
            ""
        },
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  clientauth assertion --config clientauth.properties",
            "  CLIENT_SECRET=$(clientauth assertion --config apple.properties --show)"
        })
final class AssertionCommand extends ShellCommand {
    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Option(names = "--show", description = "Print only the signed JWT.")
    private boolean isShown;

    AssertionCommand(Shell shell) {
        super(shell);
    }

    @Override
    protected int run(Output output) {
        try {
            ClientAssertion assertion = new ClientSetup(client.settings(shell().environment()), shell().clock())
                    .authenticator()
                    .assertion();
            print(assertion, output);
            return GOOD;
        } catch (RuleViolationException e) {
            Explanation.notSent(e, output);
            return BAD;
        }
    }

    private void print(ClientAssertion assertion, Output output) {
        if (isShown) {
            if (output.isJson()) {
                output.json(Output.document()
                        .put("assertion", assertion.value())
                        .put("expiresAt", assertion.expiresAt().toString()));
            } else {
                output.line(assertion.value());
            }
            return;
        }
        DecodedAssertion decoded = DecodedAssertion.parse(assertion.value());
        if (output.isJson()) {
            ObjectNode document =
                    Output.document().put("expiresAt", assertion.expiresAt().toString());
            decoded.header().ifPresent(header -> document.putPOJO("header", header));
            decoded.claims().ifPresent(claims -> document.putPOJO("claims", claims));
            output.json(document);
            return;
        }
        decoded.header().ifPresent(header -> members("Header", header, output));
        decoded.claims().ifPresent(claims -> members("Claims", claims, output));
        output.line(output.style().strong("Signature"));
        output.line("  not shown; use --show to print the signed JWT");
        Duration life = Duration.between(shell().clock().instant(), assertion.expiresAt());
        output.line("");
        output.line("Expires at " + InstantFormat.of(assertion.expiresAt()) + ", in " + DurationFormat.of(life) + ".");
    }

    private static void members(String title, Map<String, @Nullable Object> members, Output output) {
        output.line(output.style().strong(title));
        members.forEach((name, value) -> output.entry("  " + name, 8, String.valueOf(value)));
    }
}
