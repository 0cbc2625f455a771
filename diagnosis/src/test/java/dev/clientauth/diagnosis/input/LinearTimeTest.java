// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

@DisplayName("The time for reading grows linearly with the length of the text")
class LinearTimeTest {
    /** Sixteen times this length is just below the limit above which only parts of a text are read. */
    private static final int LENGTH = 32_000;
    /**
     * The maximum factor for sixteen times the length: n·log n takes 20 times as long, more on a busy machine, and
     * quadratic time 256 times.
     */
    private static final int MAX_TIMES = 48;
    /** Shorter times are not measured: quadratic time below it would take a quarter of a second for the longer text. */
    private static final long NOISE = Duration.ofMillis(1).toNanos();

    private static final int MAX_MEASUREMENTS = 8;

    static Stream<String> pieces() {
        return Stream.of(
                ";",
                "'",
                "\"",
                "`",
                "\\",
                "\\\"",
                "\\\n",
                "{",
                "[",
                "(",
                "{}",
                "[]",
                "{{",
                "[[",
                "{[",
                "#<A @b=",
                "map[a:",
                "a(b=",
                "{\"a\":",
                "{'a': ",
                "{client_id=",
                ", scope=",
                "[scope] =>\n string(1) ",
                "{\"alg\":[x]}",
                "\"a\" +\n",
                "key: {",
                "=>",
                ": ",
                "a: b, ",
                "eyJ",
                "eyJ.",
                ".",
                "&",
                "a=b&",
                "%",
                "<a",
                "$(",
                "^\n",
                " ",
                "\n",
                "\n ",
                "- ",
                "-d ",
                " curl -d ",
                "curl '",
                "wget ",
                "http POST ",
                "Invoke-RestMethod ",
                "requests.post(",
                "fetch(\"https://a",
                "client_secret=",
                "HTTP/1.1 400\n",
                "HTTP ",
                "grant_type: x\n",
                "A=b\n",
                "a b\n",
                "| a | b |\n",
                "POST / HTTP/1.1\n",
                "POST /x\n{'accept':",
                "> ",
                ">> ",
                "* ",
                "--> ",
                "INFO: ",
                "A.b.c ",
                "[2026-01-01 00:00:00] ",
                "2026-01-01 00:00:00 INFO a.b - x\n",
                "----",
                "-----BEGIN PRIVATE KEY-----\n",
                "invalid_client ",
                "https://x.example/token ",
                "://",
                "url: http://x.example/token\n",
                "send: b'\\n\n",
                "```\n",
                "&amp;",
                "\u001b[0m",
                "\u0000",
                "\ud800",
                "0000: 50 4f 53 54\n",
                "{\"log\":\"x\",\"time\":\"y\"}\n",
                "a".repeat(50) + " ",
                ",",
                "|",
                "MIG",
                "Basic ",
                "name\tvalue\n");
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("pieces")
    void sixteenTimesTheLengthTakesAtMostProportionalTime(String piece) {
        for (String before : List.of("", "{'grant_type': '", "POST /token HTTP/1.1\nHost: a\n\n")) {
            assertTimeoutPreemptively(
                    Duration.ofSeconds(60),
                    () -> assertThat(times(
                                    LENGTH,
                                    length -> before + piece.repeat(length / piece.length()),
                                    text -> assertThat(RequestParser.parse(text))
                                            .isNotNull()))
                            .as("times as long for 16 times the text of %s", before)
                            .isLessThanOrEqualTo(MAX_TIMES));
        }
    }

    @Tag("slow")
    @Test
    void aSortPassesTheMeasurementAndASquareDoesNot() {
        int[] sum = new int[1];
        Random random = new Random(1);
        double sorting = times(
                LENGTH,
                length -> random.ints(8L * length, ' ', '~')
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString(),
                text -> sum[0] += text.chars().sorted().limit(1).sum());
        double square = times(LENGTH, "x"::repeat, text -> {
            for (int i = 0; i < text.length(); i += 16) {
                sum[0] += text.indexOf('y', i);
            }
        });

        assertThat(sorting).isLessThanOrEqualTo(MAX_TIMES);
        assertThat(square).isGreaterThan(2 * MAX_TIMES);
    }

    /** How many times as long the reading of 16 times the length takes, by the shortest of several measurements of both. */
    private static double times(int length, IntFunction<String> text, Consumer<String> reader) {
        String once = text.apply(length);
        String longText = text.apply(16 * length);
        long shorter = cpuTime(reader, once);
        long longer = cpuTime(reader, longText);
        for (int i = 0; i < 3; i++) {
            shorter = Math.min(shorter, cpuTime(reader, once));
        }
        for (int i = 0; i < MAX_MEASUREMENTS && longer > MAX_TIMES * Math.max(NOISE, shorter); i++) {
            longer = Math.min(longer, cpuTime(reader, longText));
        }
        return (double) longer / Math.max(NOISE, shorter);
    }

    private static long cpuTime(Consumer<String> reader, String text) {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        reader.accept(text);
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
    }

    static Stream<IntFunction<String>> logs() {
        return Stream.of(LongLog::of, LongLog::ofTokenRequests);
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("logs")
    void fiveMegabytesOfLogTakeProportionalTime(IntFunction<String> logs) {
        int length = 5 << 20;
        assertThat(times(length / 16, logs, RequestParser::parse)).isLessThanOrEqualTo(MAX_TIMES);
        String log = logs.apply(length);
        ParsedInput input = RequestParser.parse(log);
        assertThat(input.request().parameter("client_id")).contains("com.example.last");
        assertThat(input.chosen().response().orElseThrow().error()).contains("invalid_client");
    }

    /** In a separate JVM whose heap is a few times as large as the text. */
    @Tag("slow")
    @Test
    void theLargestTextsAreReadInAHeapOf256Megabytes() throws Exception {
        Process reader = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeTexts.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(reader.getInputStream().readAllBytes(), UTF_8);

        assertThat(reader.waitFor()).as(said).isZero();
    }

    /** Reads large texts; a heap that is too small ends it with an error. */
    static final class LargeTexts {
        private LargeTexts() {}

        public static void main(String[] args) {
            int most = RequestParser.MAX_LENGTH - 100;
            for (String piece : List.of("{\"b\":1},", "[[", "a=b&", "\n", "x", "grant_type: x\n", "{'a': 'b'}\n")) {
                String text = "{\"a\":[" + piece.repeat(most / piece.length());
                if (RequestParser.parse(text).exchanges().isEmpty()
                        || RequestParser.parse(text.substring(6)).exchanges().isEmpty()) {
                    throw new AssertionError(piece);
                }
            }
        }
    }
}
