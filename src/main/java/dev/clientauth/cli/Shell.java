package dev.clientauth.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * All that a command finds around it. Nothing else reaches for streams, environment or time.
 *
 * @param out where answers go
 * @param err where errors and progress go
 * @param in where input comes from
 * @param isTerminal whether a person reads {@code out} as it comes
 * @param canAsk whether a person is there to answer questions
 * @param columns how many characters fit on a line
 * @param environment the environment variables
 * @param clock this machine's clock
 * @param sleeper how to wait
 */
record Shell(
        PrintWriter out,
        PrintWriter err,
        InputStream in,
        boolean isTerminal,
        boolean canAsk,
        int columns,
        Map<String, String> environment,
        Clock clock,
        Sleeper sleeper) {

    /** The process's own. */
    static Shell ofProcess() {
        Map<String, String> environment = System.getenv();
        TerminalSize size = TerminalSize.find(environment);
        return new Shell(
                new PrintWriter(System.out, true, UTF_8),
                new PrintWriter(System.err, true, UTF_8),
                System.in,
                size.hasOutput(),
                size.hasInput() && size.hasOutput(),
                size.columns(),
                environment,
                Clock.systemUTC(),
                Shell::sleep);
    }

    private static void sleep(Duration time) throws InterruptedException {
        Thread.sleep(time.toMillis());
    }
}
