// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import static org.assertj.core.api.Assertions.assertThat;

/** A migration ends even if its listener hangs, and reports the users whose outcome was not stored. */
@Timeout(30)
class MigrationRunTest {
    @Test
    void aListenerThatHangsStopsTheMigration() {
        CountDownLatch release = new CountDownLatch(1);
        UserMigration.Listener hanging = (outcome, done, total) -> {
            if (done == 2) {
                await(release);
            }
        };
        try {
            UserMigration.Report report = new MigrationRun(
                            List.of("one", "two", "three", "four"),
                            user -> new UserMigration.Outcome.Received(user, user + "-here", Optional.empty(), false),
                            hanging,
                            Duration.ofMillis(300))
                    .run(2);
            assertThat(report.moved()).isEqualTo(1);
            assertThat(report.failed()).isEmpty();
            assertThat(report.untried()).hasSize(3).contains("four");
            assertThat(report.stoppedBy().orElseThrow()).hasMessageContaining("Listener did not return");
        } finally {
            release.countDown();
        }
    }

    @Test
    void aListenerThatThrowsAnythingStopsTheMigrationAndTheReportSaysSo() {
        for (Throwable thrown : List.of(
                new IllegalArgumentException("a"),
                new IOException("a"),
                new AssertionError("a"),
                new StackOverflowError("a"),
                new NoClassDefFoundError("a"))) {
            UserMigration.Report report = new MigrationRun(
                            List.of("one", "two", "three"),
                            user -> new UserMigration.Outcome.Sent(user, "to"),
                            (outcome, done, total) -> {
                                throw MigrationRunTest.<RuntimeException>sneaky(thrown);
                            })
                    .run(2);
            assertThat(report.moved()).isZero();
            assertThat(report.untried()).as("%s", thrown).hasSize(3);
            assertThat(report.stoppedBy()).as("%s", thrown).isPresent();
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> RuntimeException sneaky(Throwable e) throws E {
        throw (E) e;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts this thread.", e);
        }
    }
}
