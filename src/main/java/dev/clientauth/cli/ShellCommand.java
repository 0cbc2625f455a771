package dev.clientauth.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** What all commands share: colour, JSON, help. */
abstract class ShellCommand implements Callable<Integer> {
    /** Clean, accepted. */
    static final int GOOD = 0;
    /** Faults were found, or the provider refused. */
    static final int BAD = 1;

    /** When to use colour. */
    enum Colour {
        AUTO,
        ALWAYS,
        NEVER;

        /** As it is written in the help. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(names = "--json", description = "Print JSON for programs.")
    private boolean isJson;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description = "auto (default), always or never; auto means a terminal without NO_COLOR.")
    private Colour colour = Colour.AUTO;

    @Option(names = "--verbose", description = "Show the stack trace of an error.")
    private boolean isVerbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean isHelp;

    private final Shell shell;

    ShellCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public final Integer call() throws Exception {
        Ink ink = new Ink(hasColour(colour, shell.isTerminal(), shell.environment()));
        return run(new Output(shell.out(), isJson, ink, shell.columns(), isAscii(shell.environment())));
    }

    /** Does the work; the exit code comes back. */
    abstract int run(Output output) throws Exception;

    final Shell shell() {
        return shell;
    }

    final boolean isVerbose() {
        return isVerbose;
    }

    /** Whether the locale names a character set that is not UTF-8 (POSIX, section 8.2). */
    static boolean isAscii(Map<String, String> environment) {
        return Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(locale -> !locale.isEmpty())
                .findFirst()
                .filter(locale ->
                        !locale.toUpperCase(Locale.ROOT).replace("-", "").contains("UTF8"))
                .isPresent();
    }

    static boolean hasColour(Colour colour, boolean isTerminal, Map<String, String> environment) {
        @Nullable String none = environment.get("NO_COLOR");
        boolean isDumb = "dumb".equals(environment.get("TERM"));
        boolean wanted = isTerminal && !isDumb && (none == null || none.isEmpty());
        return colour == Colour.ALWAYS || (colour == Colour.AUTO && wanted);
    }
}
