// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.ring;

import com.nimbusds.jose.JWSAlgorithm;
import com.sun.net.httpserver.HttpServer;
import dev.clientauth.mock.RecordedRequest;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three JVMs with 64 threads sign with one ring while its key is rotated under traffic. A cache in front of the JWK Set returns
 * the same response for as long as {@code Cache-Control} allows, and so does the mock, which fetches no key earlier; 29 hours are
 * scaled to two seconds. {@code -Dsoak.rotations=20 -Dsoak.pause=200} makes it longer and denser.
 */
@Tag("slow")
@Timeout(900)
class RotationSoakTest {
    static final String CLIENT_ID = "rotating-client";
    private static final int JVMS = 3;
    private static final int THREADS = 64;
    private static final int ROTATIONS = Integer.getInteger("soak.rotations", 2);
    private static final String PAUSE = System.getProperty("soak.pause", "800");
    private static final List<KeyRingEvent.Step> STEPS = List.of(
            KeyRingEvent.Step.STAGED,
            KeyRingEvent.Step.PUBLISHED,
            KeyRingEvent.Step.RETIRED,
            KeyRingEvent.Step.SIGNING,
            KeyRingEvent.Step.REMOVED);

    @TempDir
    Path directory;

    private final List<Process> processes = new ArrayList<>();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Map<String, String> refused = new ConcurrentHashMap<>();
    private final Map<String, String> late = new ConcurrentHashMap<>();
    private final ScheduledExecutorService collector = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer publisher;
    private URI url;
    private MockProvider mock;
    private KeyRing ring;
    private volatile Duration maxAge = Duration.ofSeconds(2);
    private volatile boolean isDown;
    private byte[] cached = {};
    private long cachedAt = System.nanoTime() - Duration.ofMinutes(1).toNanos();

    static KeyRing.Builder builder(Path directory, URI jwkSetUrl) {
        return KeyRing.directory(directory)
                .algorithm(JWSAlgorithm.ES384)
                .jwkSetUrl(jwkSetUrl)
                .keepRetired(Duration.ofSeconds(2))
                .checkEvery(Duration.ofMillis(200));
    }

