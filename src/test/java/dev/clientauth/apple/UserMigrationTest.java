// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

import static dev.clientauth.apple.SignInFixture.APP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Apple, "Transferring your apps and users to another team" and "Bringing new apps and users into your team"; TN3159. */
class UserMigrationTest {
    private static final String PATH = "/auth/usermigrationinfo";
    private static final UserMigration.Listener NOBODY = (outcome, done, total) -> {};

    private final SignInFixture f = new SignInFixture();
    private final AtomicInteger tokens = new AtomicInteger();

    @BeforeEach
    void grant() {
        f.apple.respondingWith(
                "/auth/token",
                form -> FakeApple.json(
                        200,
                        "{\"access_token\":\"migration-" + tokens.incrementAndGet()
                                + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}"));
    }

    @AfterEach
    void stop() {
        f.close();
    }

    private void respondingWith(Function<Map<String, String>, MockResponse> response) {
        f.apple.respondingWith(PATH, response);
    }

    private static List<String> people(int count) {
        return IntStream.range(0, count).mapToObj(i -> "person-" + i).toList();
    }

    private static MockResponse transferred(Map<String, String> form) {
        return FakeApple.json(200, "{\"transfer_sub\":\"to-" + form.get("sub") + "\"}");
    }

    @Test
    void theSendingTeamSendsSubTargetAndItsCredentials() {
        respondingWith(UserMigrationTest::transferred);
        List<UserMigration.Outcome> outcomes = new ArrayList<>();
        UserMigration.Report report = f.signIn
                .userMigration(APP)
                .send("TEAM567890", List.of("person-0"), (outcome, done, total) -> outcomes.add(outcome));
        assertThat(outcomes).containsExactly(new UserMigration.Outcome.Sent("person-0", "to-person-0"));
        assertThat(report.moved()).isEqualTo(1);
        assertThat(report.remaining()).isEmpty();
        assertThat(f.apple.forms("/auth/token").get(0))
                .containsEntry("grant_type", "client_credentials")
                .containsEntry("scope", "user.migration")
                .containsEntry("client_id", "com.example.app")
                .containsOnlyKeys("grant_type", "scope", "client_id", "client_secret");
        assertThat(f.apple.forms(PATH).get(0))
                .containsEntry("sub", "person-0")
                .containsEntry("target", "TEAM567890")
                .containsEntry("client_id", "com.example.app")
                .containsOnlyKeys("sub", "target", "client_id", "client_secret");
        assertThat(f.apple.requests(PATH).get(0).getHeaders().get("Authorization"))
                .isEqualTo("Bearer migration-1");
    }

    @Test
    void theReceivingTeamGetsSubAndAddress() {
        f.apple.respondingWith(
                PATH,
                200,
                "{\"sub\":\"000123.new.0001\",\"email\":\"x@privaterelay.appleid.com\",\"is_private_email\":\"true\"}");
        List<UserMigration.Outcome> outcomes = new ArrayList<>();
        f.signIn.userMigration(APP).receive(List.of("to-person-0"), (outcome, done, total) -> outcomes.add(outcome));
        assertThat(outcomes)
                .containsExactly(new UserMigration.Outcome.Received(
                        "to-person-0", "000123.new.0001", java.util.Optional.of("x@privaterelay.appleid.com"), true));
        assertThat(outcomes.toString()).doesNotContain("privaterelay");
        assertThat(f.apple.forms(PATH).get(0)).containsOnlyKeys("transfer_sub", "client_id", "client_secret");
    }

    @Test
    void manyUsersAreMigratedWithOneTokenAFewAtATime() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger max = new AtomicInteger();
        respondingWith(form -> {
            max.accumulateAndGet(now.incrementAndGet(), Math::max);
            try {
                Thread.sleep(2);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            now.decrementAndGet();
            return transferred(form);
        });
        List<Integer> progress = new ArrayList<>();
        List<String> people = new ArrayList<>(people(200));
        people.addAll(people(50));
        UserMigration.Report report = f.signIn
                .userMigration(APP)
                .withConcurrency(3)
                .send("TEAM567890", people, (outcome, done, total) -> {
                    progress.add(done);
                    assertThat(total).isEqualTo(200);
                });
        assertThat(report.moved()).isEqualTo(200);
        assertThat(progress).isEqualTo(IntStream.rangeClosed(1, 200).boxed().toList());
        assertThat(f.apple.requests(PATH)).hasSize(200);
        assertThat(tokens).hasValue(1);
        assertThat(max.get()).isBetween(2, 3);
    }

    @Test
    void failedUsersAreReportedWithTheReason() {
        respondingWith(form -> form.get("sub").equals("person-3")
                ? FakeApple.json(400, "{\"error\":\"invalid_request\"}")
                : transferred(form));
        UserMigration.Report report = f.signIn.userMigration(APP).send("TEAM567890", people(10), NOBODY);
        assertThat(report.moved()).isEqualTo(9);
        assertThat(report.failed()).singleElement().satisfies(failed -> {
            assertThat(failed.user()).isEqualTo("person-3");
            assertThat(failed.isRetryable()).isFalse();
            assertThat(failed.cause()).hasMessageContaining("invalid_request");
        });
        assertThat(report.stoppedBy()).isEmpty();
        assertThat(report.remaining()).isEmpty();
    }

    @Test
    void throttlingAndOutagesAreRetried() {
        Map<String, Integer> tries = new ConcurrentHashMap<>();
        respondingWith(form -> switch (tries.merge(form.get("sub"), 1, Integer::sum)) {
            case 1 -> FakeApple.json(429, "{\"error\":\"too_many_requests\"}");
            case 2 -> FakeApple.json(503, "<html>");
            default -> transferred(form);
        });
        UserMigration.Report report = f.signIn.userMigration(APP).send("TEAM567890", people(4), NOBODY);
        assertThat(report.moved()).isEqualTo(4);
        assertThat(f.apple.requests(PATH)).hasSize(12);
    }

    @Test
    void aRejectedTokenIsReplacedOnce() {
        respondingWith(form -> tokens.get() == 1 ? FakeApple.json(401, "") : transferred(form));
        UserMigration.Report report =
                f.signIn.userMigration(APP).withConcurrency(1).send("TEAM567890", people(3), NOBODY);
        assertThat(report.moved()).isEqualTo(3);
        assertThat(tokens).hasValue(2);
        assertThat(f.apple.requests(PATH).get(1).getHeaders().get("Authorization"))
                .isEqualTo("Bearer migration-2");
    }

    @Test
    void aNewTokenThatIsRejectedTooEndsTheMigration() {
        respondingWith(form -> FakeApple.json(401, ""));
        UserMigration.Report report =
                f.signIn.userMigration(APP).withConcurrency(1).send("TEAM567890", people(3), NOBODY);
        assertThat(report.moved()).isZero();
        assertThat(report.failed()).isEmpty();
        assertThat(report.untried()).hasSize(3);
        assertThat(report.stoppedBy().orElseThrow()).hasMessageContaining("401");
        assertThat(tokens).hasValue(2);
    }

    @Test
    void anUnreadableResponseIsAFailureOfOneUser() {
        respondingWith(form -> form.get("sub").equals("person-1") ? FakeApple.json(403, "") : transferred(form));
        UserMigration.Report report =
                f.signIn.userMigration(APP).withConcurrency(1).send("TEAM567890", people(3), NOBODY);
        assertThat(report.moved()).isEqualTo(2);
        assertThat(report.failed())
                .singleElement()
                .satisfies(failed -> assertThat(failed.user()).isEqualTo("person-1"));
    }

    @Test
    void anExpiredTokenIsReplaced() {
        respondingWith(form -> {
            f.clock.advance(java.time.Duration.ofMinutes(50));
            return transferred(form);
        });
        UserMigration.Report report =
                f.signIn.userMigration(APP).withConcurrency(1).send("TEAM567890", people(6), NOBODY);
        assertThat(report.moved()).isEqualTo(6);
        assertThat(tokens.get()).isGreaterThan(2);
    }

    /** Seed 002: "our attempt to get a token with scope user.migration results in invalid_client". */
    @Test
    void aRefusedClientEndsTheMigrationBeforeAnyUser() {
        f.refusing("{\"error\":\"invalid_client\"}");
        UserMigration.Report report = f.signIn.userMigration(APP).send("TEAM567890", people(100), NOBODY);
        assertThat(report.moved()).isZero();
        assertThat(report.stoppedBy().orElseThrow()).hasMessageContaining("invalid_client");
        assertThat(report.untried()).containsExactlyInAnyOrderElementsOf(people(100));
        assertThat(f.apple.requests(PATH)).isEmpty();
    }

    @Test
    void aClientRefusedDuringTheRunEndsItAndTheRestCanContinueLater() {
        AtomicInteger asked = new AtomicInteger();
        respondingWith(form -> asked.incrementAndGet() > 20
                ? FakeApple.json(400, "{\"error\":\"invalid_client\"}")
                : transferred(form));
        Set<String> moved = ConcurrentHashMap.newKeySet();
        UserMigration.Listener storing = (outcome, done, total) -> moved.add(outcome.user());
        UserMigration migration = f.signIn.userMigration(APP);
        UserMigration.Report first = migration.send("TEAM567890", people(100), storing);
        assertThat(first.moved()).isEqualTo(20);
        assertThat(first.stoppedBy()).isPresent();
        assertThat(first.remaining()).hasSize(80).doesNotContainAnyElementsOf(moved);
        respondingWith(UserMigrationTest::transferred);
        UserMigration.Report second = migration.send("TEAM567890", first.remaining(), storing);
        assertThat(second.moved()).isEqualTo(80);
        assertThat(moved).containsExactlyInAnyOrderElementsOf(people(100));
    }

    @Test
    void aUserThatTheListenerCouldNotStoreIsNotReportedAsMoved() {
        respondingWith(UserMigrationTest::transferred);
        UserMigration.Report report = f.signIn
                .userMigration(APP)
                .withConcurrency(1)
                .send("TEAM567890", people(5), (outcome, done, total) -> {
                    if (done == 3) {
                        throw new IllegalStateException("disk full");
                    }
                });
        assertThat(report.moved()).isEqualTo(2);
        assertThat(report.remaining()).containsExactly("person-2", "person-3", "person-4");
        assertThat(report.stoppedBy().orElseThrow()).hasMessage("disk full");
    }

    @Test
    void anInterruptedMigrationReportsWhatWasDone() throws Exception {
        respondingWith(UserMigrationTest::transferred);
        Thread migrating = Thread.currentThread();
        UserMigration.Report report = f.signIn
                .userMigration(APP)
                .withConcurrency(1)
                .send("TEAM567890", people(50), (outcome, done, total) -> {
                    if (done == 5) {
                        migrating.interrupt();
                    }
                });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.moved() + report.remaining().size()).isEqualTo(50);
        assertThat(report.stoppedBy().orElseThrow()).hasMessageContaining("interrupted");
    }

