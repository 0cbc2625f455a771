// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.doctor;

import com.sun.net.httpserver.HttpServer;
import dev.clientauth.cli.CliHarness;
import dev.clientauth.key.PublicKeySet;
import dev.clientauth.key.PublicKeySetHandler;
import dev.clientauth.key.ring.KeyRing;
import dev.clientauth.mock.server.MockProvider;
import dev.clientauth.profile.Registration;
import dev.clientauth.provider.Epic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/** The doctor reports the progress of a rotation at each step. */
class RingChecksTest {
    private static final String CLIENT = "36c92488-dc0c-4c3a-9e29-9f4a1e5ee8a4";

    @TempDir
    private Path parent;

    private Path folder;
    private HttpServer web;
    private MockProvider epic;
    private String url;
    private volatile PublicKeySet published;
    private final CliHarness harness = new CliHarness();

    @BeforeEach
    void start() throws IOException {
        folder = parent.resolve("ring");
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/jwks.json", new PublicKeySetHandler(() -> published, Duration.ofHours(1)));
        web.start();
        url = "http://127.0.0.1:" + web.getAddress().getPort() + "/jwks.json";
        epic = MockProvider.start(Epic.sandbox())
                .register(Registration.of(CLIENT).withJwkSetUrl(URI.create(url)));
    }

    @AfterEach
    void stop() {
        epic.close();
        web.stop(0);
    }

    private void rotate(String... more) {
        String[] args = new String[3 + more.length];
        System.arraycopy(new String[] {"keys", "rotate", folder.toString()}, 0, args, 0, 3);
        System.arraycopy(more, 0, args, 3, more.length);
        harness.run(args);
        assertThat(harness.exit()).as(harness.all()).isZero();
    }

    private void publish() {
        try (KeyRing ring = KeyRing.read(folder)) {
            published = ring.publicKeys();
        }
    }

    private String doctor(String... more) {
        String[] args = new String[9 + more.length];
        String[] first = {
            "doctor",
            "-p",
            "epic",
            "--client-id",
            CLIENT,
            "-k",
            folder.toString(),
            "--token-endpoint",
            epic.tokenEndpoint().toString()
        };
        System.arraycopy(first, 0, args, 0, 9);
        System.arraycopy(more, 0, args, 9, more.length);
        harness.run(args);
        return harness.out().replaceAll("\\s+", " ");
    }

    @Test
    void eachStepOfARotationIsReported() throws Exception {
        rotate("--url", url);
        publish();
        assertThat(doctor()).contains("ok rotation current key ", "with the same thumbprint", "accepted: ");

        rotate();
        assertThat(doctor("--no-request"))
                .contains("which the JWK Set URL has not returned yet")
                .contains("the URL does not return next key")
                .contains("jwks.json at " + url);
        publish();
        rotate("--finish");
        assertThat(doctor("--no-request"))
                .contains("ok rotation next key ", "if the URL keeps returning it")
                .doesNotContain("the URL does not return next key");
        harness.run("keys", "status", folder.toString());
        assertThat(harness.out().replaceAll("\\s+", " ")).contains("the URL has returned it since", "signs from");

        Thread.sleep(1000);
        rotate("--finish", "--cache", "1s");
        assertThat(doctor()).contains("retired key ", "published until ", "accepted: ");
        published = PublicKeySet.of(KeyRing.read(folder).current());
        assertThat(doctor("--no-request")).contains("the URL no longer returns retired key");
        assertThat(harness.exit()).isZero();
    }

    @Test
    void aNextKeyThatIsOverdueIsReported() throws IOException {
        rotate("--url", url);
        publish();
        rotate();
        publish();
        rotate("--finish");
        Path state = folder.resolve("ring.json");
        Files.writeString(
                state,
                Files.readString(state)
                        .replaceAll(
                                "\"publishedSince\" *: *\"[^\"]+\"", "\"publishedSince\":\"2026-01-01T00:00:00Z\""));
        assertThat(doctor("--offline")).contains("warn rotation next key ", "should have signed since 2026-01-01");
    }

    @Test
    void aRingWithoutAUrlOrWithADamagedNextKeyIsReported() throws IOException {
        rotate();
        rotate();
        assertThat(doctor("--offline"))
                .contains("is not activated automatically")
                .contains("--now");
        String file;
        try (KeyRing ring = KeyRing.read(folder)) {
            file = ring.keys().get(1).file().orElseThrow();
        }
        Files.writeString(folder.resolve(file), "-----BEGIN PRIVATE KEY-----\nMIG");
        assertThat(doctor("--offline")).contains("fail rotation key ", "cannot be used", "--discard");
        assertThat(harness.exit()).isEqualTo(1);
    }
}
