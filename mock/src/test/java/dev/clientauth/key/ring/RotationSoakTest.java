package dev.clientauth.key.ring;

import com.nimbusds.jose.JWSAlgorithm;
import com.sun.net.httpserver.HttpServer;
import dev.clientauth.mock.server.MockProvider;
import dev.clientauth.profile.Registration;
import dev.clientauth.provider.SmartBackendServices;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several JVMs sign with one ring while its key is rotated under traffic. A cache in front of the JWK Set returns the same
 * response for as long as {@code Cache-Control} allows, and so does the mock; hours are scaled to a second.
 */
@Tag("slow")
@Timeout(60)
class RotationSoakTest {
    static final String CLIENT_ID = "rotating-client";
    private static final int JVMS = 3;
    private static final int THREADS = 4;

    @TempDir
    Path directory;

    private final List<Process> processes = new ArrayList<>();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private HttpServer publisher;
    private MockProvider mock;
    private KeyRing ring;
    private volatile Duration maxAge = Duration.ofSeconds(1);
    private byte[] cached = {};
    private long cachedAt = System.nanoTime() - Duration.ofMinutes(1).toNanos();

    static KeyRing ring(Path directory, URI jwkSetUrl, Duration checkEvery) {
        return KeyRing.directory(directory)
                .algorithm(JWSAlgorithm.ES384)
                .jwkSetUrl(jwkSetUrl)
                .keepRetired(Duration.ofSeconds(2))
                .checkEvery(checkEvery)
                .open();
    }

    @BeforeEach
    void start() throws IOException {
        publisher = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        publisher.createContext("/jwks.json", exchange -> {
            byte[] body = cached();
            exchange.getResponseHeaders().set("Cache-Control", "max-age=" + maxAge.toSeconds());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        publisher.start();
        URI url = URI.create("http://127.0.0.1:" + publisher.getAddress().getPort() + "/jwks.json");
        ring = ring(directory, url, Duration.ofDays(1));
        mock = MockProvider.start(SmartBackendServices.profile(URI.create("https://ehr.example.com/token")))
                .register(Registration.of(CLIENT_ID).withJwkSetUrl(url));
        for (int i = 0; i < JVMS; i++) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xmx128m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            RotationMember.class.getName(),
                            directory.toString(),
                            mock.tokenEndpoint().toString(),
                            url.toString(),
                            Integer.toString(THREADS))
                    .redirectErrorStream(true)
                    .start();
            processes.add(process);
            Thread listener = new Thread(() -> listen(process));
            listener.setDaemon(true);
            listener.start();
        }
        await("all JVMs get tokens", () -> said("ready").size() == JVMS);
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
        mock.close();
        publisher.stop(0);
        ring.close();
    }

    private synchronized byte[] cached() throws IOException {
        if (Duration.ofNanos(System.nanoTime() - cachedAt).compareTo(maxAge) > 0) {
            cached = Files.readAllBytes(directory.resolve("jwks.json"));
            cachedAt = System.nanoTime();
        }
        return cached;
    }

    private void listen(Process process) {
        try (BufferedReader output = process.inputReader(UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                said.add(line.startsWith("@ ") ? line.substring(2) : "log " + line);
            }
        } catch (IOException e) {
            said.add("log its output broke off");
        }
    }

    private List<String> said(String beginning) {
        return said.stream().filter(line -> line.startsWith(beginning)).toList();
    }

    private void await(String what, BooleanSupplier condition) {
        Instant end = Instant.now().plus(Duration.ofSeconds(50));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as(what + ": " + said).isBefore(end);
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(what, e);
            }
        }
    }

    private List<RingKey> keys() {
        try {
            return new RingFiles(directory).read().keys();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitSingleKey() {
        await("the old key is removed", () -> keys().size() == 1);
    }

    private int endTraffic() throws IOException {
        int running = 0;
        for (Process process : processes) {
            if (process.isAlive()) {
                running++;
                process.getOutputStream().close();
            }
        }
        int expected = running;
        await("all JVMs end", () -> said("done").size() == expected);
        return said("done").stream()
                .mapToInt(line -> Integer.parseInt(line.split(" ")[1]))
                .sum();
    }

    @Test
    void threeRotationsUnderTrafficCauseNoRefusedRequestEvenIfAProcessIsKilled() throws IOException {
        List<String> signed = new ArrayList<>();
        for (int rotation = 0; rotation < 3; rotation++) {
            signed.add(keys().get(0).keyId());
            ring.rotate();
            if (rotation == 2) {
                processes.get(0).destroyForcibly();
            }
            awaitSingleKey();
        }
        signed.add(keys().get(0).keyId());

        int responses = endTraffic();
        assertThat(said("refused")).isEmpty();
        assertThat(said("failed")).isEmpty();
        assertThat(said("log")).isEmpty();
        assertThat(signed).doesNotHaveDuplicates();
        assertThat(responses).isGreaterThan(100);
    }

    /** Shows that the test above would find a ring that does not wait. */
    @Test
    void aKeyThatSignsAtTheMomentItIsPublishedIsRefused() throws IOException {
        maxAge = Duration.ofMinutes(1);
        byte[] beforehand = cached();
        ring.rotate();
        ring.signWithNextKey();

        await("a refused request", () -> !said("refused").isEmpty());
        int responses = endTraffic();
        assertThat(beforehand).isNotEmpty();
        assertThat(responses).isPositive();
        assertThat(said("failed")).as("the previous key signs meanwhile").isEmpty();
    }
}
