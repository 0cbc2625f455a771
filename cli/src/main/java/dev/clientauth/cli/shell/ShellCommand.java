// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.shell;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** The base of all commands: output format, color and help. */
public abstract class ShellCommand implements Callable<Integer> {
    /** The exit code of success. */
    public static final int GOOD = 0;
    /** The exit code if problems were found or the provider refused. */
    public static final int BAD = 1;

    /** When to use color. */
    public enum Color {
        AUTO,
        ALWAYS,
        NEVER;

        /** Returns the name in the help. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(names = "--json", description = "Print JSON.")
    private boolean isJson;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description =
                    "When to use color: auto (default), always or never. auto means on a terminal without NO_COLOR.")
    private Color color = Color.AUTO;

    @Option(names = "--verbose", description = "Show the stack trace of an error.")
    private boolean isVerbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean isHelp;

    private final Shell shell;

    public ShellCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public final Integer call() throws Exception {
        AnsiStyle style = new AnsiStyle(hasColor(color, shell.isTerminal(), shell.environment()));
        return run(new Output(shell.out(), isJson, style, shell.columns(), isAscii(shell.environment())));
    }

    /** Runs the command and returns its exit code. */
    protected abstract int run(Output output) throws Exception;

    public final Shell shell() {
        return shell;
    }

    public final boolean isVerbose() {
        return isVerbose;
    }

    /** Returns whether the locale names a character set other than UTF-8 (POSIX, section 8.2). */
    public static boolean isAscii(Map<String, String> environment) {
        return Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(locale -> !locale.isEmpty())
                .findFirst()
                .filter(locale ->
                        !locale.toUpperCase(Locale.ROOT).replace("-", "").contains("UTF8"))
                .isPresent();
    }

    public static boolean hasColor(Color color, boolean isTerminal, Map<String, String> environment) {
        @Nullable String none = environment.get("NO_COLOR");
        boolean isDumb = "dumb".equals(environment.get("TERM"));
        boolean wanted = isTerminal && !isDumb && (none == null || none.isEmpty());
        return color == Color.ALWAYS || (color == Color.AUTO && wanted);
    }
}