    @BeforeEach
    void start() throws IOException {
        publisher = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        publisher.createContext("/", exchange -> {
            boolean isRing = exchange.getRequestURI().getPath().equals("/jwks.json");
            byte[] body = cached();
            exchange.getResponseHeaders().set("Cache-Control", "max-age=" + maxAge.toSeconds());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(isDown && isRing ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        publisher.setExecutor(threads);
        publisher.start();
        String base = "http://127.0.0.1:" + publisher.getAddress().getPort();
        url = URI.create(base + "/jwks.json");
        ring = builder(directory, url).checkEvery(Duration.ZERO).open();
        mock = MockProvider.start(SmartBackendServices.profile(URI.create("https://ehr.example.com/token")))
                .register(Registration.of(CLIENT_ID).withJwkSetUrl(URI.create(base + "/for-the-provider")));
        for (int i = 0; i < JVMS; i++) {
            start(THREADS / JVMS + (i < THREADS % JVMS ? 1 : 0), "-");
        }
        collector.scheduleWithFixedDelay(this::collect, 500, 500, TimeUnit.MILLISECONDS);
        await("all JVMs get tokens", () -> said("ready").size() == JVMS);
    }

    private Process start(int threads, String dyingAt) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RotationMember.class.getName(),
                        directory.toString(),
                        mock.tokenEndpoint().toString(),
                        url.toString(),
                        Integer.toString(threads),
                        PAUSE,
                        dyingAt)
                .redirectErrorStream(true)
                .start();
        processes.add(process);
        Thread listener = new Thread(() -> listen(process));
        listener.setDaemon(true);
        listener.start();
        return process;
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
        collector.shutdownNow();
        mock.close();
        publisher.stop(0);
        threads.shutdownNow();
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
        Instant end = Instant.now().plus(Duration.ofMinutes(4));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as(what + ": " + said).isBefore(end);
            pause(Duration.ofMillis(20));
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private List<RingKey> keys() {
        return KeyRing.read(directory).keys();
    }

    private String current() {
        return KeyRing.read(directory).current().keyId().orElseThrow();
    }

    /** Lets each process that runs start a rotation, all at the same time. */
    private void rotateEverywhere() throws IOException {
        for (Process process : processes) {
            if (process.isAlive()) {
                process.getOutputStream().write('\n');
                process.getOutputStream().flush();
            }
        }
    }

    /** Ends the traffic, checks that nothing was refused, and returns the number of responses. */
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
        int responses = said("done").stream()
                .mapToInt(line -> Integer.parseInt(line.split(" ")[1]))
                .sum();
        System.out.println(responses + " responses, " + said("refused").size() + " refused, "
                + said("failed").size() + " failed, "
                + late.size() + " late");
        return responses;
    }

    /** Collects why the mock refused requests, which it remembers only for the latest ones. */
    private void collect() {
        for (RecordedRequest request : mock.received()) {
            if (request.error().isPresent()) {
                String reason =
                        request.diagnosis().broken() + " " + request.reason().orElse("") + request.notes();
                String id = request.request().assertion().map(Object::toString).orElse("") + request.receivedAt();
                // Caused by a busy machine, not by the key.
                boolean isLate = reason.contains("exp.in-future") || reason.contains("could not be fetched");
                (isLate ? late : refused).put(id, reason);
            }
        }
    }

    private void assertNothingRefused() {
        collect();
        assertThat(refused.values()).isEmpty();
        assertThat(said("refused")).hasSizeLessThanOrEqualTo(late.size());
        assertThat(said("log")).isEmpty();
        if (late.isEmpty()) {
            assertThat(said("failed")).isEmpty();
            assertThat(said("FELL_BACK")).isEmpty();
            assertThat(said("FAILED")).isEmpty();
        }
    }

    /**
     * Each rotation is started by all processes at the same time. In the last one a further process dies at each step, as if
     * killed, at the moment it notices that the step was done.
     */
    @Test
    void rotationsStartedByAllProcessesAndProcessesKilledAtEachStepCauseNoRefusedRequest() throws IOException {
        Set<String> signed = new LinkedHashSet<>();
        List<Process> dying = new ArrayList<>();
        for (int rotation = 1; rotation <= ROTATIONS; rotation++) {
            String old = current();
            signed.add(old);
            if (rotation == ROTATIONS) {
                // Otherwise a process could die at the last step of the rotation before this one, before it is ready.
                await("the old keys are removed", () -> keys().size() == 1);
                for (KeyRingEvent.Step step : STEPS) {
                    dying.add(start(1, step.name()));
                }
                await("all JVMs get tokens", () -> said("ready").size() == JVMS + STEPS.size());
            }
            rotateEverywhere();
            await("the new key signs", () -> !current().equals(old));
        }
        signed.add(current());
        await("the old keys are removed", () -> keys().size() == 1);
        await("a process died at each step", () -> dying.stream().noneMatch(Process::isAlive));
        assertThat(dying).allSatisfy(process -> assertThat(process.exitValue()).isEqualTo(9));

        int responses = endTraffic();
        assertNothingRefused();
        assertThat(signed).as("one new key for each rotation").hasSize(ROTATIONS + 1);
        assertThat(responses).isGreaterThan(100);
    }

    @Test
    void whileThePublisherIsDownTheNextKeyDoesNotSign() throws IOException {
        String old = current();
        isDown = true;
        ring.rotate();
        await(
                "the failure is reported",
                () -> said("FAILED The JWK Set URL returned HTTP 503").size() == JVMS);
        pause(maxAge.multipliedBy(3));
        assertThat(keys()).extracting(RingKey::state).containsExactly(RingKey.State.CURRENT, RingKey.State.NEXT);
        isDown = false;
        await("the new key signs", () -> !current().equals(old));
        assertThat(endTraffic()).isPositive();
        collect();
        assertThat(refused.values()).isEmpty();
    }

    /** Shows that the tests above would find a ring that does not wait. */
    @Test
    void aKeyThatSignsAtTheMomentItIsPublishedIsRefused() throws IOException {
        maxAge = Duration.ofMinutes(1);
        byte[] beforehand = cached();
        ring.rotate();
        ring.signWithNextKey();

        await(
                "a request refused for its key",
                () -> !refused.isEmpty() && !said("FELL_BACK").isEmpty());
        assertThat(endTraffic()).isPositive();
        assertThat(beforehand).isNotEmpty();
        assertThat(said("failed")).as("the previous key signs meanwhile").hasSizeLessThanOrEqualTo(late.size());
    }
}
