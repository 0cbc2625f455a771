// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.hostile;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Hostile token endpoints and a client in a separate JVM with a heap of 64 MiB. */
@Tag("slow")
@Timeout(900)
class HostileEndpointTest {
    private static final int COLUMNS = 9;
    private static final boolean REGENERATES = System.getProperty("regenerate") != null;
    private static final int BEHAVIORS_OF_TLS = 20;
    private static final int MAX_HEAP_MIB = 64;

    private static final int PATIENCE_SECONDS = 880;

    /** All run at the same time: most of it is waiting for deadlines. */
    @TestFactory
    Stream<DynamicTest> eachBehaviorEndsInTimeWithATypedExceptionAndWithoutASecret() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        Map<String, Path> reports = new LinkedHashMap<>();
        Map<String, Process> children = new LinkedHashMap<>();
        try {
            FaultsPage page = REGENERATES ? FaultsPage.empty() : FaultsPage.read();
            for (String client : List.of("okhttp", "jdk", "rate")) {
                Path report = Files.createTempFile("hostile", ".tsv");
                reports.put(client, report);
                children.put(
                        client,
                        new ProcessBuilder(command(client))
                                .redirectErrorStream(true)
                                .redirectOutput(report.toFile())
                                .start());
            }
            for (Map.Entry<String, Process> child : children.entrySet()) {
                assertThat(child.getValue().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .as("%s ended by itself", child.getKey())
                        .isTrue();
                tests.addAll(tests(child.getKey(), Files.readAllLines(reports.get(child.getKey())), page));
            }
            if (REGENERATES) {
                page.write();
            }
            return tests.stream();
        } finally {
            children.values().forEach(Process::destroyForcibly);
            for (Path report : reports.values()) {
                Files.delete(report);
            }
        }
    }

    private static List<DynamicTest> tests(String client, List<String> lines, FaultsPage page) {
        List<DynamicTest> tests = new ArrayList<>();
        for (String line : lines) {
            String[] columns = line.split("\t", -1);
            if (columns.length == COLUMNS) {
                boolean isDocumented = client.equals("rate")
                        || (REGENERATES
                                ? page.add(columns[0], client, columns[1], columns[6], columns[7])
                                : page.holds(columns[0], client, columns[7]));
                tests.add(DynamicTest.dynamicTest(columns[0] + ", " + columns[1] + ", " + client, () -> {
                    assertThat(columns[8]).as(line).isEqualTo("ok");
                    assertThat(isDocumented)
                            .as("docs/faults.md has this, see CONTRIBUTING.md: %s", line)
                            .isTrue();
                }));
            }
        }
        tests.add(DynamicTest.dynamicTest("all of them with " + client + ", and none died of want of memory", () -> {
            assertThat(lines).noneMatch(line -> line.contains("OutOfMemoryError"));
            assertThat(lines).last().asString().startsWith("end\t");
            if (client.equals("rate")) {
                assertThat(tests).hasSizeGreaterThan(BehaviorTable.all().size() - BEHAVIORS_OF_TLS);
            } else {
                assertThat(tests).hasSizeGreaterThan(BehaviorTable.all().size());
                assertThat(Integer.parseInt(lines.get(lines.size() - 1).split("\t")[2]))
                        .isLessThanOrEqualTo(MAX_HEAP_MIB);
            }
        }));
        return tests;
    }

    @Test
    void behaviorsHaveUniqueNames() throws IOException {
        assertThat(BehaviorTable.all())
                .extracting(Behavior::name)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(150);
    }

    private static List<String> command(String client) {
        boolean isRate = client.equals("rate");
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + MAX_HEAP_MIB + "m",
                // Longer deadlines when the page is written, so that only what has to wait for them is ended by them.
                "-Dhostile.timeout=" + (REGENERATES && !isRate ? 5000 : 1500),
                "-Djava.util.logging.config.file=src/test/resources/logging.properties",
                "-cp",
                System.getProperty("java.class.path"),
                (isRate ? HostileRateRun.class : HostileEndpointRun.class).getName(),
                client);
    }
}
