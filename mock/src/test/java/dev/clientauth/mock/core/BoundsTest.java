// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.core;

import dev.clientauth.mock.RecordedApiCall;
import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.mock.token.TokenStorage;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.provider.Epic;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The memory of a mock is limited, whatever is sent to it. */
class BoundsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final Profile EPIC = Epic.sandbox();

    private final RequestLog log = ServerContext.of(Clock.systemUTC()).log();

    private void receive(String body) {
        TokenRequest attempt =
                TokenRequest.builder().header("X", "y").body(body).build();
        log.record(
                "epic",
                new RecordedRequest(
                        NOW,
                        attempt,
                        EPIC.diagnose(attempt, EvaluationContext.unknown()),
                        400,
                        Optional.of("invalid_client")));
    }

    @Test
    void theLogKeepsTheLastThousandRequests() {
        for (int i = 1; i <= 1010; i++) {
            receive("a=" + i);
        }
        assertThat(log.requests(Optional.of("epic"))).hasSize(1000);
        assertThat(log.since(0).requests().get(0).seq()).isEqualTo(11);
        assertThat(log.last()).isEqualTo(1010);
        assertThat(log.request(10)).isEmpty();
        assertThat(log.request(11)).isPresent();
    }

    private void call() {
        log.record(new RecordedApiCall(
                NOW, "epic", Optional.empty(), "GET", "/x".repeat(80), 200, Optional.empty(), Optional.empty()));
    }

    @Test
    void callsHaveTheirOwnLimitAndDisplaceNoRequests() {
        receive("a=1");
        for (int i = 0; i < 1010; i++) {
            call();
        }
        assertThat(log.calls()).hasSize(1000);
        assertThat(log.requests(Optional.empty())).hasSize(1);
        assertThat(log.firstRequest()).isEqualTo(1);
        assertThat(log.firstCall()).isEqualTo(12);
        RequestLog.Since all = log.since(0);
        assertThat(all.droppedRequests()).isZero();
        assertThat(all.droppedCalls()).isEqualTo(10);
        assertThat(log.since(5).droppedCalls()).isEqualTo(6);
        assertThat(log.since(11).droppedCalls()).isZero();
        assertThat(log.since(2000).droppedCalls()).isZero();
    }

    @Test
    void fewerLongCallsAreKept() {
        String reason = "r".repeat(10_000);
        for (int i = 0; i < 300; i++) {
            log.record(new RecordedApiCall(
                    NOW, "epic", Optional.empty(), "GET", "/", 404, Optional.of(reason), Optional.empty()));
        }
        // 2 MiB at two bytes a character.
        assertThat(log.calls()).hasSizeBetween(100, 105);
    }

    @Test
    void removedRequestsCountAsDropped() {
        receive("a=1");
        call();
        receive("a=2");
        assertThat(log.take(Optional.of("epic"))).hasSize(2);
        assertThat(log.calls()).hasSize(1);
        assertThat(log.since(0).droppedRequests()).isEqualTo(2);
        assertThat(log.since(1).droppedRequests()).isEqualTo(1);
        assertThat(log.since(3).droppedRequests()).isZero();
    }

    @Test
    void fewerLargeRequestsAreKept() {
        String large = "a=" + "x".repeat(100_000);
        for (int i = 1; i <= 100; i++) {
            receive(large);
        }
        // 16 MiB at four bytes a character.
        assertThat(log.requests(Optional.of("epic"))).hasSizeBetween(38, 42);
        assertThat(log.since(0).requests().get(0).seq()).isGreaterThan(50);
        receive("a=1");
        assertThat(log.last()).isEqualTo(101);
    }

    @Test
    void aRequestLargerThanTheLimitIsKeptAlone() {
        receive("a=1");
        receive("a=" + "x".repeat(5_000_000));
        assertThat(log.requests(Optional.of("epic"))).hasSize(1);
        receive("a=1");
        assertThat(log.requests(Optional.of("epic"))).hasSize(1);
    }

    @Test
    void usedIdentifiersAreRemovedWhenTheyExpire() {
        UsedIdentifiers used = new UsedIdentifiers();
        used.add("client", "short", NOW.plusSeconds(1), NOW);
        used.add("client", "long", NOW.plusSeconds(100), NOW);
        assertThat(used.of("client")).accepts("short", "long").rejects("other");
        assertThat(used.of("other")).rejects("short");
        used.add("client", "next", NOW.plusSeconds(100), NOW.plusSeconds(2));
        assertThat(used.of("client")).accepts("long", "next").rejects("short");
    }

    @Test
    void usedIdentifiersAreLimitedForEachClient() {
        UsedIdentifiers used = new UsedIdentifiers();
        used.add("quiet", "mine", NOW.plusSeconds(1), NOW);
        for (int i = 0; i < 20_001; i++) {
            used.add("busy", "jti" + i, NOW.plusSeconds(10 + i), NOW);
        }
        assertThat(used.of("busy")).rejects("jti0").accepts("jti1", "jti20000");
        assertThat(used.of("quiet")).accepts("mine");
    }

    /** As of clients that are registered, used once and removed, over and over. */
    @Test
    void usedIdentifiersAreLimitedForAllClients() {
        UsedIdentifiers used = new UsedIdentifiers();
        used.add("constant", "mine", NOW.plusSeconds(1), NOW);
        for (int i = 0; i < 200_000; i++) {
            used.add("client" + i, "jti", NOW.plusSeconds(1), NOW);
            used.add("constant", "mine", NOW.plusSeconds(1), NOW);
        }
        assertThat(used.of("client0")).rejects("jti");
        assertThat(used.of("client1")).accepts("jti");
        assertThat(used.of("client199999")).accepts("jti");
        assertThat(used.of("constant")).accepts("mine");
    }

    @Test
    void theSameIdentifierIsKeptOnce() {
        UsedIdentifiers used = new UsedIdentifiers();
        used.add("client", "jti", NOW.plusSeconds(10), NOW);
        used.add("client", "jti", NOW.plusSeconds(10), NOW);
        used.add("client", "other", NOW.plusSeconds(100), NOW.plusSeconds(11));
        assertThat(used.of("client")).rejects("jti").accepts("other");
    }

    /** The hash of a long jti is equivalent to the jti itself. */
    @Test
    void longIdentifiersAreRecognized() {
        UsedIdentifiers used = new UsedIdentifiers();
        String jti = "j".repeat(100_000);
        used.add("client", jti, NOW.plusSeconds(10), NOW);
        assertThat(used.of("client")).accepts(jti).rejects(jti + "j", "j".repeat(64));
    }

    @Test
    void fewerRequestsWithManyMembersAreKept() {
        String pieces = "a&".repeat(1 << 16);
        for (int i = 1; i <= 10; i++) {
            receive(pieces);
        }
        // 16 MiB at four bytes a character and 112 a parameter.
        assertThat(log.requests(Optional.of("epic"))).hasSize(2);
    }

    @Test
    void membersAndElementsOfAnAssertionAreCounted() {
        String claims = "{\"aud\":[" + "{},".repeat(6000) + "{\"a\":1}]}";
        String jwt = Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(UTF_8));
        for (int i = 1; i <= 40; i++) {
            receive("grant_type=client_credentials&client_assertion=e30." + jwt + ".AAAA");
        }
        // 6000 elements at 112 bytes, and 24 000 characters at four.
        assertThat(log.requests(Optional.of("epic"))).hasSize(21);
    }

    @Test
    void fewerLongValuesAreStored() {
        TokenStorage<String> storage = new TokenStorage<>(3, String::length);
        String first = storage.issue("a", NOW);
        String second = storage.issue("b", NOW);
        storage.issue("c", NOW);
        storage.issue("d", NOW);
        assertThat(storage.find(first, NOW)).isEmpty();
        assertThat(storage.find(second, NOW)).contains("b");
        String half = "x".repeat(1 << 23);
        String third = storage.issue(half, NOW);
        assertThat(storage.find(third, NOW)).contains(half);
        String fourth = storage.issue(half, NOW);
        String fifth = storage.issue(half, NOW);
        assertThat(storage.find(third, NOW)).isEmpty();
        assertThat(storage.find(fourth, NOW)).isPresent();
        storage.remove(fifth);
        storage.issue(half, NOW);
        assertThat(storage.find(fourth, NOW)).isPresent();
    }
}
