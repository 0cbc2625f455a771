// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Limits the size of source files and packages, so that each can be read at once. */
class SourceFilesTest {
    private static final Path TOP = Path.of("..");
    private static final int MAX_LINES = 400;
    private static final int MAX_FILES = 40;

    /** The modules with classes; the library is in the top folder. */
    private static final List<String> MODULES = List.of("", "diagnosis", "mock", "cli", "spring");

    @Test
    void noSourceOfAModuleExampleOrCompatibilityProjectIsLongerThanFourHundredLines() throws IOException {
        List<Path> sources = sources(TOP);
        assertThat(sources)
                .extracting(source -> TOP.relativize(source).getName(0).toString())
                .contains("src", "diagnosis", "mock", "cli", "spring", "examples", "compatibility");
        for (Path source : sources) {
            try (Stream<String> lines = Files.lines(source)) {
                assertThat(lines.count()).as(source.toString()).isLessThanOrEqualTo(MAX_LINES);
            }
        }
    }

    /** Spotless adds it to most sources, but not to package-info and module-info, and not to the examples. */
    @Test
    void everySourceBeginsWithTheLicense() throws IOException {
        String header = Files.readString(TOP.resolve("build/license-header"));
        assertThat(header).contains("SPDX-License-Identifier: Apache-2.0");
        for (Path source : sources(TOP)) {
            assertThat(Files.readString(source)).as(source.toString()).startsWith(header);
        }
    }

    @Test
    void noPackageHasMoreThanFortyFiles() throws IOException {
        Map<Path, Long> files = new TreeMap<>();
        for (String module : MODULES) {
            for (Path source : sources(TOP.resolve(module).resolve("src/main/java"))) {
                files.merge(source.getParent(), 1L, Long::sum);
            }
        }
        assertThat(files)
                .hasSizeGreaterThan(20)
                .allSatisfy((folder, count) ->
                        assertThat(count).as(folder.toString()).isLessThanOrEqualTo(MAX_FILES));
    }

    @Test
    void eachSimpleClassNameExistsOnceInTheModules() throws IOException {
        List<String> names = new ArrayList<>();
        for (String module : MODULES) {
            sources(TOP.resolve(module).resolve("src"))
                    .forEach(source -> names.add(source.getFileName().toString()));
        }
        names.removeAll(List.of("package-info.java", "module-info.java"));
        assertThat(names).hasSizeGreaterThan(500).doesNotHaveDuplicates();
    }

    /** The Java files below a folder, without those that a build creates. */
    private static List<Path> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .toList();
        }
    }
}
