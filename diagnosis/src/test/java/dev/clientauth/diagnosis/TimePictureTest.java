// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.EvaluationContext.SendingTime;
import dev.clientauth.profile.TimeWindow;
import dev.clientauth.profile.TokenRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("The picture of the time window is readable however far apart its instants are")
class TimePictureTest {
    private static final Instant NOW = Samples.NOW;
    private static final long DAY = 86_400;

    @Test
    void theWindowHasTheClaimsAndTheAllowedRange() {
        assertThat(window("\"iat\":1795176000,\"nbf\":1795176000,\"exp\":1795176120", NOW.plusMillis(250)))
                .contains(new TimeWindow(
                        NOW.plusMillis(250),
                        NOW,
                        NOW,
                        NOW.plusSeconds(120),
                        NOW.plusSeconds(1),
                        NOW.plusMillis(300_250),
                        new SendingTime(NOW.plusMillis(250), true, SendingTime.Clock.LOCAL)));
    }

    @Test
    void withoutAClockTheBoundsRelativeToItAreUnknown() {
        assertThat(window("\"exp\":1795176120", null))
                .contains(new TimeWindow(null, null, null, NOW.plusSeconds(120), null, null));
    }

    @Test
    void withoutATimeThereIsNoWindow() {
        assertThat(window("\"aud\":\"x\"", NOW)).isEmpty();
        assertThat(window("\"exp\":\"1795176120\",\"iat\":1E99,\"nbf\":99999999999999999999999", NOW))
                .isEmpty();
        assertThat(Samples.PROFILE
                        .diagnose(
                                TokenRequest.builder().build(),
                                EvaluationContext.unknown().withSentAt(NOW))
                        .timeWindow())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1000000000-01-01T00:00:00Z", "+1000000000-12-31T23:59:59.999999999Z"})
    @DisplayName("A clock at the maximum instant is used like any other")
    void aClockAtTheEndOfTime(String clock) {
        String text = DiagnosisReport.of(Samples.PROFILE.diagnose(
                        request("\"iat\":1795176000,\"exp\":1795176120"),
                        EvaluationContext.unknown().withSentAt(Instant.parse(clock))))
                .toText(TextStyle.plain().withAll(true));

        assertThat(text).contains("now").contains("exp");
    }

    @Test
    void aLongExcessIsGivenInDays() {
        String text = picture(new TimeWindow(
                NOW, NOW, null, NOW.plusSeconds(30 * DAY), NOW.plusSeconds(1), NOW.plusSeconds(5 * DAY)));

        assertThat(text).contains("exp     2026-12-20T12:00:00Z, 30 days after iat, 25 days beyond the limit");
        assertThat(text).contains("limit   2026-11-25T12:00:00Z, the latest exp allowed");
        assertThat(line(text)).contains("▼[━").contains("]──").contains("──●─");
        assertThat(text).doesNotContain("not to scale");
    }

    @Test
    void marksAreToScale() {
        String line = line(picture(
                new TimeWindow(NOW.plusSeconds(25), NOW, null, NOW.plusSeconds(100), null, NOW.plusSeconds(50))));
        int iat = line.indexOf('●');
        int exp = line.lastIndexOf('●');

        assertThat(line.indexOf('▼') - iat).isBetween((exp - iat) / 4 - 1, (exp - iat) / 4 + 1);
        assertThat(line.indexOf(']') - iat).isBetween((exp - iat) / 2 - 1, (exp - iat) / 2 + 1);
        assertThat(line).startsWith("  ━━━");
    }

    @Test
    void millisecondsAreReportedWithTheIntendedTime() {
        String text = picture(new TimeWindow(
                NOW,
                Instant.ofEpochSecond(NOW.toEpochMilli()),
                null,
                Instant.ofEpochSecond(NOW.plusSeconds(60).toEpochMilli()),
                NOW.plusSeconds(1),
                null));

        assertThat(text)
                .contains("iat     about the year 58856, because it is in milliseconds; in seconds it would be")
                .contains("2026-11-20T12:01:00Z")
                .contains("╱╱");
    }

    @Test
    void anEmptyRangeAndAnOldExpiryAreDrawn() {
        Instant iat = NOW.minusSeconds(3 * 365 * DAY);
        String text =
                picture(new TimeWindow(NOW, iat, null, iat.plusSeconds(60), NOW.plusSeconds(1), iat.plusSeconds(300)));

        assertThat(text)
                .contains("1 minute after iat, expired 2 years")
                .contains("the latest exp allowed, which has passed")
                .doesNotContain("[");
    }

    @Test
    void marksAtTheSameTimeShareALabel() {
        String text = picture(new TimeWindow(NOW, NOW, NOW, NOW, NOW.plusSeconds(1), NOW.plusSeconds(300)));

        assertThat(text).contains("iat nbf now exp").contains("the same as iat, expired just now");
    }

    static List<TimeWindow> windows() {
        Instant iat = NOW.minusSeconds(10);
        return List.of(
                new TimeWindow(null, null, null, NOW, null, null),
                new TimeWindow(null, NOW, null, null, null, NOW.plusSeconds(300)),
                new TimeWindow(NOW, iat, iat.plusMillis(1), iat.plusMillis(2), NOW.plusSeconds(1), NOW.plusSeconds(2)),
                new TimeWindow(NOW, iat, iat, NOW.plusSeconds(180 * DAY), NOW.plusSeconds(1), NOW.plusSeconds(DAY)),
                new TimeWindow(NOW, iat, iat, NOW.plusSeconds(100), NOW.plusSeconds(1), NOW.plusSeconds(100)),
                new TimeWindow(NOW, Instant.EPOCH, NOW, Instant.MAX, NOW.plusSeconds(1), NOW.plusSeconds(300)),
                new TimeWindow(Instant.MAX, Instant.MIN, NOW, Instant.MIN, Instant.MAX, Instant.MAX));
    }

    @ParameterizedTest
    @MethodSource("windows")
    void everyMarkIsDrawnOnceAndNoLineIsTooWide(TimeWindow window) {
        for (int width : List.of(40, 41, 60, 80, 140, 300)) {
            for (boolean ascii : List.of(true, false)) {
                Page page = new Page(TextStyle.plain().withWidth(width).withAscii(ascii));
                new TimePicture(window).drawOn(page);
                String text = page.toString();
                List<String> lines = text.lines().toList();
                String labels = lines.stream()
                        .filter(l -> l.strip().matches("(?:(?:iat|nbf|now|exp) *)+"))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(text));

                assertThat(lines)
                        .as(text)
                        .allSatisfy(l -> assertThat(Columns.of(l)).isLessThanOrEqualTo(width));
                assertThat(names(labels)).as(text).isEqualTo(expectedLabels(window));
            }
        }
    }

    private static long names(String labels) {
        return labels.strip().split(" +").length;
    }

    private static long expectedLabels(TimeWindow w) {
        return Stream.of(
                        Optional.ofNullable(w.now()),
                        Optional.ofNullable(w.iat()),
                        Optional.ofNullable(w.nbf()),
                        Optional.ofNullable(w.exp()))
                .filter(Optional::isPresent)
                .count();
    }

    private static String picture(TimeWindow window) {
        Page page = new Page(TextStyle.plain().withWidth(100));
        new TimePicture(window).drawOn(page);
        return page.toString();
    }

    private static String line(String picture) {
        return picture.lines().toList().get(2);
    }

    private static Optional<TimeWindow> window(String claims, @Nullable Instant now) {
        EvaluationContext context = EvaluationContext.unknown();
        return Samples.PROFILE
                .diagnose(request(claims), now == null ? context : context.withSentAt(now))
                .timeWindow();
    }

    private static TokenRequest request(String claims) {
        return TokenRequest.ofAssertion(Samples.jwt("{\"alg\":\"ES256\",\"kid\":\"key-1\"}", "{" + claims + "}"));
    }
}
