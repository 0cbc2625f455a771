package dev.clientauth.cli;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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

/** Runs the command in this JVM, with streams, environment and time of the test's own. */
final class Desk {
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

    Desk with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Desk at(Clock clock) {
        this.clock = clock;
        return this;
    }

    /** Time passes at once. */
    Desk sleepingBy(Sleeper sleeper) {
        this.sleeper = time -> {
            slept.add(time);
            sleeper.sleep(time);
        };
        return this;
    }

    Desk terminal(int columns) {
        this.isTerminal = true;
        this.columns = columns;
        return this;
    }

    Desk typing(String input) {
        this.input = input;
        return this;
    }

    Shell shell() {
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

    Desk run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        exit = Main.commandLine(shell()).execute(args);
        return this;
    }

    int exit() {
        return exit;
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }

    String all() {
        return out() + err();
    }

    JsonNode json() {
        return JsonMapper.shared().readTree(out());
    }

    List<Duration> slept() {
        return slept;
    }

    static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
