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
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

@DisplayName("The time that reading takes grows with the length of the text")
class LinearTimeTest {
    private static final int LENGTH = 16_000;
    /** Sixteen times the length may take this many times as long; a square would take 256 times. */
    private static final int MAX_RATIO = 28;
    /** Below this nothing is measured but the machine. */
    private static final long NOISE = Duration.ofMillis(60).toNanos();

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
            String once = before + piece.repeat(LENGTH / piece.length());
            String longText = before + piece.repeat(16 * LENGTH / piece.length());
            assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
                long shorter = Math.max(NOISE, cpuTime(once));
                long longer = cpuTime(longText);
                // A collection of garbage, or the compiler, may fall into one measurement, hardly into three.
                for (int i = 0; i < 2 && longer > MAX_RATIO * shorter; i++) {
                    shorter = Math.max(shorter, cpuTime(once));
                    longer = Math.min(longer, cpuTime(longText));
                }
                assertThat(longer / shorter)
                        .as("times as long for 16 times the text of %s", before)
                        .isLessThanOrEqualTo(MAX_RATIO);
            });
        }
    }

    private static long cpuTime(String text) {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        assertThat(RequestParser.parse(text)).isNotNull();
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
    }

    @Test
    void fiveMegabytesOfLogTakeAtMostTwoSecondsOfProcessorTime() {
        String log = LongLog.of(5 << 20);
        RequestParser.parse(log);

        long nanos = cpuTime(log);

        assertThat(Duration.ofNanos(nanos)).isLessThan(Duration.ofSeconds(2));
        ParsedInput input = RequestParser.parse(log);
        assertThat(input.request().parameter("client_id")).contains("com.example.last");
        assertThat(input.chosen().response().orElseThrow().error()).contains("invalid_client");
    }

    /** In a JVM of its own, whose heap is about as large as the text takes a few times over. */
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