    @Test
    void aResponseWithoutAUserIsAFailure() {
        f.apple.respondingWith(PATH, 200, "{}");
        UserMigration.Report report = f.signIn.userMigration(APP).receive(List.of("to-person-0"), NOBODY);
        assertThat(report.failed())
                .singleElement()
                .satisfies(failed ->
                        assertThat(failed.cause()).hasMessageContaining("contains neither a user nor an error"));
    }

    @Test
    void anEmptyListMigratesNoOne() {
        assertThat(f.signIn.userMigration(APP).receive(List.of(), NOBODY).moved())
                .isZero();
    }

    @Test
    void theOwnTeamAsTheRecipientIsRefusedBeforeAnythingIsSent() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> f.signIn.userMigration(APP).send("DEF123GHIJ", people(1), NOBODY))
                .withMessageContaining("the sending team's own");
        assertThat(f.apple.forms("/auth/token")).isEmpty();
        assertThat(f.apple.forms(PATH)).isEmpty();
    }

    @Test
    void anInvalidTeamIdOrConcurrencyIsRejected() {
        UserMigration migration = f.signIn.userMigration(APP);
        assertThatIllegalArgumentException().isThrownBy(() -> migration.send("com.example.app", people(1), NOBODY));
        assertThatIllegalArgumentException().isThrownBy(() -> migration.withConcurrency(0));
        assertThatIllegalArgumentException().isThrownBy(() -> migration.withConcurrency(33));
        assertThatIllegalArgumentException().isThrownBy(() -> f.signIn.userMigration("com.example.typo"));
    }
}
