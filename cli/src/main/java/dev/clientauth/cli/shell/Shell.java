// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.shell;

import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The environment of a command. Nothing else accesses streams, environment variables or the clock.
 *
 * @param out standard output
 * @param err standard error
 * @param in standard input
 * @param isTerminal whether standard output is a terminal
 * @param canAsk whether standard input and output are terminals
 * @param columns the width of the terminal
 * @param environment the environment variables
 * @param clock the clock of this machine
 * @param sleeper how to wait
 */
public record Shell(
        PrintWriter out,
        PrintWriter err,
        InputStream in,
        boolean isTerminal,
        boolean canAsk,
        int columns,
        Map<String, String> environment,
        Clock clock,
        Sleeper sleeper) {

    /** Returns the shell of this process. */
    public static Shell ofProcess() {
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
