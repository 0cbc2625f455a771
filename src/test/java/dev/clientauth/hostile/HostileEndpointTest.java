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
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Hostile token endpoints against a client in a JVM of its own with 64 MiB of heap. */
@Tag("slow")
@Timeout(300)
class HostileEndpointTest {
    private static final int COLUMNS = 7;

    @TestFactory
    Stream<DynamicTest> eachBehaviorEndsInTimeWithATypedExceptionAndWithoutASecret() throws Exception {
        Path report = Files.createTempFile("hostile", ".tsv");
        Process child = new ProcessBuilder(command())
                .redirectErrorStream(true)
                .redirectOutput(report.toFile())
                .start();
        try {
            assertThat(child.waitFor(280, TimeUnit.SECONDS))
                    .as("ended by itself")
                    .isTrue();
            List<DynamicTest> tests = new ArrayList<>();
            List<String> lines = Files.readAllLines(report);
            for (String line : lines) {
                String[] columns = line.split("\t", -1);
                if (columns.length == COLUMNS) {
                    tests.add(DynamicTest.dynamicTest(
                            columns[0] + ", " + columns[1],
                            () -> assertThat(columns[6]).as(line).isEqualTo("ok")));
                }
            }
            tests.add(DynamicTest.dynamicTest("all of them, and none died of want of memory", () -> {
                assertThat(lines).noneMatch(line -> line.contains("OutOfMemoryError"));
                assertThat(lines).last().asString().startsWith("end\t");
                assertThat(tests).hasSizeGreaterThan(BehaviorTable.all().size());
            }));
            return tests.stream();
        } finally {
            child.destroyForcibly();
            Files.delete(report);
        }
    }

    @Test
    void behaviorsHaveUniqueNames() throws IOException {
        assertThat(BehaviorTable.all())
                .extracting(Behavior::name)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(150);
    }

    private static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-Djava.util.logging.config.file=src/test/resources/logging.properties",
                "-cp",
                System.getProperty("java.class.path"),
                HostileEndpointRun.class.getName());
    }
}
