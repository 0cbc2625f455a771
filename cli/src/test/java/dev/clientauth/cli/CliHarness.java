// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clientauth.cli.shell.Shell;
import dev.clientauth.cli.shell.Sleeper;
import dev.clientauth.json.Json;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Runs the command in this JVM, with the streams, environment and clock of the test. */
public final class CliHarness {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<Duration> slept = new ArrayList<>();
    private Clock clock = Clock.systemUTC();
    private Sleeper sleeper = time -> {
        throw new AssertionError("Nobody should sleep here.");
    };
    private boolean isTerminal;
    private int columns = 80;
    private String input = "";
    private int exit = -1;

    public CliHarness with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    public CliHarness at(Clock clock) {
        this.clock = clock;
        return this;
    }

    /** Time passes at once. */
    public CliHarness sleepingBy(Sleeper sleeper) {
        this.sleeper = time -> {
            slept.add(time);
            sleeper.sleep(time);
        };
        return this;
    }

    public CliHarness terminal(int columns) {
        this.isTerminal = true;
        this.columns = columns;
        return this;
    }

    public CliHarness typing(String input) {
        this.input = input;
        return this;
    }

    public Shell shell() {
        return new Shell(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                new ByteArrayInputStream(input.getBytes(UTF_8)),
                isTerminal,
                isTerminal,
                columns,
                environment,
                clock,
                sleeper);
    }

    public CliHarness run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        exit = execute(shell(), args);
        return this;
    }

    /** Runs the command in a test shell and returns the exit code. */
    public static int execute(Shell shell, String... args) {
        return ClientauthCommand.commandLine(shell).execute(args);
    }

    public int exit() {
        return exit;
    }

    public String out() {
        return out.toString();
    }

    public String err() {
        return err.toString();
    }

    public String all() {
        return out() + err();
    }

    public JsonNode json() {
        return Json.parse(out());
    }

    public List<Duration> slept() {
        return slept;
    }

    public static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
