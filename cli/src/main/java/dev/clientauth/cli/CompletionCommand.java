// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli;

import dev.clientauth.cli.shell.Output;
import dev.clientauth.cli.shell.Shell;
import dev.clientauth.cli.shell.ShellCommand;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the shell completion script. */
@Command(
        name = "completion",
        description = {"Print a script that completes commands and flags in bash and zsh.", ""},
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  source <(clientauth completion)",
            "  clientauth completion > ~/.local/share/bash-completion/completions/clientauth"
        })
final class CompletionCommand extends ShellCommand {
    /** The part of picocli's script that turns off the completion of file names. */
    private static final String NO_FILES = "\\n *type compopt &>/dev/null && compopt \\+o default\\n";

    @Spec
    private @Nullable CommandSpec spec;

    CompletionCommand(Shell shell) {
        super(shell);
    }

    @Override
    protected int run(Output output) {
        if (spec == null) {
            throw new IllegalStateException("The command line has no specification.");
        }
        output.line(AutoComplete.bash("clientauth", spec.root().commandLine()).replaceAll(NO_FILES, ""));
        return GOOD;
    }
}
