// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.keys;

import dev.clientauth.cli.shell.FileArguments;
import dev.clientauth.cli.shell.Output;
import dev.clientauth.cli.shell.Shell;
import dev.clientauth.cli.shell.ShellCommand;
import dev.clientauth.cli.shell.UsageException;
import dev.clientauth.key.ring.KeyRing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Shows the keys of a ring. */
@Command(
        name = "status",
        description = {"Show the keys of a key ring and the progress of a rotation. Changes nothing.", ""},
        sortOptions = false,
        footer = {"", "Examples:", "  clientauth keys status keys/", "  clientauth keys status keys/ --json"})
final class KeysStatusCommand extends ShellCommand {
    @Parameters(paramLabel = "FOLDER", description = "The folder of the key ring.")
    private String folder = "";

    KeysStatusCommand(Shell shell) {
        super(shell);
    }

    @Override
    protected int run(Output output) {
        Path path = FileArguments.path(folder);
        if (!Files.exists(path.resolve("ring.json"))) {
            throw new UsageException(
                    path + " is not the folder of a key ring. Create one with: clientauth keys rotate " + path);
        }
        try (KeyRing ring = KeyRing.read(path)) {
            RingReport report = new RingReport(ring, path, shell().clock());
            report.print(List.of(), output);
            return report.isUsable() ? GOOD : BAD;
        } catch (IllegalStateException e) {
            throw new UsageException("" + e.getMessage(), e);
        }
    }
}
