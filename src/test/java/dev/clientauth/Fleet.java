// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Several JVMs with the same client, key and Redis, in place of several machines. All of them end with the test. */
final class Fleet implements AutoCloseable {
    private final List<Member> members = new ArrayList<>();

    /** One of the JVMs. */
    static final class Member {
        private final Process process;
        private final List<String> said = new CopyOnWriteArrayList<>();

        private Member(Process process) {
            this.process = process;
            Thread listener = new Thread(this::listen, "fleet-listener");
            listener.setDaemon(true);
            listener.start();
        }

        private void listen() {
            try (BufferedReader output = process.inputReader(UTF_8)) {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    said.add(
                            line.startsWith(FleetMember.MARK)
                                    ? line.substring(FleetMember.MARK.length())
                                    : "log " + line);
                }
            } catch (IOException e) {
                said.add("log its output broke off: " + e);
            }
        }

        private void order(String line) {
            try {
                process.getOutputStream().write((line + "\n").getBytes(UTF_8));
                process.getOutputStream().flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Returns the lines of its output with this prefix, without the prefix. */
        List<String> said(String beginning) {
            return said.stream()
                    .filter(line -> line.startsWith(beginning))
                    .map(line -> line.substring(beginning.length()).strip())
                    .toList();
        }

        /** Returns the tokens that it received, in order. */
        List<String> tokens() {
            return said("token");
        }

        /** Returns whether it ever received this token, even if it has received a newer one since. */
        boolean hasHad(String token) {
            return tokens().contains(token);
        }

        /** Kills it with SIGKILL. */
        void kill() {
            process.destroyForcibly();
        }

        /** Returns how often its threads received a token. */
        long reads() {
            return Long.parseLong(said("done").get(0).split(" ")[0]);
        }

        /** Returns the longest time that one of its threads waited for a token. */
        Duration slowestRead() {
            return Duration.ofMillis(Long.parseLong(said("done").get(0).split(" ")[1]));
        }

        @Override
        public String toString() {
            return "Member" + said;
        }
    }

    /** Starts this many JVMs with this many threads each. */
    static Fleet start(int jvms, int threads, String redis, URI endpoint, Duration lease) {
        Fleet fleet = new Fleet();
        try {
            String key = new ECKeyGenerator(Curve.P_256)
                    .keyID("fleet-key")
                    .generate()
                    .toJSONString();
            byte[] storeKey = new byte[32];
            new SecureRandom().nextBytes(storeKey);
            for (int i = 0; i < jvms; i++) {
                Process process = new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Xmx128m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                FleetMember.class.getName(),
                                redis,
                                endpoint.toString(),
                                Integer.toString(threads),
                                Long.toString(lease.toMillis()))
                        .redirectErrorStream(true)
                        .start();
                Member member = new Member(process);
                fleet.members.add(member);
                member.order(key);
                member.order(Base64.getEncoder().encodeToString(storeKey));
            }
            fleet.await(
                    "all JVMs are ready",
                    () -> fleet.members.stream().noneMatch(m -> m.said("ready").isEmpty()));
            return fleet;
        } catch (IOException | JOSEException | RuntimeException | AssertionError e) {
            fleet.close();
            throw new AssertionError("The fleet does not start: " + e.getMessage(), e);
        }
    }

    List<Member> members() {
        return List.copyOf(members);
    }

    /** Lets all threads request tokens from now on. */
    void go() {
        members.forEach(member -> member.order("go"));
    }

    /** Stops the running JVMs, and waits for them. */
    void stop() {
        List<Member> alive = members.stream().filter(m -> m.process.isAlive()).toList();
        alive.forEach(member -> member.order("stop"));
        await(
                "all JVMs have ended",
                () -> alive.stream().noneMatch(m -> m.said("done").isEmpty()));
    }

    /** Returns the failures of all JVMs. */
    List<String> failures() {
        return members.stream()
                .flatMap(member -> member.said("failed").stream())
                .toList();
    }

    /** Waits until a condition is true, for at most 20 seconds. */
    void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not within 20 s: " + what + "; " + members);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }

    @Override
    public void close() {
        members.forEach(member -> member.process.destroyForcibly());
    }
}
