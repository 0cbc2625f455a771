// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth;

import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.TokenServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** A program that used a client and closes nothing ends when its main method does. */
@Timeout(60)
class JvmExitTest {
    @Test
    void theJvmExitsByItselfAfterUse() throws Exception {
        try (TokenServer server = TokenServer.start().granting("t", 300)) {
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Program.class.getName(),
                            server.endpoint().toString())
                    .redirectErrorStream(true)
                    .start();
            try {
                String output = new String(child.getInputStream().readNBytes(4), UTF_8);
                assertThat(output).isEqualTo("done");
                assertThat(child.waitFor(10, TimeUnit.SECONDS))
                        .as("ended by itself")
                        .isTrue();
                assertThat(child.exitValue()).isZero();
                assertThat(server.requestCount()).isEqualTo(1);
            } finally {
                child.destroyForcibly();
            }
        }
    }

    /** What the child runs. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) {
            Clients.epic(URI.create(args[0])).build().accessToken();
            System.out.print("done");
            System.out.flush();
        }
    }
}
