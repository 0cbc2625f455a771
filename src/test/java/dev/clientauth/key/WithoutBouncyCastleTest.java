// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("Without Bouncy Castle, keys are read, and the error names it if it is required")
class WithoutBouncyCastleTest {
    private static final List<String> READ = List.of(
            "ec-256.pkcs8.pem",
            "ec-256.sec1.pem",
            "ec-256.no-public.sec1.pem",
            "rsa.pkcs1.pem",
            "rsa.pkcs8.der",
            "rsa.certificate-and-key.pem",
            "ec-256.pbes2.pem",
            "ec-256.pbes2.der",
            "rsa.pbes2-des3.pem",
            "rsa.pbes1-3des.pem",
            "rsa.pbes1-des.pem",
            "openssl.p12",
            "jwk");
    private static final List<String> REFUSED = List.of("rsa.dek-aes256.pem", "rsa.dek-des3.pem", "ec-256.scrypt.pem");

    @Test
    void readsKeysInASeparateJvm() throws IOException, InterruptedException {
        String classPath = Arrays.stream(
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                                .split(File.pathSeparator))
                .filter(entry -> !entry.contains("bouncycastle") && !entry.matches(".*/bc(?:prov|pkix|util)-.*"))
                .collect(Collectors.joining(File.pathSeparator));
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        Child.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();

        List<String> lines = output.lines().toList();
        assertThat(lines).as(output).first().isEqualTo("Bouncy Castle is absent");
        for (String fixture : READ) {
            assertThat(lines).as(output).contains(fixture + ": signed");
        }
        for (String fixture : REFUSED) {
            assertThat(lines)
                    .as(output)
                    .anySatisfy(line -> assertThat(line)
                            .startsWith(fixture + ": Found ")
                            .contains("org.bouncycastle:bcpkix-jdk18on", "openssl pkcs8 -topk8"));
        }
    }

    /** Reads each fixture, signs with it, and prints the result. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws IOException {
            try {
                Class.forName("org.bouncycastle.jce.provider.BouncyCastleProvider");
                say("Bouncy Castle is there");
            } catch (ClassNotFoundException e) {
                say("Bouncy Castle is absent");
            }
            for (String fixture : READ) {
                SigningKey key = read(fixture);
                key.sign(key.algorithms().get(0), new byte[] {1});
                say(fixture + ": signed");
            }
            for (String fixture : REFUSED) {
                try {
                    say(fixture + ": read " + read(fixture));
                } catch (KeyFormatException e) {
                    say(fixture + ": " + String.valueOf(e.getMessage()).replaceFirst("^.*: found ", "Found "));
                }
            }
        }

        private static SigningKey read(String fixture) throws IOException {
            if (fixture.equals("jwk")) {
                return SigningKey.parse(
                        "{\"kty\":\"EC\",\"d\":\"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE\",\"crv\":\"P-256\","
                                + "\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\","
                                + "\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\"}");
            }
            Path file = Fixtures.file(fixture);
            return fixture.endsWith(".p12")
                    ? SigningKey.fromKeyStore(file, Fixtures.password())
                    : SigningKey.loadEncrypted(file, Fixtures.password());
        }

        private static void say(String line) {
            java.io.PrintStream out = new java.io.PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out));
            out.println(line);
            out.flush();
        }
    }
}
