// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.keys;

import com.sun.net.httpserver.HttpServer;
import dev.clientauth.cli.shell.FileArguments;
import dev.clientauth.cli.shell.Output;
import dev.clientauth.cli.shell.Shell;
import dev.clientauth.cli.shell.ShellCommand;
import dev.clientauth.cli.shell.ShutdownHook;
import dev.clientauth.cli.shell.TimeArguments;
import dev.clientauth.cli.shell.UsageException;
import dev.clientauth.key.PublicKeySet;
import dev.clientauth.key.PublicKeySetHandler;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves a JWK Set over HTTP. */
@Command(
        name = "serve",
        description = {
            "Serve the JWK Set of a key ring, or a JWK Set file, over HTTP on this machine. Put a TLS proxy in front of "
                    + "it: providers fetch keys only over https. Changes to the file are served at once.",
            "",
            "Runs until Ctrl-C or SIGTERM.",
            ""
        },
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  clientauth keys serve keys/ --port 8080",
            "  clientauth keys serve jwks.json --port 8080 --max-age 1h"
        })
final class KeysServeCommand extends ShellCommand {
    private static final Duration DAY = Duration.ofDays(1);
    private static final int THREADS = 4;

    @Parameters(paramLabel = "FOLDER|FILE", description = "The folder of a key ring, or a JWK Set of public keys.")
    private String source = "";

    @Option(names = "--port", paramLabel = "PORT", description = "The port; by default 8080. Use 0 for any free port.")
    private int port = 8080;

    @Option(names = "--host", paramLabel = "HOST", description = "The address to listen on; loopback by default.")
    private String host = "127.0.0.1";

    @Option(
            names = "--max-age",
            paramLabel = "TIME",
            description =
                    "How long providers may cache the keys; 10m by default. A new key does not sign until this time has passed.")
    private String maxAge = "10m";

    KeysServeCommand(Shell shell) {
        super(shell);
    }

    @Override
    protected int run(Output output) throws IOException {
        Path given = FileArguments.path(source);
        Path file = Files.isDirectory(given) ? given.resolve("jwks.json") : given;
        if (!Files.isRegularFile(file)) {
            throw new UsageException(
                    "File not found: " + file + ". Create a key ring with: clientauth keys rotate " + given);
        }
        read(file);
        Duration cached = TimeArguments.duration("--max-age", maxAge);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), port), 0);
        try (ShutdownHook hook = ShutdownHook.of(() -> {
            server.stop(0);
            Runtime.getRuntime().halt(GOOD);
        })) {
            server.setExecutor(threads);
            server.createContext("/jwks.json", new PublicKeySetHandler(() -> read(file), cached));
            server.start();
            String url = "http://" + host + ":" + server.getAddress().getPort() + "/jwks.json";
            if (output.isJson()) {
                output.json(Output.document().put("url", url));
            } else {
                output.line("Serving " + file + " at " + url);
            }
            while (!hook.isRunning()) {
                shell().sleeper().sleep(DAY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            server.stop(0);
            threads.shutdownNow();
        }
        return GOOD;
    }

    private static PublicKeySet read(Path file) {
        try {
            return PublicKeySet.parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
