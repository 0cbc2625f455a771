// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.shell;

import dev.clientauth.key.KeyFormatException;
import dev.clientauth.profile.text.Redactor;
import dev.clientauth.token.TokenTransportException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reports an error in one line, without secrets, and returns the exit code. */
public final class ErrorHandler implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private static final Pattern SECRET = Pattern.compile("(?i)pass|secret|token$|assertion");

    private final PrintWriter err;

    public ErrorHandler(PrintWriter err) {
        this.err = err;
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        boolean lacksCommand =
                e.getClass() == ParameterException.class && !(command.getCommand() instanceof ShellCommand);
        if (lacksCommand) {
            command.usage(err);
            err.flush();
            return CommandLine.ExitCode.USAGE;
        }
        err.println("clientauth: " + Redactor.text(message(e, command)));
        err.println("See " + command.getCommandSpec().qualifiedName() + " --help.");
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        err.println("clientauth: " + Redactor.text(message(e)));
        if (command.getCommand() instanceof ShellCommand shellCommand && shellCommand.isVerbose()) {
            e.printStackTrace(err);
        }
        err.flush();
        return e instanceof UsageException ? CommandLine.ExitCode.USAGE : ShellCommand.BAD;
    }

    private static String message(ParameterException e, CommandLine command) {
        if (!(e instanceof CommandLine.UnmatchedArgumentException unmatched)) {
            return unknownChoice(e).orElseGet(() -> "" + e.getMessage());
        }
        String first = unmatched.getUnmatched().get(0).replaceFirst("^(--?[^=]*)=.*", "$1");
        boolean isCommand = !first.startsWith("-") && !command.getSubcommands().isEmpty();
        Set<String> known = isCommand
                ? command.getSubcommands().keySet()
                : command.getCommandSpec().optionsMap().keySet();
        String what =
                isCommand ? "Unknown command: " : first.startsWith("-") ? "Unknown option: " : "Unexpected argument: ";
        boolean isSecret = first.startsWith("-") && SECRET.matcher(first).find();
        if (isSecret) {
            return what + first
                    + ". Other users can see a command line, so secrets come from files and variables: set the password of"
                    + " a key with CLIENTAUTH_KEY_PASSWORD.";
        }
        return what + first + "."
                + Suggestion.to(first, known)
                        .map(near -> " Did you mean " + near + "?")
                        .orElse("");
    }

    /** Returns the message for an option with a few values, with these as in the help. */
    private static Optional<String> unknownChoice(ParameterException e) {
        if (!(e.getArgSpec() instanceof OptionSpec option) || !option.type().isEnum() || e.getValue() == null) {
            return Optional.empty();
        }
        List<String> known = Arrays.stream(option.type().getEnumConstants())
                .map(choice -> ((Enum<?>) choice).name().toLowerCase(Locale.ROOT))
                .toList();
        int last = known.size() - 1;
        return Optional.of(option.longestName() + " must be " + String.join(", ", known.subList(0, last)) + " or "
                + known.get(last) + ", but is \"" + e.getValue() + "\".");
    }

    private static String message(Exception e) {
        boolean hasLease = e instanceof UsageException
                || e instanceof KeyFormatException
                || e instanceof TokenTransportException
                || e instanceof ParameterException;
        return hasLease
                ? "" + e.getMessage()
                : e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage())
                        + ". Run the command again with --verbose to see where.";
    }
}
