// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.interoperability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Runs a program in the folder {@code node}, which responds to each line of JSON with a line of JSON. */
final class NodeProgram implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TIMEOUT_SECONDS = 60;

    private final File log;
    private final Process process;
    private final Writer input;
    private final BufferedReader output;

    private NodeProgram(File log, Process process) {
        this.log = log;
        this.process = process;
        this.input = process.outputWriter(UTF_8);
        this.output = process.inputReader(UTF_8);
    }

    /** Starts a program. */
    static NodeProgram start(String program) throws IOException {
        Path log = Files.createDirectories(Path.of("target")).resolve(program + ".log");
        Process process = new ProcessBuilder("node", "node/" + program + ".mjs")
                .redirectError(log.toFile())
                .start();
        return new NodeProgram(log.toFile(), process);
    }

    /** Sends one line and returns the next line of the program. */
    JsonNode call(Map<String, ?> message) throws Exception {
        input.write(JSON.writeValueAsString(message) + "\n");
        input.flush();
        return response();
    }

    /** Returns the next line of the program. */
    JsonNode response() throws Exception {
        String line = CompletableFuture.supplyAsync(this::line).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        if (line == null) {
            throw new AssertionError("The program ended: " + Files.readString(log.toPath()));
        }
        return JSON.readTree(line);
    }

    private String line() {
        try {
            return output.readLine();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
    }
}
