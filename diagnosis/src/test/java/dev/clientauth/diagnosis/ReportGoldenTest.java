// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

@DisplayName("The reports equal the reviewed ones")
class ReportGoldenTest {
    private static final TextStyle PLAIN = TextStyle.plain();

    static Stream<Arguments> reports() {
        return Stream.of(
                Arguments.of("faulty-80.txt", Samples.faulty().toText(PLAIN)),
                Arguments.of("faulty-140.txt", Samples.faulty().toText(PLAIN.withWidth(140))),
                Arguments.of("faulty-ascii.txt", Samples.faulty().toText(PLAIN.withAscii(true))),
                Arguments.of("faulty-color.txt", Samples.faulty().toText(PLAIN.withColor(true))),
                Arguments.of("faulty-all.txt", Samples.faulty().toText(PLAIN.withAll(true))),
                Arguments.of("faulty.md", Samples.faulty().toMarkdown()),
                Arguments.of("faulty.json", Samples.faulty().toJson()),
                Arguments.of("disputed-80.txt", Samples.disputed().toText(PLAIN)),
                Arguments.of("disputed-all.txt", Samples.disputed().toText(PLAIN.withAll(true))),
                Arguments.of("disputed.md", Samples.disputed().toMarkdown()),
                Arguments.of("disputed.json", Samples.disputed().toJson()),
                Arguments.of("sound-80.txt", Samples.sound().toText(PLAIN)),
                Arguments.of("sound-140.txt", Samples.sound().toText(PLAIN.withWidth(140))),
                Arguments.of("sound.md", Samples.sound().toMarkdown()),
                Arguments.of("sound.json", Samples.sound().toJson()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reports")
    void theReportEqualsTheGoldenFile(String file, String report) throws IOException {
        Golden.assertKept(Path.of("src/test/resources/report", file), report);
    }
}
