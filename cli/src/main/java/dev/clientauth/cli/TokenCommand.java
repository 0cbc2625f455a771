// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clientauth.cli.config.ClientOptions;
import dev.clientauth.cli.config.ClientSetup;
import dev.clientauth.cli.shell.Explanation;
import dev.clientauth.cli.shell.Output;
import dev.clientauth.cli.shell.Shell;
import dev.clientauth.cli.shell.ShellCommand;
import dev.clientauth.profile.RuleViolationException;
import dev.clientauth.profile.text.DurationFormat;
import dev.clientauth.profile.text.InstantFormat;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.TokenRefusedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Duration;

/** Requests one access token. */
@Command(
        name = "token",
        description = {"Request an access token (client_credentials), and explain a refusal.", ""},
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  clientauth token --config clientauth.properties",
            "  curl -H \"Authorization: Bearer $(clientauth token --show)\" https://…",
            "  clientauth token -p epic --client-id … -k epic.pem --key-id … --scope …"
        })
final class TokenCommand extends ShellCommand {
    private static final int NAMES = 9;

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Option(names = "--show", description = "Print only the token.")
    private boolean isShown;

    TokenCommand(Shell shell) {
        super(shell);
    }

    @Override
    protected int run(Output output) {
        try {
            ClientSetup setup = new ClientSetup(client.settings(shell().environment()), shell().clock());
            print(setup.authenticator().request(setup.grant()).accessToken(), output);
            return GOOD;
        } catch (TokenRefusedException e) {
            Explanation.refused(e, output);
        } catch (RuleViolationException e) {
            Explanation.notSent(e, output);
        }
        return BAD;
    }

    private void print(AccessToken token, Output output) {
        Duration life = Duration.between(shell().clock().instant(), token.expiresAt());
        if (output.isJson()) {
            ObjectNode document = Output.document()
                    .put("type", token.type())
                    .put("scope", token.scope().orElse(null))
                    .put("issuedAt", token.issuedAt().toString())
                    .put("expiresAt", token.expiresAt().toString())
                    .put("expiresInSeconds", life.toSeconds());
            if (isShown) {
                document.put("accessToken", token.value());
            }
            output.json(document);
        } else if (isShown) {
            output.line(token.value());
        } else {
            output.line(output.style().good("Accepted.") + " Use --show to print the token.");
            output.entry("type", NAMES, token.type());
            token.scope().ifPresent(scope -> output.entry("scope", NAMES, scope));
            output.entry("expires", NAMES, InstantFormat.of(token.expiresAt()) + ", in " + DurationFormat.of(life));
        }
    }
}
