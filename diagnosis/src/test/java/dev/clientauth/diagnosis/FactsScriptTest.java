// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

import dev.clientauth.profile.KnownCause;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Rule;
import dev.clientauth.provider.SignInWithApple;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The script docs/facts, which lists the pages to read again. */
class FactsScriptTest {
    private static final String NONE = "No page was last read more than 180 days before ";

    private static String facts(String day) throws IOException, InterruptedException {
        Process script = new ProcessBuilder("bash", "../docs/facts", day)
                .redirectErrorStream(true)
                .start();
        String out;
        try (InputStream all = script.getInputStream()) {
            out = new String(all.readAllBytes(), UTF_8);
        }
        assertThat(script.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(script.exitValue()).as(out).isZero();
        return out;
    }

    /** The providers in the lines below the statements that begin so. */
    private static List<String> providersOf(String text, String statement) {
        return Pattern.compile("(?m)^    " + Pattern.quote(statement) + ".*\n      (.*)$")
                .matcher(text)
                .results()
                .flatMap(line -> Stream.of(line.group(1).split(", ")))
                .toList();
    }

    @Test
    void everyRuleAndCauseIsPrintedBelowThePageItRestsOn() throws IOException, InterruptedException {
        String out = facts("2026-11-26");
        Profile apple = SignInWithApple.profile();
        for (Rule rule : apple.rules()) {
            String page = out.substring(out.indexOf(
                    rule.citation().title() + "\n  " + rule.citation().uri()));
            String name = rule.id().substring("sign-in-with-apple.".length());
            assertThat(providersOf(
                            page.substring(0, page.indexOf("\n\n")),
                            name + " (" + rule.level() + ", " + rule.certainty() + "): "))
                    .contains("sign-in-with-apple");
        }
        for (KnownCause cause : apple.knownCauses()) {
            assertThat(providersOf(out, cause.id() + ": ")).contains("sign-in-with-apple");
            assertThat(out).contains(cause.citation().reading());
        }
        assertThat(out).endsWith(NONE + "2026-11-26.\n");
    }

    @Test
    void whatWasReadMoreThan180DaysAgoIsListed() throws IOException, InterruptedException {
        LocalDate read =
                SignInWithApple.profile().rule("aud").orElseThrow().citation().read();
        String last = read.plusDays(180).toString();
        assertThat(facts(last)).endsWith(NONE + last + ".\n");
        String next = read.plusDays(181).toString();
        assertThat(facts(next))
                .contains("Last read more than 180 days before " + next)
                .satisfies(out -> assertThat(providersOf(
                                out.substring(out.indexOf("Last read more than")),
                                "aud (MUST, documented): aud is \"https://appleid"))
                        .contains("sign-in-with-apple")
                        .doesNotContain("apple-school-manager"));
    }
}
