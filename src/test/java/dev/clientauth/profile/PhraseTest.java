package dev.clientauth.profile;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/** Durations as reports tell them. */
class PhraseTest {
    @ParameterizedTest
    @CsvSource({
        "PT0.5S, 0.500 s",
        "PT59S, 59 s",
        "PT5M, 300 s (5 min)",
        "PT5M1S, 301 s",
        "PT90M, 5400 s (90 min)",
        "PT29H, 104400 s (29 h)",
        "PT1H10S, 3610 s (about 1 h)",
        "P180D, 15552000 s (180 d)",
        "PT15777000S, 15777000 s (about 182.6 d)"
    })
    void secondsAndALargeUnit(Duration duration, String words) {
        assertThat(Phrase.of(duration)).isEqualTo(words);
    }
}
