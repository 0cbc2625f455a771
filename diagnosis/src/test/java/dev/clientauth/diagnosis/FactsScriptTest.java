package dev.clientauth.diagnosis;

import dev.clientauth.profile.KnownCause;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Rule;
import dev.clientauth.provider.SignInWithApple;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The script docs/facts, which lists what to read again. */
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

    @Test
    void everyRuleAndCauseIsPrintedBelowThePageItRestsOn() throws IOException, InterruptedException {
        String out = facts("2026-11-26");
        Profile apple = SignInWithApple.profile();
        for (Rule rule : apple.rules()) {
            String page = out.substring(out.indexOf(
                    rule.citation().title() + "\n  " + rule.citation().uri()));
            assertThat(page.substring(0, page.indexOf("\n\n")))
                    .contains("    " + rule.id() + " (" + rule.level() + ", " + rule.certainty() + "): ");
        }
        for (KnownCause cause : apple.knownCauses()) {
            assertThat(out)
                    .contains(
                            "    sign-in-with-apple." + cause.id() + ": ",
                            cause.citation().reading());
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
                .satisfies(out -> assertThat(out.substring(out.indexOf("Last read more than")))
                        .contains("    sign-in-with-apple.aud (MUST, documented): aud is")
                        .doesNotContain("apple-school-manager.aud "));
    }
}
