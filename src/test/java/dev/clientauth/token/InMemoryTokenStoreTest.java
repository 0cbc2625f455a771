package dev.clientauth.token;

import dev.clientauth.fakes.MovableClock;
import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/** What the store of one JVM keeps, and for how long. */
class InMemoryTokenStoreTest {
    private static final Duration LEASE = Duration.ofSeconds(10);

    private final MovableClock clock = new MovableClock();
    private final InMemoryTokenStore store = new InMemoryTokenStore(clock);

    @Test
    void aTokenIsKeptUnderItsIdUntilItEnds() {
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
    void aTokenIsRemovedByItsValueOnly() {
        store.write("id", token("new"));
        store.remove("id", token("old"));
        assertThat(store.read("id")).isPresent();
        store.remove("id", token("new"));
        assertThat(store.read("id")).isEmpty();
    }

    @Test
    void aLeaseEndsByItselfOrByItsHolder() {
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

    private AccessToken token(String value) {
        return new AccessToken(
                value, "Bearer", null, clock.instant(), clock.instant().plus(Duration.ofMinutes(5)));
    }
}
