// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The check of the build's dependencies fails if one was changed or added, or if two contain the same class. */
class DependenciesTest {
    private static final String ONE = "example/one/1/one-1.jar";
    private static final String TWO = "example/two/1/two-1.jar";

    @TempDir
    private Path folder;

    private Path repository;
    private Path list;

    @BeforeEach
    void createRepository() throws Exception {
        repository = folder.resolve("repository");
        list = folder.resolve("dependencies.sha256");
        jar(ONE, "example/One.class", "one");
        jar(TWO, "example/Two.class", "two");
        Files.writeString(list, line(ONE) + line(TWO));
    }

    @Test
    void theListedFilesAreAccepted() throws Exception {
        assertThat(check(ONE, TWO)).containsExactly("exit 0");
    }

    @Test
    void aChangedFileFails() throws Exception {
        jar(TWO, "example/Two.class", "changed");

        assertThat(check(ONE, TWO)).containsExactly("Differs from dependencies.sha256: " + TWO, "exit 1");
        assertThat(check()).as("also if it is on no class path").contains("exit 1");
    }

    @Test
    void aJarThatIsNotListedFails() throws Exception {
        Files.writeString(list, line(ONE));

        assertThat(check(ONE, TWO)).containsExactly("Not in dependencies.sha256: " + TWO, "exit 1");
    }

    @Test
    void aClassInTwoJarsFails() throws Exception {
        jar(TWO, "example/One.class", "another");
        Files.writeString(list, line(ONE) + line(TWO));

        assertThat(check(ONE, TWO)).containsExactly("Both one-1.jar and two-1.jar contain example/One.class", "exit 1");
    }

    @Test
    void theChecksumOfAListedFileIsNotReplaced() throws Exception {
        String before = Files.readString(list);
        jar(TWO, "example/Two.class", "changed");

        assertThat(run("update", list.toString(), repository.toString()))
                .containsExactly("Differs from dependencies.sha256: " + TWO, "exit 1");
        assertThat(list).hasContent(before);
    }

    private List<String> check(String... classPath) throws Exception {
        List<String> jars = new ArrayList<>();
        for (String jar : classPath) {
            jars.add(repository.resolve(jar).toString());
        }
        return run(
                "check",
                list.toString(),
                repository.toString(),
                folder.resolve("project").toString(),
                String.join(System.getProperty("path.separator"), jars));
    }

    /** Returns the lines of the output, and the exit code. */
    private static List<String> run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                Path.of("../build/Dependencies.java").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines = new ArrayList<>(new String(process.getInputStream().readAllBytes(), UTF_8)
                .lines()
                .toList());
        lines.add("exit " + process.waitFor());
        return lines;
    }

    private void jar(String path, String entry, String content) throws IOException {
        Path file = repository.resolve(path);
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(content.getBytes(UTF_8));
        }
    }

    private String line(String path) throws Exception {
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(repository.resolve(path)));
        return HexFormat.of().formatHex(sum) + "  " + path + "\n";
    }
}
