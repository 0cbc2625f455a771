// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.token;

import dev.clientauth.fakes.MovableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/** What the in-memory store keeps, and for how long. */
class InMemoryTokenStoreTest {
    private static final Duration LEASE = Duration.ofSeconds(10);

    private final MovableClock clock = new MovableClock();
    private final InMemoryTokenStore store = new InMemoryTokenStore(clock, clock::nanoTime);

    @Test
    void aTokenIsStoredUntilItExpires() {
        AccessToken token = token("secret-value");
        store.write("id", token);
        assertThat(store.read("id")).containsSame(token);
        assertThat(store.read("other")).isEmpty();
        assertThat(store.toString()).isEqualTo("InMemoryTokenStore[1 tokens]");
        clock.advance(Duration.ofMinutes(5));
        assertThat(store.read("id")).isEmpty();
        assertThat(store.toString()).isEqualTo("InMemoryTokenStore[0 tokens]");
    }

    @Test
    void aTokenIsRemovedOnlyByItsValue() {
        store.write("id", token("new"));
        store.remove("id", token("old"));
        assertThat(store.read("id")).isPresent();
        store.remove("id", token("new"));
        assertThat(store.read("id")).isEmpty();
    }

    @Test
    void aLeaseExpiresOrIsEndedByItsHolder() {
        assertThat(store.tryLease("id", "first", LEASE)).isTrue();
        assertThat(store.tryLease("id", "first", LEASE)).isFalse();
        assertThat(store.tryLease("id", "second", LEASE)).isFalse();
        assertThat(store.tryLease("other", "second", LEASE)).isTrue();
        store.endLease("id", "second");
        assertThat(store.tryLease("id", "second", LEASE)).isFalse();
        clock.advance(LEASE);
        assertThat(store.tryLease("id", "second", LEASE)).isTrue();
        store.endLease("id", "second");
        assertThat(store.tryLease("id", "third", LEASE)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1M", "PT-20H", "P-30D"})
    void aClockSetBackDoesNotExtendALifetime(String back) {
        store.write("id", token("secret-value"));
        clock.set(Duration.parse(back));
        clock.advance(Duration.ofMinutes(4));
        AccessToken read = store.read("id").orElseThrow();
        assertThat(read.value()).isEqualTo("secret-value");
        assertThat(read.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofMinutes(1)));
        assertThat(Duration.between(read.issuedAt(), read.expiresAt())).isEqualTo(Duration.ofMinutes(5));
        clock.advance(Duration.ofMinutes(1));
        assertThat(store.read("id")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT5M", "PT20H", "P30D"})
    void aClockSetForwardOrASuspensionEndsALifetime(String forward) {
        store.write("id", token("secret-value"));
        clock.set(Duration.parse(forward));
        assertThat(store.read("id")).isEmpty();
        clock.set(Duration.parse(forward).negated());
        assertThat(store.read("id")).as("not revived").isEmpty();
    }

    @Test
    void aTokenExpiresWhileTheClockStandsStill() {
        store.write("id", token("secret-value"));
        clock.elapse(Duration.ofMinutes(5));
        assertThat(store.read("id")).isEmpty();
    }

    @Test
    void aClockSetBackBeforeTheTokenIsStoredDoesNotExtendItsLifetime() {
        AccessToken ahead = token("secret-value");
        clock.set(Duration.ofDays(-30));
        store.write("id", ahead);
        clock.advance(Duration.ofMinutes(5));
        assertThat(store.read("id")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1M", "P-30D"})
    void aClockSetBackDoesNotExtendALease(String back) {
        assertThat(store.tryLease("id", "first", LEASE)).isTrue();
        clock.set(Duration.parse(back));
        clock.advance(LEASE.minusMillis(1));
        assertThat(store.tryLease("id", "second", LEASE)).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(store.tryLease("id", "second", LEASE)).isTrue();
    }

    private AccessToken token(String value) {
        return new AccessToken(
                value, "Bearer", null, clock.instant(), clock.instant().plus(Duration.ofMinutes(5)));
    }
}
