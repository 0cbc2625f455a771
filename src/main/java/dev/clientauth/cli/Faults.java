package dev.clientauth.cli;

import dev.clientauth.key.KeyFormatException;
import dev.clientauth.token.TokenTransportException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

import java.io.PrintWriter;
import java.util.List;

/** Turns what went wrong into one line and an exit code. No line holds a secret, even one that was typed. */
final class Faults implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final PrintWriter err;

    Faults(PrintWriter err) {
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
        err.println("clientauth: " + Discreet.message("" + e.getMessage()));
        List<String> meant =
                e instanceof CommandLine.UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        if (!meant.isEmpty()) {
            err.println("Did you mean " + String.join(" or ", meant) + "?");
        }
        err.println("See " + command.getCommandSpec().qualifiedName() + " --help.");
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        err.println("clientauth: " + Discreet.message(message(e)));
        if (command.getCommand() instanceof ShellCommand shellCommand && shellCommand.isVerbose()) {
            e.printStackTrace(err);
        }
        err.flush();
        return e instanceof UsageException ? CommandLine.ExitCode.USAGE : ShellCommand.BAD;
    }

    private static String message(Exception e) {
        boolean isOurs = e instanceof UsageException
                || e instanceof KeyFormatException
                || e instanceof TokenTransportException
                || e instanceof ParameterException;
        return isOurs
                ? "" + e.getMessage()
                : e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage())
                        + ". Run it again with --verbose to see where.";
    }
}
