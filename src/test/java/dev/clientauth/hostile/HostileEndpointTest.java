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
@Timeout(300)
class HostileEndpointTest {
    private static final int COLUMNS = 7;

    /** Both clients run at the same time, because most of the time is spent waiting for deadlines. */
    @TestFactory
    Stream<DynamicTest> eachBehaviorEndsInTimeWithATypedExceptionAndWithoutASecret() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        Map<String, Path> reports = new LinkedHashMap<>();
        Map<String, Process> children = new LinkedHashMap<>();
        try {
            for (String client : List.of("okhttp", "jdk")) {
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
                assertThat(child.getValue().waitFor(280, TimeUnit.SECONDS))
                        .as("%s ended by itself", child.getKey())
                        .isTrue();
                tests.addAll(tests(child.getKey(), Files.readAllLines(reports.get(child.getKey()))));
            }
            return tests.stream();
        } finally {
            children.values().forEach(Process::destroyForcibly);
            for (Path report : reports.values()) {
                Files.delete(report);
            }
        }
    }

    private static List<DynamicTest> tests(String client, List<String> lines) {
        List<DynamicTest> tests = new ArrayList<>();
        for (String line : lines) {
            String[] columns = line.split("\t", -1);
            if (columns.length == COLUMNS) {
                tests.add(DynamicTest.dynamicTest(
                        columns[0] + ", " + columns[1] + ", " + client,
                        () -> assertThat(columns[6]).as(line).isEqualTo("ok")));
            }
        }
        tests.add(DynamicTest.dynamicTest("all of them with " + client + ", and none died of want of memory", () -> {
            assertThat(lines).noneMatch(line -> line.contains("OutOfMemoryError"));
            assertThat(lines).last().asString().startsWith("end\t");
            assertThat(tests).hasSizeGreaterThan(BehaviorTable.all().size());
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
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-Djava.util.logging.config.file=src/test/resources/logging.properties",
                "-cp",
                System.getProperty("java.class.path"),
                HostileEndpointRun.class.getName(),
                client);
    }
}
