// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth;

import dev.clientauth.redis.RedisServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Several JVMs and a real Redis share one token, even if some of them are killed. */
@Tag("slow")
@Timeout(90)
class FleetTest {
    /** Refreshes start at 75% of a lifetime at the earliest; a request takes some time to arrive. */
    private static final int MIN_GAP_PERCENT = 65;

    private static final Duration SLACK = Duration.ofMillis(1500);

    @Test
    void processesShareOneTokenPerLifetime() throws Exception {
        Duration life = Duration.ofSeconds(4);
        try (RedisServer redis = RedisServer.start();
                FleetEndpoint endpoint = FleetEndpoint.start(life);
                Fleet fleet = Fleet.start(4, 8, redis.uri(), endpoint.uri(), Duration.ofSeconds(5))) {
            fleet.go();
            fleet.await("four lives have begun", () -> endpoint.requests() >= 4);
            fleet.await(
                    "all have the fourth token",
                    () -> fleet.members().stream().allMatch(member -> member.hasHad("token-4")));
            fleet.stop();
            assertThat(fleet.failures()).isEmpty();
            assertThat(endpoint.gapsFrom(1))
                    .hasSize(3)
                    .allSatisfy(gap -> assertThat(gap)
                            .isGreaterThan(part(life, MIN_GAP_PERCENT))
                            .isLessThan(life));
            assertThat(endpoint.bodies()).doesNotHaveDuplicates();
            assertThat(fleet.members()).allSatisfy(member -> {
                assertThat(member.tokens()).containsExactly("token-1", "token-2", "token-3", "token-4");
                assertThat(member.reads()).isGreaterThan(100);
            });
        }
    }

    @Test
    void aProcessKilledDuringARefreshDelaysOthersByTheLeaseAtMost() throws Exception {
        Duration life = Duration.ofSeconds(6);
        Duration lease = Duration.ofSeconds(2);
        try (RedisServer redis = RedisServer.start();
                FleetEndpoint endpoint = FleetEndpoint.start(life, 2);
                Fleet fleet = Fleet.start(3, 4, redis.uri(), endpoint.uri(), lease)) {
            fleet.go();
            fleet.await(
                    "all have the first token",
                    () -> fleet.members().stream().allMatch(member -> member.hasHad("token-1")));
            int[] requests = requests(fleet);
            fleet.await("one renews", () -> endpoint.requests() == 2);
            fleet.await("it says so", () -> refreshing(fleet, requests) >= 0);
            Fleet.Member refreshing = fleet.members().get(refreshing(fleet, requests));
            refreshing.kill();
            fleet.await("another renews", () -> endpoint.requests() == 3);
            Duration delay = Duration.ofNanos(endpoint.arrival(3) - endpoint.arrival(2));
            List<Fleet.Member> others =
                    fleet.members().stream().filter(m -> m != refreshing).toList();
            fleet.await(
                    "the others have the new token",
                    () -> others.stream().allMatch(member -> member.hasHad("token-3")));
            fleet.stop();
            assertThat(fleet.failures()).isEmpty();
            assertThat(endpoint.requests()).isEqualTo(3);
            assertThat(delay).isGreaterThan(part(lease, 50)).isLessThan(lease.plus(SLACK));
            assertThat(others)
                    .allSatisfy(member -> assertThat(member.slowestRead()).isLessThan(lease.plus(SLACK)));
            System.out.println(
                    "killed during a refresh: the next request after " + delay.toMillis() + " ms; slowest reads "
                            + others.stream().map(Fleet.Member::slowestRead).toList());
        }
    }

    @Test
    void restartingRedisFailsNoCallerAndSharingResumes() throws Exception {
        Duration life = Duration.ofSeconds(4);
        try (RedisServer redis = RedisServer.start();
                FleetEndpoint endpoint = FleetEndpoint.start(life);
                Fleet fleet = Fleet.start(3, 4, redis.uri(), endpoint.uri(), Duration.ofSeconds(5))) {
            fleet.go();
            fleet.await(
                    "all have the first token",
                    () -> fleet.members().stream().allMatch(member -> member.hasHad("token-1")));
            redis.kill();
            fleet.await("each fetched its own", () -> endpoint.requests() >= 1 + 3);
            TimeUnit.MILLISECONDS.sleep(life.toMillis() / 4);
            int alone = endpoint.requests();
            redis.restart();
            fleet.await("they share again", () -> haveShared(fleet, alone + 1, endpoint.requests()));
            int first = endpoint.requests();
            fleet.await("two more lives have begun", () -> haveShared(fleet, first + 2, endpoint.requests()));
            fleet.stop();
            assertThat(fleet.failures()).isEmpty();
            assertThat(alone).as("requests in one life without Redis").isEqualTo(1 + 3);
            assertThat(endpoint.gapsFrom(first))
                    .allSatisfy(gap -> assertThat(gap)
                            .isGreaterThan(part(life, MIN_GAP_PERCENT))
                            .isLessThan(life));
        }
    }

    /** Returns whether all members have received the same token, of those from this number on. */
    private static boolean haveShared(Fleet fleet, int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(number -> "token-" + number)
                .anyMatch(token -> fleet.members().stream().allMatch(member -> member.hasHad(token)));
    }

    private static int[] requests(Fleet fleet) {
        return fleet.members().stream()
                .mapToInt(member -> member.said("requested").size())
                .toArray();
    }

    /** Returns the index of the member that has sent a request since; -1 if none has. */
    private static int refreshing(Fleet fleet, int[] before) {
        int[] now = requests(fleet);
        for (int i = 0; i < now.length; i++) {
            if (now[i] > before[i]) {
                return i;
            }
        }
        return -1;
    }

    private static Duration part(Duration whole, int percent) {
        return whole.multipliedBy(percent).dividedBy(100);
    }
}
