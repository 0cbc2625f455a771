// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.keys;

import dev.clientauth.cli.shell.Shell;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The commands for keys. */
@Command(
        name = "keys",
        description = {"Generate, inspect, compare, publish and rotate keys.", ""},
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Examples:",
            "  clientauth keys generate --alg RS384 --out epic.pem",
            "  clientauth keys inspect AuthKey_ABC123DEFG.p8",
            "  clientauth keys jwks epic.pem --kid epic-2026-11 > jwks.json",
            "  clientauth keys match epic.pem certificate.pem",
            "  clientauth keys rotate keys/ --url https://example.com/jwks.json",
            "  clientauth keys serve keys/ --port 8080"
        })
public final class KeysCommand {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean isHelp;

    private KeysCommand() {}

    public static CommandLine commandLine(Shell shell) {
        return new CommandLine(new KeysCommand())
                .addSubcommand(new KeysGenerateCommand(shell))
                .addSubcommand(new KeysInspectCommand(shell))
                .addSubcommand(new KeysJwksCommand(shell))
                .addSubcommand(new KeysMatchCommand(shell))
                .addSubcommand(new KeysServeCommand(shell))
                .addSubcommand(new KeysRotateCommand(shell))
                .addSubcommand(new KeysStatusCommand(shell));
    }
}
