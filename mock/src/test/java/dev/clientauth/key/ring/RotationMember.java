// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.ring;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.provider.SmartBackendServices;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenEvent;
import org.slf4j.LoggerFactory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The program of one process of a {@link RotationSoakTest}: threads that request tokens with the keys of a ring, until its input
 * ends. A line {@code rotate} in its input starts a rotation. It prints the number of responses and what was refused.
 */
final class RotationMember {
    /** The lifetime of assertions from {@code iat}, which is backdated by ten seconds. */
    private static final Duration LIFETIME = Duration.ofSeconds(25);

    private RotationMember() {}

    /**
     * Arguments: directory, token endpoint, JWK Set URL, threads, milliseconds between two requests of a thread, and the step at
     * which the process dies as if killed, or a hyphen.
     */
    public static void main(String[] args) throws IOException {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
        URI endpoint = URI.create(args[1]);
        int pause = Integer.parseInt(args[4]);
        AtomicInteger good = new AtomicInteger();
        try (KeyRing ring = RotationSoakTest.builder(Path.of(args[0]), URI.create(args[2]))
                .listener(event -> {
                    if (event.step().name().equals(args[5])) {
                        Runtime.getRuntime().halt(9);
                    }
                    if (event.step().isWarning()) {
                        print(event.step() + " " + event.message());
                    }
                })
                .open()) {
            ClientAuthenticator client = ClientAuthenticator.builder(SmartBackendServices.profile(endpoint))
                    .clientId(RotationSoakTest.CLIENT_ID)
                    .signingKey(ring)
                    .lifetime(LIFETIME)
                    .listener(event -> {
                        if (event instanceof TokenEvent.Refused refused) {
                            print("refused " + refused);
                        }
                    })
                    .build();
            for (int i = 0; i < Integer.parseInt(args[3]); i++) {
                boolean isFirst = i == 0;
                Thread thread = new Thread(() -> request(client, pause, good, isFirst));
                thread.setDaemon(true);
                thread.start();
            }
            BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                ring.rotate();
                print("rotated");
            }
            print("done " + good);
        }
        Runtime.getRuntime().halt(0);
    }

    /**
     * Requests tokens until the process ends; with only one thread until the first token was received, because a new JVM is
     * slow.
     */
    private static void request(ClientAuthenticator client, int pause, AtomicInteger good, boolean isFirst) {
        while (true) {
            try {
                Thread.sleep(ThreadLocalRandom.current().nextInt(2 * pause));
                if (!isFirst && good.get() == 0) {
                    continue;
                }
                Object unused = client.request(Grant.clientCredentials("system/Patient.read"));
                if (good.incrementAndGet() == 1) {
                    print("ready");
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                print("failed " + e.getMessage());
            }
        }
    }

    private static synchronized void print(String line) {
        System.out.println("@ " + line);
        System.out.flush();
    }
}
