// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName(
        "Bouncy Castle, which takes 200 ms to load, is loaded for the encryption schemes that the JDK does not have")
class BouncyCastleStaysAsleepTest {

    private static final String LOADED = "org.bouncycastle.";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ec-256.pkcs8.pem",
                "rsa.pkcs8.pem",
                "ec-256.sec1.pem",
                "ec-256.no-public.sec1.pem",
                "rsa.pkcs1.pem",
                "rsa.certificate-and-key.pem",
                "ec-256.pbes2.pem",
                "rsa.pbes2-des3.pem",
                "rsa.pbes1-3des.pem"
            })
    void aKeyThatTheJdkReadsDoesNotLoadBouncyCastle(String fixture) throws Exception {
        assertThat(classesLoadedFor(fixture))
                .anyMatch(line -> line.contains("dev.clientauth.key.SigningKey"))
                .noneMatch(line -> line.contains(LOADED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec-256.scrypt.pem", "rsa.dek-aes256.pem"})
    void aKeyWithAnotherEncryptionLoadsBouncyCastle(String fixture) throws Exception {
        assertThat(classesLoadedFor(fixture).stream().filter(line -> line.contains(LOADED)))
                .isNotEmpty();
    }

    private static List<String> classesLoadedFor(String fixture) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-verbose:class");
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(Child.class.getName());
        command.add(Fixtures.file(fixture).toString());
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue())
                .as(output.substring(Math.max(0, output.length() - 2000)))
                .isZero();
        return output.lines().toList();
    }

    /** Loads the key, signs with each of its algorithms, and ends. */
    static final class Child {

        private Child() {}

        public static void main(String[] arguments) throws IOException {
            SigningKey key = SigningKey.loadEncrypted(new File(arguments[0]).toPath(), Fixtures.password())
                    .withKeyId("kid");
            key.algorithms().forEach(algorithm -> key.sign(algorithm, new byte[] {1}));
            PublicKeySet.of(key).toJson();
        }
    }
}
