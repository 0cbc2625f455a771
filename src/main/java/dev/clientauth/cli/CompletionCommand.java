package dev.clientauth.cli;

import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the completion script. */
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
    /** Picocli's script ends the completion of file names, which most words of this command are. */
    private static final String NO_FILES = "\\n *type compopt &>/dev/null && compopt \\+o default\\n";

    @Spec
    private @Nullable CommandSpec spec;

    CompletionCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run(Output output) {
        if (spec == null) {
            throw new IllegalStateException("The command line was not put together.");
        }
        output.line(AutoComplete.bash("clientauth", spec.root().commandLine()).replaceAll(NO_FILES, ""));
        return GOOD;
    }
}
