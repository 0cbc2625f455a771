// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clientauth.json.Json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** The command's jar, started as a separate process with pipes for its streams. */
final class JarProcess {
    private static final Path JAR = Path.of(System.getProperty("clientauth.jar"));
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    /** These processes end before the optimizing compiler pays off. */
    private static final String QUICK = "-XX:TieredStopAtLevel=1";

    private final Path folder;
    private final Map<String, String> variables = new HashMap<>();
    private String input = "";

    /**
     * The result of a process.
     *
     * @param exit the exit code
     * @param out standard output
     * @param err standard error
     */
    record Result(int exit, String out, String err) {
        JsonNode json() {
            return Json.parse(out);
        }
    }

    JarProcess(Path folder) {
        this.folder = folder;
    }

    static Path jar() {
        return JAR;
    }

    JarProcess with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    JarProcess typing(String input) {
        this.input = input;
        return this;
    }

    Result run(String... args) {
        List<String> command = new ArrayList<>(List.of(JAVA.toString(), QUICK, "-jar", JAR.toString()));
        command.addAll(List.of(args));
        return start(command);
    }

    /** Runs a script of bash, to which the command is known as {@code clientauth}. */
    Result bash(String script) {
        String known = "clientauth() { '" + JAVA + "' -jar '" + JAR + "' \"$@\"; }\n";
        return start(List.of("bash", "--norc", "-c", known + script));
    }

    private Result start(List<String> command) {
        try {
            Path in = Files.writeString(folder.resolve("stdin"), input);
            Path out = folder.resolve("stdout");
            Path err = folder.resolve("stderr");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("CLIENTAUTH_") || name.equals("COLUMNS"));
            builder.environment().putAll(variables);
            Process process = builder.start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
