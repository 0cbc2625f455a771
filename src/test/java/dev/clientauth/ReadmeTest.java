// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Checks that the code in the README is compiled and run, and that the build runs its commands. */
class ReadmeTest {
    private static final Path EXAMPLES = Path.of("examples/quickstart/src/main/java/dev/clientauth/examples");

    private final String readme = read(Path.of("README.md"));

    @Test
    void theBuildersInTheReadmeAreTheExamples() throws IOException {
        String examples;
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            examples = squeezed(String.join("\n", files.map(ReadmeTest::read).toList()));
        }
        List<String> shown = blocks("java").stream()
                .filter(block -> block.contains("ClientAuthenticator.builder"))
                .toList();
        assertThat(shown).hasSize(3);
        assertThat(shown).allSatisfy(block -> assertThat(examples).contains(squeezed(block)));
    }

    @Test
    void theMockCodeInTheReadmeIsATest() {
        String test = spaceless(read(Path.of("mock/src/test/java/dev/clientauth/mock/junit/ReadmeMockTest.java")));
        List<String> shown = blocks("java").stream()
                .filter(block -> block.contains("MockProvider"))
                .toList();
        assertThat(shown).hasSize(2);
        // Where the README has a comment in place of the reader's own code, the test has code of its own.
        assertThat(shown)
                .flatMap(block -> List.of(block.split("(?m)^ *//.*$")))
                .allSatisfy(part -> assertThat(test).contains(spaceless(part)));
        List<String> inText = List.of(
                "MockProviderServer server = MockProviderServer.start()",
                "failNext(Fault.unavailable(Duration.ofSeconds(3)))");
        assertThat(inText).allSatisfy(code -> {
            assertThat(readme).contains("`" + code + "`");
            assertThat(test).contains(spaceless(code));
        });
    }

    @Test
    void theBuildRunsBothCommandsOfTheFirstScreen() {
        List<String> commands = blocks("").stream().map(String::strip).limit(2).toList();
        assertThat(commands).containsExactly("./clientauth demo", "mvn -f build verify");
        assertThat(read(Path.of(".ci/run")).lines()).containsAll(commands);
    }

    private List<String> blocks(String language) {
        Matcher block = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$").matcher(readme);
        return block.results()
                .filter(found -> found.group(1).equals(language))
                .map(found -> found.group(2))
                .toList();
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", " ").strip();
    }

    private static String spaceless(String code) {
        return code.replaceAll("\\s+", "");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
