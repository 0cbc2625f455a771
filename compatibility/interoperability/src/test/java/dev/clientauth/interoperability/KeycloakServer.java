// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.interoperability;

import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the Keycloak that Maven unpacked into {@code target/keycloak}, on loopback, with a database in memory. */
final class KeycloakServer implements AutoCloseable {
    private static final Path TARGET = Path.of("target");
    private static final Path LOG = TARGET.resolve("keycloak.log");
    private static final Duration START = Duration.ofMinutes(5);
    private static final int STOP_SECONDS = 20;

    private final Process process;
    private final String issuer;

    private KeycloakServer(Process process, String issuer) {
        this.process = process;
        this.issuer = issuer;
    }

    /** Starts it with one realm, and waits until the realm responds. */
    static KeycloakServer start(List<? extends Map<String, ?>> clients) throws Exception {
        Path home = home();
        Files.write(
                Files.createDirectories(home.resolve("data/import")).resolve("main.json"),
                new ObjectMapper()
                        .writeValueAsBytes(Map.of("realm", "main", "enabled", true, "clients", clients)));
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder(
                        home.resolve("bin/kc.sh").toString(),
                        "start-dev",
                        "--http-host=127.0.0.1",
                        "--http-port=" + port,
                        "--db=dev-mem",
                        "--import-realm")
                .redirectErrorStream(true)
                .redirectOutput(LOG.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("KC_") || name.equals("JAVA_OPTS"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx512m");
        KeycloakServer server =
                new KeycloakServer(builder.start(), "http://127.0.0.1:" + port + "/realms/main");
        try {
            server.awaitStart();
            return server;
        } catch (Exception | AssertionError e) {
            server.close();
            throw e;
        }
    }

    String issuer() {
        return issuer;
    }

    private void awaitStart() throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest metadata = HttpRequest.newBuilder(URI.create(issuer + "/.well-known/openid-configuration"))
                .timeout(Duration.ofSeconds(30))
                .build();
        Instant end = Instant.now().plus(START);
        while (Instant.now().isBefore(end) && process.isAlive()) {
            try {
                if (http.send(metadata, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // The port is not open yet.
            }
            Thread.sleep(500);
        }
        throw new AssertionError("Keycloak did not start: " + Files.readString(LOG));
    }

    private static Path home() throws IOException {
        try (Stream<Path> folders = Files.list(TARGET.resolve("keycloak"))) {
            return folders.filter(folder -> Files.exists(folder.resolve("bin/kc.sh")))
                    .findFirst()
                    .orElseThrow()
                    .toAbsolutePath();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws InterruptedException {
        // The shell starts a JVM, and forwards the signal to it.
        List<ProcessHandle> started = process.descendants().toList();
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        started.forEach(ProcessHandle::destroyForcibly);
    }
}
