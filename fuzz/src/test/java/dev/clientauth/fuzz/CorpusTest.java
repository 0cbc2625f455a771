// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fuzz;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

@DisplayName(
        "Every input of the corpus is read without an undeclared exception, a hang, excessive memory or a displayed secret")
class CorpusTest {
    private static final Path CORPUS = Path.of("src/test/resources/corpus");
    private static final Path TARGETS = Path.of("src/test/java/dev/clientauth/fuzz");

    /** Ends a hang; an input takes milliseconds. */
    private static final Duration WATCHDOG = Duration.ofSeconds(60);

    @TestFactory
    List<DynamicNode> everyTarget() throws IOException {
        return targets().stream()
                .map(target -> (DynamicNode) DynamicContainer.dynamicContainer(target, inputs(target)))
                .toList();
    }

    @Test
    void everyTargetHasACorpusAndEveryCorpusATarget() throws IOException {
        try (Stream<Path> folders = Files.list(CORPUS)) {
            assertThat(folders.map(folder -> folder.getFileName().toString()))
                    .hasSizeGreaterThan(15)
                    .containsExactlyInAnyOrderElementsOf(targets());
        }
    }

    @Test
    void undeclaredExceptionIsReported() {
        Probe probe = Probe.of(new byte[0], IllegalArgumentException.class);

        assertThatThrownBy(() -> probe.run(() -> Integer.parseInt("x"))).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void displayedSecretIsReported() {
        Probe probe = Probe.of(new byte[0], IllegalArgumentException.class);

        assertThatThrownBy(() -> probe.run(() -> {
                    throw new IllegalArgumentException("invalid", new IOException(Probe.SECRET));
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a secret is displayed");
    }

    @Test
    void excessiveMemoryIsReported() {
        Probe probe = Probe.of(new byte[1]);

        assertThatThrownBy(() -> probe.run(() -> new byte[40 << 20].length))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("bytes were allocated");
    }

    private static List<String> targets() throws IOException {
        try (Stream<Path> sources = Files.list(TARGETS)) {
            return sources.map(source -> source.getFileName().toString())
                    .filter(name -> name.endsWith("Fuzzer.java"))
                    .map(name -> name.replace(".java", ""))
                    .sorted()
                    .toList();
        }
    }

    private static Stream<DynamicTest> inputs(String target) {
        try (Stream<Path> files = Files.list(CORPUS.resolve(target))) {
            return files.sorted().toList().stream()
                    .map(file -> DynamicTest.dynamicTest(
                            file.getFileName().toString(),
                            () -> assertTimeoutPreemptively(WATCHDOG, () -> run(target, file))));
        } catch (IOException e) {
            throw new AssertionError("no corpus", e);
        }
    }

    private static void run(String target, Path file) throws Throwable {
        Method test = Class.forName("dev.clientauth.fuzz." + target).getMethod("fuzzerTestOneInput", byte[].class);
        try {
            test.invoke(null, (Object) Files.readAllBytes(file));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
