// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("A PEM that was mangled by environment variables, YAML or copying is read")
class MangledPemTest {

    private static final List<String> FIXTURES = List.of(
            "ec-256.pkcs8.pem",
            "ec-256.sec1.pem",
            "ec-256.parameters-sec1.pem",
            "ec-256.apple-school-manager.pem",
            "rsa.pkcs8.pem",
            "rsa.pkcs1.pem",
            "rsa.certificate-and-key.pem",
            "rsa.bag-attributes.pem",
            "ec-256.pbes2.pem",
            "ec-256.dek-aes256.pem",
            "rsa.dek-des3.pem");

    private static final Map<String, UnaryOperator<String>> BENDS = new TreeMap<>(Map.ofEntries(
            Map.entry("literal \\n", pem -> pem.replace("\n", "\\n")),
            Map.entry("literal \\r\\n", pem -> pem.replace("\n", "\\r\\n")),
            Map.entry("literal \\n, escaped twice", pem -> pem.replace("\n", "\\\\n")),
            Map.entry("line breaks removed", pem -> pem.replace("\n", "")),
            Map.entry("line breaks replaced by spaces", pem -> pem.replace("\n", " ")),
            Map.entry("CRLF", pem -> pem.replace("\n", "\r\n")),
            Map.entry("CR", pem -> pem.replace("\n", "\r")),
            Map.entry("byte order mark", pem -> "\uFEFF" + pem),
            Map.entry("double quotes", pem -> '"' + pem + '"'),
            Map.entry("single quotes", pem -> '\'' + pem + '\''),
            Map.entry("opening quote only", pem -> '"' + pem),
            Map.entry("double quotes and literal \\n", pem -> '"' + pem.replace("\n", "\\n") + '"'),
            Map.entry("indentation", pem -> pem.replaceAll("(?m)^", "      ")),
            Map.entry("tabs", pem -> pem.replaceAll("(?m)^", "\t")),
            Map.entry("YAML block", pem -> "key: |\n" + pem.replaceAll("(?m)^", "  ")),
            Map.entry("white space around", pem -> "\n\n  " + pem + "  \n\n"),
            Map.entry("no final line break", String::stripTrailing),
            Map.entry("blank line between lines", pem -> pem.replace("\n", "\n\n")),
            Map.entry("comment before", pem -> "# the key of 2026, do not lose\n" + pem),
            Map.entry("environment file", pem -> "APPLE_KEY=\"" + pem.replace("\n", "\\n") + "\"\n"),
            Map.entry("backslash at line ends", pem -> pem.replace("\n", "\\\n")),
            Map.entry(
                    "JSON of a service account",
                    pem -> "{\"kid\":\"x\",\"private_key\":\""
                            + pem.replace("\n", "\\n").replace("/", "\\/").replace("+", "\\u002B") + "\"}"),
            Map.entry("base64 of the whole", pem -> Base64.getEncoder().encodeToString(pem.getBytes(UTF_8))),
            Map.entry(
                    "wrapped base64 of the whole",
                    pem -> Base64.getMimeEncoder().encodeToString(pem.getBytes(UTF_8))),
            Map.entry(
                    "base64url of the whole",
                    pem -> Base64.getUrlEncoder().withoutPadding().encodeToString(pem.getBytes(UTF_8)))));

    static Stream<Arguments> cases() {
        return BENDS.keySet().stream().flatMap(bend -> FIXTURES.stream().map(fixture -> Arguments.of(bend, fixture)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("cases")
    void parses(String bend, String fixture) {
        String bent = BENDS.get(bend).apply(Fixtures.text(fixture));

        assertThat(SigningKey.parseEncrypted(bent, Fixtures.password()).publicKey())
                .isEqualTo(Fixtures.publicKey(fixture.substring(0, fixture.indexOf('.'))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("cases")
    void loads(String bend, String fixture, @TempDir Path directory) throws IOException {
        String bent = BENDS.get(bend).apply(Fixtures.text(fixture));
        Path file = Files.writeString(directory.resolve("key"), bent);

        assertThat(SigningKey.loadEncrypted(file, Fixtures.password()).publicKey())
                .isEqualTo(Fixtures.publicKey(fixture.substring(0, fixture.indexOf('.'))));
    }

    @Test
    void loadsUtf16FromWindowsTools(@TempDir Path directory) throws IOException {
        String pem = Fixtures.text("ec-256.pkcs8.pem");
        Path big = Files.write(directory.resolve("big"), pem.getBytes(UTF_16));
        Path little = Files.write(directory.resolve("little"), ("\uFEFF" + pem).getBytes(StandardCharsets.UTF_16LE));

        assertThat(SigningKey.load(big).publicKey()).isEqualTo(Fixtures.publicKey("ec-256"));
        assertThat(SigningKey.load(little).publicKey()).isEqualTo(Fixtures.publicKey("ec-256"));
    }
}
