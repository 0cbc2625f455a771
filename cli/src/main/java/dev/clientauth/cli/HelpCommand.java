// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli;

import dev.clientauth.cli.shell.Suggestion;
import dev.clientauth.cli.shell.UsageException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.concurrent.Callable;

/** Prints the help of a command. */
@Command(
        name = "help",
        description = {"Show the help of a command.", ""},
        footer = {"", "Examples:", "  clientauth help", "  clientauth help keys generate"})
final class HelpCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "The command; by default clientauth itself.")
    private List<String> names = List.of();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli sets it and shows the help.
    private boolean isHelp;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("The command line has no specification.");
        }
        CommandLine command = spec.root().commandLine();
        for (String name : names) {
            CommandLine next = command.getSubcommands().get(name);
            if (next == null) {
                throw new UsageException("Unknown command: " + name + "."
                        + Suggestion.to(name, command.getSubcommands().keySet())
                                .map(near -> " Did you mean " + near + "?")
                                .orElse(" See clientauth --help."));
            }
            command = next;
        }
        command.usage(command.getOut());
        return CommandLine.ExitCode.OK;
    }
}
